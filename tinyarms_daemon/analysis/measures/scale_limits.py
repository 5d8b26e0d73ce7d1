"""What counts as a scale, and as a value that is held against it."""

from dataclasses import dataclass

from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class ScaleLimits:
    """From how many steps on a scale is one, and which values need no step of it."""

    least_tokens: int = option(
        "how many different values make a scale, between whose steps none is usual", at_least=2
    )
    round_px: float = option("radius from which an end is round, whatever it is", at_least=1)
    hairline: float = option("up to how many pixels or milliseconds a value needs no token")
