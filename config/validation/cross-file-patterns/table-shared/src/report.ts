import { rates } from "./rates";

export function reportAmount(net: number, country: string): number {
  return net - net / (1 + (rates[country] ?? 0));
}
