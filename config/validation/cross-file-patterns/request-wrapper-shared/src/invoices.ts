import { load } from "./request";

export interface Invoice {
  id: string;
  total: number;
}

export const loadInvoice = (id: string) => load<Invoice>(`invoices/${id}`);
