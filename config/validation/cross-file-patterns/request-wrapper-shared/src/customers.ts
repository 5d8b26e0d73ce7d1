import { load } from "./request";

export interface Customer {
  id: string;
  name: string;
}

export const loadCustomer = (id: string) => load<Customer>(`customers/${id}`);
