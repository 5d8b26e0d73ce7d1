export interface Shipment {
  id: string;
}

export async function loadShipment(id: string): Promise<Shipment> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 8000);
  try {
    const response = await fetch(`/api/shipments/${id}`, {
      headers: { Accept: "application/json", "X-Client": "web" },
      signal: controller.signal,
    });
    if (!response.ok) {
      throw new Error(`shipments: ${response.status}`);
    }
    return (await response.json()) as Shipment;
  } finally {
    clearTimeout(timer);
  }
}
