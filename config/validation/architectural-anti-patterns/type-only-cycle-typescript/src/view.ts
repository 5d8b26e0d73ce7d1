import { current, increment } from "./store";

export class View {
  render(): void {
    const button = document.createElement("button");
    button.textContent = `${current()} times`;
    button.addEventListener("click", increment);
    document.body.replaceChildren(button);
  }
}
