interface Visit {
  at: string;
  name: string;
}

/** The same visits for the chart. */
export function namesByDay(visits: Visit[]): Record<string, string[]> {
  const sets = new Map<string, Set<string>>();
  visits.forEach(({ at, name }) => {
    const [day] = at.split("T");
    sets.set(day, (sets.get(day) ?? new Set<string>()).add(name));
  });
  return Object.fromEntries([...sets].map(([day, names]) => [day, [...names].sort()]));
}
