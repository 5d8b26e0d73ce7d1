"""Results of validation, computed by hand."""

from tinyarms_daemon.domain.accuracy import CaseResult, LabelledCase
from tinyarms_daemon.domain.validation import (
    ALL,
    Criterion,
    Examined,
    Wanted,
    agreed_cases,
    criteria,
    gain_of,
)

WANTED = Wanted(accuracy=0.95, gain=0.1, least_seconds=10, most_seconds=15)


def results(
    right: int, wrong: int, *, seconds: float = 1.0, category: str = "simple"
) -> list[CaseResult]:
    return [
        CaseResult(
            case=LabelledCase(
                name=f"{category} {number}",
                category=category,
                rule="magic-numbers",
                is_violation=True,
                why="so",
            ),
            found=number < right,
            seconds=seconds,
        )
        for number in range(right + wrong)
    ]


def examined(name: str, *found: list[CaseResult]) -> Examined:
    return Examined(name=name, results=tuple(each for some in found for each in some))


def test_results_are_counted_by_category_and_in_all() -> None:
    rules = examined("rules", results(4, 1), results(2, 3, category="patterns"))

    counted = {name: each.accuracy for name, each in rules.tallies().items()}

    assert counted == {"simple": 0.8, "patterns": 0.4, ALL: 0.6}


def test_the_study_s_conditions_are_judged_on_what_was_measured() -> None:
    small = examined("small", results(17, 3))
    large = examined("large", results(19, 1, seconds=12.0))

    judged = criteria(large, small, WANTED)

    assert [each.met for each in judged] == [True, True, True]
    assert judged[1] == Criterion(
        name="gain over the small model",
        wanted="at least +10.0 points",
        measured="+10.0 points",
        met=True,
    )


def test_a_model_that_is_slower_or_not_better_is_not_accepted() -> None:
    small = examined("small", results(18, 2))
    large = examined("large", results(18, 2, seconds=40.0))

    assert [each.met for each in criteria(large, small, WANTED)] == [False, False, False]


def test_what_was_not_measured_is_neither_met_nor_failed() -> None:
    absent = Examined(name="large", problem="not installed")

    judged = criteria(absent, examined("small", results(1, 1)), WANTED)

    assert [each.met for each in judged] == [None, None, None]
    assert {each.measured for each in judged} == {"not measured"}
    assert gain_of(absent, absent) is None


def test_only_cases_that_everybody_answered_can_be_compared() -> None:
    some = examined("some", results(2, 0))
    more = examined("more", results(3, 0))

    assert agreed_cases([some, more, Examined(name="none")]) == {"simple 0", "simple 1"}
