"""Time that passes on a simulated laptop, and what it was like: heat, speed, work and rest."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tinyarms_daemon.simulation.laptop import Laptop

_STEP_SECONDS = 1.0
_SAMPLE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment: seconds since the start, the share of full speed left, the thermal level, and the
    share of the time since the sample before in which a model worked."""

    seconds: float
    speed: float
    level: int
    busy: float


@dataclass
class VirtualTime:
    """`seconds_at_level` counts all time by thermal level, `working_seconds` that of models."""

    laptop: Laptop
    seconds_at_level: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    working_seconds: float = 0.0
    samples: list[Sample] = field(default_factory=list)
    _begun_at: float = field(init=False)
    _sampled_at: float = field(init=False)
    _worked_before: float = 0.0

    def __post_init__(self) -> None:
        self._begun_at = self._sampled_at = self.laptop.time

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self.laptop.time - self._begun_at

    def let_pass(self, seconds: float, power: float = 0.0) -> None:
        """Rest, or load the chip by so much (1: full load)."""
        ends_at = self.laptop.time + seconds
        while self.laptop.time < ends_at - 1e-9:
            self._step(min(_STEP_SECONDS, ends_at - self.laptop.time), power)

    def work(self, full_speed_seconds: float) -> float:
        """One step of a model's work at most a second long; the share of a second at full speed
        that got done in it."""
        speed = self.laptop.body.speed
        step = min(_STEP_SECONDS, full_speed_seconds / speed)
        self._step(step, 1.0)
        self.working_seconds += step
        return step * speed

    def _step(self, seconds: float, power: float) -> None:
        self.laptop.advance(seconds, power)
        self.seconds_at_level[self.laptop.body.level] += seconds
        if self.laptop.time - self._sampled_at >= _SAMPLE_SECONDS:
            since = self.laptop.time - self._sampled_at
            busy = min((self.working_seconds - self._worked_before) / since, 1.0)
            body = self.laptop.body
            self.samples.append(Sample(self.elapsed, body.speed, body.level, busy))
            self._sampled_at = self.laptop.time
            self._worked_before = self.working_seconds


def naive_scan(
    laptop: Laptop, files: int, seconds_a_file: float
) -> tuple[VirtualTime, list[float]]:
    """Show so many files to a model that takes `seconds_a_file` cold; the time, and when each
    answer was there."""
    time = VirtualTime(laptop)
    return time, list(_answers(time, files, seconds_a_file))


def _answers(time: VirtualTime, files: int, seconds_a_file: float) -> Iterator[float]:
    for _ in range(files):
        left = seconds_a_file
        while left > 1e-6:
            left -= time.work(left)
        yield time.elapsed
