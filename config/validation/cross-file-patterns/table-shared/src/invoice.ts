import { rates } from "./rates";

export function invoiceAmount(net: number, country: string): number {
  return Math.round(net * 100 * (1 + (rates[country] ?? 0))) / 100;
}
