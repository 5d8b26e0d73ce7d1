const TIMEOUT_MS = 8000;

export async function load<T>(path: string): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    headers: { Accept: "application/json", "X-Client": "web" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return (await response.json()) as T;
}
