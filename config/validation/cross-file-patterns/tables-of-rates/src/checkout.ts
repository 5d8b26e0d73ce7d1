const rates: Record<string, number> = { DE: 0.19, FR: 0.2, NL: 0.21, AT: 0.2, IT: 0.22, ES: 0.21, PL: 0.23 };

export function checkoutAmount(net: number, country: string): number {
  return net * (1 + (rates[country] ?? 0));
}
