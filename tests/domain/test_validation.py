"""Results of validation, computed by hand."""

from tinyarms_daemon.domain.accuracy import CaseResult, LabelledCase
from tinyarms_daemon.domain.validation import ALL, Examined


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
