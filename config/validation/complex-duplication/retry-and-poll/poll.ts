/** Reports each new state of a build until it is finished. */
export async function watchBuild(url: string, report: (state: string) => void): Promise<void> {
  let last = "";
  for (;;) {
    const response = await fetch(url);
    const { state, finished } = (await response.json()) as { state: string; finished: boolean };
    if (state !== last) {
      report(state);
      last = state;
    }
    if (finished) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
