"""A validation as tables and as a document."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from tinyarms_daemon.domain.accuracy import Tally
from tinyarms_daemon.domain.validation import ALL, Examined, Validation
from tinyarms_daemon.faces.cli.rendering import styled

_HEAD = ("", "accuracy", "precision", "recall", "missed", "false", "of")


def examined_rows(examined: Examined) -> Sequence[Sequence[str | Text]]:
    """One examinee's table: a row a category, then all."""
    rows: list[Sequence[str | Text]] = [[styled((name, "dim")) for name in _HEAD]]
    for category, counted in examined.tallies().items():
        rows.append(
            [
                category,
                _percent(counted.accuracy),
                _percent(counted.precision),
                _percent(counted.recall),
                str(counted.false_negatives),
                str(counted.false_positives),
                str(counted.labelled),
            ]
        )
    return rows


def summary_lines(examined: Examined) -> Iterator[str]:
    """What is to be said below a table."""
    counted = examined.tallies()[ALL]
    interval = counted.accuracy_interval
    if interval is not None:
        yield (
            f"{counted.labelled} cases are few: with 95 % confidence the accuracy on code like "
            f"this lies between {_percent(interval.low)} and {_percent(interval.high)}."
        )
    if counted.unanswered:
        yield f"{counted.unanswered} cases had no answer, and count as nothing found."
    if examined.median_seconds is not None:
        yield f"A case takes {examined.median_seconds:.1f} s (median)."


def validation_document(validation: Validation) -> dict[str, object]:
    """The same as JSON."""
    return {
        "validated_at": validation.at.isoformat(),
        "machine": validation.machine.name,
        "dataset": validation.dataset,
        "cases": validation.cases,
        "examined": [_examined(each) for each in validation.examined],
    }


def _examined(examined: Examined) -> dict[str, object]:
    return {
        "name": examined.name,
        "model": examined.model,
        "problem": examined.problem,
        "median_seconds": examined.median_seconds,
        "categories": {
            category: _tally(counted)
            for category, counted in (examined.tallies() if examined.results else {}).items()
        },
        "results": [
            {
                "case": result.case.name,
                "category": result.case.category,
                "rule": result.case.rule,
                "violation": result.case.is_violation,
                "found": result.found,
                "seconds": round(result.seconds, 3),
            }
            for result in examined.results
        ],
    }


def _tally(counted: Tally) -> dict[str, object]:
    interval = counted.accuracy_interval
    return {
        "true_positives": counted.true_positives,
        "false_negatives": counted.false_negatives,
        "false_positives": counted.false_positives,
        "true_negatives": counted.true_negatives,
        "unanswered": counted.unanswered,
        "accuracy": counted.accuracy,
        "accuracy_interval": None if interval is None else [interval.low, interval.high],
        "precision": counted.precision,
        "recall": counted.recall,
    }


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
