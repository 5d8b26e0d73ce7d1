/** Loads a document, trying again when the server is busy. */
export async function loadDocument(url: string, attempts: number): Promise<string> {
  let failure: Error | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const response = await fetch(url);
    if (response.ok) {
      return response.text();
    }
    if (response.status !== 503) {
      throw new Error(`${url}: ${response.status}`);
    }
    failure = new Error(`${url} is busy`);
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
  }
  throw failure ?? new Error(`${url} was never tried`);
}
