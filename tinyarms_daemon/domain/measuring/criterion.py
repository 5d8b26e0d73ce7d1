"""What was asked of a figure beforehand, and whether the measurement kept it."""

from dataclasses import dataclass
from enum import StrEnum

from tinyarms_daemon.domain.measuring.accuracy import Interval


class Met(StrEnum):
    """How a criterion stands."""

    MET = "met"
    NOT_MET = "not met"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One demand: `measured` must lie between `least` and `most` (None: no bound on that side).

    `measured` is None where there is no measurement. `unit` is `share` (1 is all), `s` or `min`.
    `interval` is where the figure lies with 95 % confidence; `note` is what else has to be known.
    """

    name: str
    unit: str
    measured: float | None
    least: float | None = None
    most: float | None = None
    interval: Interval | None = None
    note: str | None = None

    @property
    def met(self) -> Met:
        """Judged by the figure itself, not by its interval."""
        if self.measured is None:
            return Met.NOT_MEASURED
        return Met.MET if self._holds(self.measured, self.measured) else Met.NOT_MET

    @property
    def is_certain(self) -> bool | None:
        """Whether the whole interval says the same as the figure; None without one."""
        if self.interval is None or self.measured is None:
            return None
        low, high = self.interval.low, self.interval.high
        if self.met is Met.MET:
            return self._holds(low, high)
        is_below = self.least is not None and high < self.least
        return is_below or (self.most is not None and low > self.most)

    def _holds(self, low: float, high: float) -> bool:
        return (self.least is None or low >= self.least) and (
            self.most is None or high <= self.most
        )
