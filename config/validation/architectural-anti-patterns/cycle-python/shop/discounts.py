"""Discounts."""

from shop.orders import Order


def discount_of(customer):
    """Larger for those who order much."""
    placed = [entry for entry in customer.history if isinstance(entry, Order)]
    return min(len(placed) / 100, 0.1)
