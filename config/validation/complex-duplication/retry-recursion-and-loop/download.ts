/** Downloads a page; a busy server is asked again, ever later. */
export function download(address: string, left: number, pause = 100): Promise<string> {
  if (left <= 0) {
    return Promise.reject(new Error(`${address} is busy`));
  }
  return fetch(address).then((answer) => {
    if (answer.status === 503) {
      return new Promise((resolve) => setTimeout(resolve, pause)).then(() =>
        download(address, left - 1, pause * 2),
      );
    }
    return answer.ok ? answer.text() : Promise.reject(new Error(`${address}: ${answer.status}`));
  });
}
