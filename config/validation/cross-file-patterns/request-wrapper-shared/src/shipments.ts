import { load } from "./request";

export interface Shipment {
  id: string;
  sentAt: string;
}

export const loadShipment = (id: string) => load<Shipment>(`shipments/${id}`);
