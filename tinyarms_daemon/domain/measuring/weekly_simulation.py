"""What a simulated weekly scan brought, and whether it is what the model study asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tinyarms_daemon.domain.measuring.criterion import Criterion
from tinyarms_daemon.domain.measuring.measurement import Machine

_MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFigure:
    """A figure that the simulation rests on, with where it is from. `status` is the constants'
    word: VALIDATED was measured on this machine, all else was not."""

    name: str
    value: float
    unit: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A moment of a run: seconds since the scan was due, the share of full speed that heat leaves,
    the thermal level, the share of the time in which the model worked, and the answers so far."""

    seconds: float
    speed: float
    level: int
    busy: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCourse:
    """One scan by one model. Seconds are virtual: `total_seconds` from when it was due to its end.

    `judged_worth` is the share of the worth of all questions that was judged; the two `*_in_time`
    are what was done within the study's time. `recall` is the share that the model finds of what
    it judges, `expected` what it is expected to find of all that only a model can tell.
    """

    tag: str
    questions: int
    asked: int
    judged_worth: float
    asked_in_time: int
    judged_worth_in_time: float
    total_seconds: float
    analysis_seconds: float
    working_seconds: float
    loads: int
    is_finished: bool
    seconds_at_level: Mapping[int, float]
    points: tuple[CoursePoint, ...]
    recall: PlannedFigure

    @property
    def expected(self) -> float:
        """Of what only a model can tell, by worth."""
        return self.judged_worth * self.recall.value


@dataclass(frozen=True, slots=True, kw_only=True)
class NaiveScan:
    """Every file shown to the large model, one after the other, whatever the machine says."""

    files: int
    total_seconds: float
    seconds_at_level: Mapping[int, float]
    points: tuple[CoursePoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklySimulation:
    """The scan as it is configured, the same by the small model alone, and the naive one."""

    machine: Machine
    at: datetime
    repository: str
    files: int
    budget_minutes: float
    certain_findings: int
    figures: tuple[PlannedFigure, ...]
    large: ScanCourse
    small: ScanCourse
    naive: NaiveScan
    criteria: tuple[Criterion, ...] = ()

    @property
    def gain(self) -> float | None:
        """How much more the large model is expected to find than the small one, of what only a
        model can tell; None where the small one finds nothing."""
        return self.large.expected / self.small.expected - 1 if self.small.expected else None


def weekly_criteria(
    simulation: WeeklySimulation, *, most_minutes: float, gain: float
) -> Iterator[Criterion]:
    """The study's demands on the weekly scan."""
    large = simulation.large
    yield Criterion(
        name="The whole scan, rests included",
        unit="min",
        measured=large.total_seconds / _MINUTE if large.is_finished else None,
        most=most_minutes,
        note=None if large.is_finished else "it did not end within a day",
    )
    yield Criterion(
        name="Expected detections beyond the small model's",
        unit="share",
        measured=simulation.gain,
        least=gain,
        note="of what only a model can tell; what the rules are certain of is the same for both",
    )
