"""Customers."""

from shop.orders import Order


class Customer:
    """Who orders."""

    def __init__(self, name):
        self.name = name

    def order(self, lines) -> Order:
        """A new order."""
        return Order(self, lines)
