export interface Customer {
  id: string;
}

export async function loadCustomer(id: string): Promise<Customer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 8000);
  try {
    const response = await fetch(`/api/customers/${id}`, {
      headers: { Accept: "application/json", "X-Client": "web" },
      signal: controller.signal,
    });
    if (!response.ok) {
      throw new Error(`customers: ${response.status}`);
    }
    return (await response.json()) as Customer;
  } finally {
    clearTimeout(timer);
  }
}
