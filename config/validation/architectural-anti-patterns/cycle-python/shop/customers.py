"""Customers."""

from shop.discounts import discount_of


class Customer:
    """Who orders."""

    def __init__(self, name, history):
        self.name = name
        self.history = history

    def price(self, order):
        """What this customer pays."""
        return order.total() * (1 - discount_of(self))
