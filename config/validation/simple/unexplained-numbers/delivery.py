"""When a parcel is late, and what that costs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    weight: float
    days_under_way: int
    is_insured: bool


def refund(parcel: Parcel, price: float) -> float:
    """What the customer gets back."""
    if parcel.days_under_way > 17:
        return price
    if parcel.days_under_way > 9 and not parcel.is_insured:
        return price * 0.35
    if parcel.weight > 31.5:
        return price - 4.2
    return 0
