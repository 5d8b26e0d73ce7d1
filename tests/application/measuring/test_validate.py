"""Validation with examinees of known behavior: the arithmetic is checked by hand."""

from tests.fakes.clock import FakeClock
from tinyarms_daemon.application.measuring.validate import Validate
from tinyarms_daemon.domain.measuring.accuracy import LabelledCase
from tinyarms_daemon.domain.measuring.validation import ALL, Examined, Way
from tinyarms_daemon.ports.examinee import Examination
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind


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

    def __init__(
        self,
        name: str,
        found: set[str],
        clock: FakeClock,
        seconds: float,
        gone_at: str | None = None,
    ) -> None:
        self._gone_at = gone_at
        self.ended = False
        self.model = None if name == "rules" else name
        way = Way.ALONE if self.model else Way.RULES
        self.who = Examined(name=name, way=way, model=self.model, role=self.model and "fast")
        self._found = found
        self._clock = clock
        self._seconds = seconds

    def problem(self) -> str | None:
        return None

    def begin(self) -> None:
        self._clock.advance(100.0)

    def examine(self, case: LabelledCase) -> Examination:
        self._clock.advance(self._seconds)
        if case.name == self._gone_at:
            raise RuntimeTrouble(TroubleKind.UNREACHABLE, "The server has stopped.")
        found = None if case.name == "case 9" and self.model else case.name in self._found
        return Examination(found, 1 if self.model else 0)

    def end(self) -> None:
        self.ended = True


class Absent:
    who = Examined(name="absent", way=Way.ALONE, model="absent", role="deep")

    def problem(self) -> str | None:
        return "It is not installed."

    def begin(self) -> None:
        raise AssertionError("nobody is there to begin")

    def examine(self, case: LabelledCase) -> Examination:
        raise AssertionError("nobody is there to be asked")

    def end(self) -> None:
        raise AssertionError("nobody is there to end")


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
    assert (first.median_seconds()[ALL], second.median_seconds()[ALL]) == (2.0, 12.0)
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


def test_who_is_gone_in_between_has_no_figures_and_is_ended() -> None:
    clock = FakeClock()
    small = Known("small", {"case 0"}, clock, 2.0, gone_at="case 3")

    (examined,) = Validate(clock=clock, on_progress=lambda *_: None)([small], cases(4, 4))

    assert examined.results == ()
    assert examined.problem == "Broken off after 3 of 8 cases: The server has stopped."
    assert small.ended
