"""The heat of a laptop without a fan: a chip that is warm in seconds, on a case that takes minutes.

Two masses in a row, in units of what the chip alone rises by under full load:
`dx/dt = (power - x) / chip_seconds`, `dy/dt = (case_rise * power - y) / case_seconds`, heat
`x + y`. The figures are fitted to published measurements: when the levels rise under full load,
when they have fallen again, and how the speed of a 27B model falls on a MacBook Air with an M2 over
five benchmark runs in a row.
"""

import math
from dataclasses import dataclass

_STEP_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThermalParameters:
    """Time constants in seconds; `*_at` are heats at which a level begins, `calm_at` ends it."""

    chip_seconds: float = 23.24
    case_seconds: float = 341.7
    case_rise: float = 7.981
    calm_at: float = 1.242
    moderate_at: float = 1.293
    heavy_at: float = 1.645
    trapping_at: float = 6.0  # never seen under a model's load: above what throttling settles at
    throttle_at: float = 4.735
    throttle_slope: float = 4.224
    slowest: float = 0.44


_AIR = ThermalParameters()


class ThermalBody:
    """A machine's heat, moved on in time by the power that goes into it (1: full load)."""

    __slots__ = ("_case", "_chip", "level")

    def __init__(self) -> None:
        self._chip = 0.0
        self._case = 0.0
        self.level = 0

    @property
    def heat(self) -> float:
        """In units of the chip's own rise under full load."""
        return self._chip + self._case

    @property
    def speed(self) -> float:
        """The share of full speed that throttling leaves."""
        slowed = 1.0 - _AIR.throttle_slope * (self.heat - _AIR.throttle_at)
        return max(_AIR.slowest, min(1.0, slowed))

    def advance(self, seconds: float, power: float) -> None:
        """Let time pass under a power that throttling lowers as it lowers speed."""
        while seconds > 0:
            # Below half of what throttles, the course is exact for any step.
            near = self.heat + power * (1 + _AIR.case_rise) > _AIR.throttle_at
            step = min(seconds, _STEP_SECONDS) if near else seconds
            effective = power * self.speed
            self._chip += (effective - self._chip) * -math.expm1(-step / _AIR.chip_seconds)
            settled = _AIR.case_rise * effective
            self._case += (settled - self._case) * -math.expm1(-step / _AIR.case_seconds)
            self._set_level()
            seconds -= step

    def _set_level(self) -> None:
        heat = self.heat
        if heat > _AIR.trapping_at:
            self.level = 3
        elif heat > _AIR.heavy_at:
            self.level = 2
        elif heat > _AIR.moderate_at:
            self.level = 1
        elif heat < _AIR.calm_at:
            self.level = 0
        else:
            self.level = min(self.level, 1)
