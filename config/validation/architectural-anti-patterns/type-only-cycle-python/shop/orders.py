"""Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.customers import Customer


class Order:
    """What a customer wants."""

    def __init__(self, customer: Customer, lines):
        self.customer = customer
        self.lines = lines
