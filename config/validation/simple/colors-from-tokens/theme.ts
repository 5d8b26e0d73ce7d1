export const palette = {
  primary: "#1D4ED8",
  accent: "#FDE68A",
} as const;
