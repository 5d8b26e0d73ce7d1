import { render } from "./view";

let count = 0;

export const current = (): number => count;

export function increment(): void {
  count += 1;
  render();
}
