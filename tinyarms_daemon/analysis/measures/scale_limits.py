"""What counts as a scale, and as a value that is held against it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ScaleLimits:
    """From how many steps on a scale is one, and how far it reaches."""

    least_tokens: int = field(
        metadata={
            "help": "how many different values make a scale, between whose steps none is usual",
            "at_least": 2,
        }
    )
    beyond_percent: int = field(
        metadata={
            "help": "how far outside a scale, in per cent of its end, a value still belongs to it",
            "at_least": 0,
            "at_most": 1000,
        }
    )
    round_px: float = field(
        metadata={"help": "radius from which an end is round, whatever it is", "at_least": 1}
    )
    hairline: float = field(
        metadata={
            "help": "up to how many pixels or milliseconds a value needs no token",
            "at_least": 0,
        }
    )
