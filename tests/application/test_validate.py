"""Validation with examinees of known behavior: the arithmetic is checked by hand."""

from tests.fakes.clock import FakeClock
from tinyarms_daemon.application.validate import Validate
from tinyarms_daemon.domain.accuracy import LabelledCase
from tinyarms_daemon.domain.validation import ALL


def cases(violations: int, clean: int) -> list[LabelledCase]:
    return [
        LabelledCase(
            name=f"case {number}",
            category="simple" if number % 2 else "patterns",
            rule="magic-numbers",
            is_violation=number < violations,
            why="so",
        )
        for number in range(violations + clean)
    ]


class Known:
    """Finds what it is told to find, and takes its time."""

    def __init__(self, name: str, found: set[str], clock: FakeClock, seconds: float) -> None:
        self.name = name
        self.model = None if name == "rules" else name
        self._found = found
        self._clock = clock
        self._seconds = seconds

    def problem(self) -> str | None:
        return None

    def finds(self, case: LabelledCase) -> bool | None:
        self._clock.advance(self._seconds)
        return None if case.name == "case 9" and self.model else case.name in self._found


class Absent:
    name = "absent"
    model = "absent"

    def problem(self) -> str | None:
        return "It is not installed."

    def finds(self, case: LabelledCase) -> bool | None:
        raise AssertionError("nobody is there to be asked")


def test_everybody_is_asked_about_every_case() -> None:
    clock, told = FakeClock(), []
    validate = Validate(clock=clock, on_progress=lambda done, total: told.append((done, total)))
    small = Known("small", {"case 0", "case 1", "case 7"}, clock, 2.0)
    large = Known("large", {f"case {number}" for number in range(5)}, clock, 12.0)

    first, second, third = validate([small, large, Absent()], cases(5, 5))

    assert told[0] == (0, 20)
    assert told[-1] == (20, 20)
    assert first.tallies()[ALL].accuracy == 6 / 10
    assert second.tallies()[ALL].accuracy == 1.0
    assert second.tallies()[ALL].unanswered == 1
    assert (first.median_seconds, second.median_seconds) == (2.0, 12.0)
    assert third.problem == "It is not installed."
    assert third.results == ()


def test_categories_are_counted_apart() -> None:
    clock = FakeClock()
    rules = Known("rules", {"case 1", "case 3"}, clock, 0.1)

    (examined,) = Validate(clock=clock, on_progress=lambda *_: None)([rules], cases(4, 4))

    tallies = examined.tallies()
    assert tallies["simple"].recall == 1.0
    assert tallies["patterns"].recall == 0.0
    assert tallies["patterns"].false_positives == 0
