"""Results of validation, computed by hand."""

from dataclasses import replace

import pytest

from tinyarms_daemon.domain.measuring.accuracy import CaseResult, LabelledCase
from tinyarms_daemon.domain.measuring.criterion import Met
from tinyarms_daemon.domain.measuring.validation import ALL, Examined, Targets, Way, criteria_of


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


def judged(name: str, way: Way, role: str, right: int, wrong: int, seconds: float) -> Examined:
    """A model that was asked about every case, `right` of which it judged rightly."""
    found = [replace(each, questions=1) for each in results(right, wrong, seconds=seconds)]
    return Examined(name=name, way=way, model=name, role=role, results=tuple(found))


TARGETS = Targets(accuracy=0.95, gain=0.10, false_positives=0.05, most_seconds=15.0)


def test_the_study_is_held_against_the_large_model() -> None:
    small = judged("3b", Way.WITH_RULES, "fast", 34, 6, 2.0)
    large = judged("7b", Way.WITH_RULES, "deep", 38, 2, 20.0)

    accuracy, gain, false_alarms, seconds = criteria_of([small, large], TARGETS)

    assert (accuracy.measured, accuracy.met, accuracy.is_certain) == (0.95, Met.MET, False)
    assert gain.measured == pytest.approx(0.10)
    assert gain.met is Met.MET
    assert gain.note is not None and "wrong: 4, the other way round: 0" in gain.note
    assert "by chance: 12 %" in gain.note  # 2 * (1/2)**4
    assert false_alarms.met is Met.NOT_MEASURED  # no case is clean
    assert (seconds.measured, seconds.met) == (20.0, Met.NOT_MET)


def test_without_the_small_model_there_is_no_gain() -> None:
    large = judged("7b", Way.ALONE, "deep", 20, 20, 12.0)

    accuracy, gain, _, seconds = criteria_of([large], TARGETS)

    assert (accuracy.met, accuracy.is_certain) == (Met.NOT_MET, True)
    assert gain.met is Met.NOT_MEASURED
    assert seconds.met is Met.MET


def test_a_model_takes_time_only_for_what_it_was_asked() -> None:
    found = [replace(each, questions=number % 2) for number, each in enumerate(results(2, 2))]
    slow = [replace(each, seconds=9.0 if each.questions else 0.0) for each in found]

    examined = Examined(name="7b", model="7b", results=tuple(slow))

    assert examined.median_seconds()[ALL] == 9.0
    assert (examined.cases_asked, examined.questions) == (2, 2)
