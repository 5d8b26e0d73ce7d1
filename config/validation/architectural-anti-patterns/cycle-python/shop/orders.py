"""Orders."""

from shop.customers import Customer


class Order:
    """What a customer wants."""

    def __init__(self, customer: Customer, lines):
        self.customer = customer
        self.lines = lines

    def total(self):
        """Before discounts."""
        return sum(line.price for line in self.lines)
