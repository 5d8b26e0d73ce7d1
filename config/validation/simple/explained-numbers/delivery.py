"""When a parcel is late, and what that costs."""

from dataclasses import dataclass

DAYS_UNTIL_LOST = 17
DAYS_UNTIL_LATE = 9
SHARE_FOR_LATE = 0.35
SECONDS_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Parcel:
    weight: float
    seconds_under_way: int
    is_insured: bool = True


def refund(parcel: Parcel, price: float, digits: int = 2) -> float:
    """What the customer gets back."""
    days = parcel.seconds_under_way // SECONDS_A_DAY
    if days > DAYS_UNTIL_LOST:
        return price
    if days > DAYS_UNTIL_LATE and not parcel.is_insured:
        return round(price * SHARE_FOR_LATE, digits)
    return 0


def middle(values: list[float]) -> float:
    """The median."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2
