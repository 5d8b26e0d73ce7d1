"""What validation brought."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tinyarms_daemon.domain.accuracy import CaseResult, Tally, tally
from tinyarms_daemon.domain.measurement import Machine

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one examinee (the rules alone, or a model on top of them) said of every case.

    `model` is None for the rules alone; `problem` says why there are no results.
    """

    name: str
    model: str | None = None
    results: tuple[CaseResult, ...] = ()
    problem: str | None = None

    def tallies(self) -> Mapping[str, Tally]:
        """Counts by category, and of all cases."""
        categories = dict.fromkeys(result.case.category for result in self.results)
        return {
            **{
                category: tally(each for each in self.results if each.case.category == category)
                for category in categories
            },
            ALL: tally(self.results),
        }

    @property
    def median_seconds(self) -> float | None:
        """For one case; None without results."""
        seconds = [result.seconds for result in self.results if result.found is not None]
        return statistics.median(seconds) if seconds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What `validate` brought on a machine."""

    machine: Machine
    at: datetime
    dataset: str
    cases: int
    examined: tuple[Examined, ...]
