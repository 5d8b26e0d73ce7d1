export function formatDate(date: Date): string {
  return date.toISOString().slice(0, "2026-01-01".length);
}
