export interface Invoice {
  id: string;
}

export async function loadInvoice(id: string): Promise<Invoice> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 8000);
  try {
    const response = await fetch(`/api/invoices/${id}`, {
      headers: { Accept: "application/json", "X-Client": "web" },
      signal: controller.signal,
    });
    if (!response.ok) {
      throw new Error(`invoices: ${response.status}`);
    }
    return (await response.json()) as Invoice;
  } finally {
    clearTimeout(timer);
  }
}
