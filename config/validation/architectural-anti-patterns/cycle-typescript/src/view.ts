import { current, increment } from "./store";

export function render(): void {
  const button = document.createElement("button");
  button.textContent = `${current()} times`;
  button.addEventListener("click", increment);
  document.body.replaceChildren(button);
}
