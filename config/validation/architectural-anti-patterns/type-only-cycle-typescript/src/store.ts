import type { View } from "./view";

let count = 0;
const views: View[] = [];

export const current = (): number => count;

export function show(view: View): void {
  views.push(view);
}

export function increment(): void {
  count += 1;
  views.forEach((view) => view.render());
}
