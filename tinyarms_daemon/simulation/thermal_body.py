"""The heat of a laptop without a fan: a chip that is warm in seconds, on a case that takes minutes.

Two masses in a row, in units of what the chip alone rises by under full load:
`dx/dt = (power - x) / chip_seconds`, `dy/dt = (case_rise * power - y) / case_seconds`, heat
`x + y`. The figures are fitted to published measurements (`PUBLISHED`): when the levels rise under
full load, when they have fallen again, and how the speed of a 27B model falls on a MacBook Air
with an M2 over five benchmark runs in a row. `fitted()` gives the same quantities of the model.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

_STEP_SECONDS = 3.0
_RUN_SECONDS = 144.0  # one benchmark run at full speed: 5 times 512 tokens read, 128 written
_RUNS = 5
_LOADED_SECONDS = 60.0  # in all, of the published run after which calm is measured


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


AIR = ThermalParameters()

# Seconds, and speed relative to the first run.
PUBLISHED: Mapping[str, float] = {
    "level 1 after full load of": 27.0,
    "level 2 after full load of": 38.0,
    "level 0 again after a minute's load, within": 47.0,
    "level 0 again after a long load, within": 420.0,
    "speed in run 2": 6.33 / 7.63,
    "speed in run 3": 3.71 / 7.63,
    "speed in run 4": 4.16 / 7.63,
    "speed in run 5": 4.23 / 7.63,
}


class ThermalBody:
    """A machine's heat, moved on in time by the power that goes into it (1: full load)."""

    __slots__ = ("_case", "_chip", "_fixed", "level")

    def __init__(self, parameters: ThermalParameters = AIR) -> None:
        self._fixed = parameters
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
        fixed = self._fixed
        slowed = 1.0 - fixed.throttle_slope * (self.heat - fixed.throttle_at)
        return max(fixed.slowest, min(1.0, slowed))

    def advance(self, seconds: float, power: float) -> None:
        """Let time pass under a power that throttling lowers as it lowers speed."""
        fixed = self._fixed
        while seconds > 0:
            # Below half of what throttles, the course is exact for any step.
            near = self.heat + power * (1 + fixed.case_rise) > fixed.throttle_at
            step = min(seconds, _STEP_SECONDS) if near else seconds
            effective = power * self.speed
            self._chip += (effective - self._chip) * -math.expm1(-step / fixed.chip_seconds)
            settled = fixed.case_rise * effective
            self._case += (settled - self._case) * -math.expm1(-step / fixed.case_seconds)
            self._set_level()
            seconds -= step

    def _set_level(self) -> None:
        fixed, heat = self._fixed, self.heat
        if heat > fixed.trapping_at:
            self.level = 3
        elif heat > fixed.heavy_at:
            self.level = 2
        elif heat > fixed.moderate_at:
            self.level = 1
        elif heat < fixed.calm_at:
            self.level = 0
        else:
            self.level = min(self.level, 1)


def fitted(parameters: ThermalParameters = AIR) -> dict[str, float]:
    """What the model makes of each published quantity."""
    body = ThermalBody(parameters)
    moderate = _seconds_to_level(body, 1)
    heavy = moderate + _seconds_to_level(body, 2)
    body.advance(_LOADED_SECONDS - heavy, 1.0)
    calm = _seconds_to_calm(body)
    soaked = ThermalBody(parameters)
    speeds = [_run_speed(soaked) for _ in range(_RUNS)]
    after_soak = _seconds_to_calm(soaked)
    values = [moderate, heavy, calm, after_soak, *(each / speeds[0] for each in speeds[1:])]
    return dict(zip(PUBLISHED, values, strict=True))


def _seconds_to_level(body: ThermalBody, level: int) -> float:
    seconds = 0.0
    while body.level < level:
        body.advance(1.0, 1.0)
        seconds += 1.0
    return seconds


def _seconds_to_calm(body: ThermalBody) -> float:
    seconds = 0.0
    while body.level > 0:
        body.advance(1.0, 0.0)
        seconds += 1.0
    return seconds


def _run_speed(body: ThermalBody) -> float:
    done = seconds = 0.0
    while done < _RUN_SECONDS:
        done += body.speed
        seconds += 1.0
        body.advance(1.0, 1.0)
    return _RUN_SECONDS / seconds
