export function Avatar() {
  return <span aria-hidden="true">☺</span>;
}
