interface Visit {
  at: string;
  name: string;
}

/** The last day on which each visitor came. */
export function lastDayByName(visits: Visit[]): Record<string, string> {
  const latest = new Map<string, string>();
  visits.forEach(({ at, name }) => {
    const [day] = at.split("T");
    const known = latest.get(name);
    latest.set(name, known === undefined || day > known ? day : known);
  });
  return Object.fromEntries([...latest].sort());
}
