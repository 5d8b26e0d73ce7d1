import { rates } from "./rates";

export function checkoutAmount(net: number, country: string): number {
  return net * (1 + (rates[country] ?? 0));
}
