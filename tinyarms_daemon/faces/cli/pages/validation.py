"""A validation as a table and as a document."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from tinyarms_daemon.domain.headroom.in_words import share_in_words
from tinyarms_daemon.domain.measuring.accuracy import Interval, Tally
from tinyarms_daemon.domain.measuring.validation import ALL, Examined, Validation
from tinyarms_daemon.domain.records import fields_of
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.pages.criteria import criterion_document, interval_document
from tinyarms_daemon.faces.cli.rendering import styled

_HEAD = ("", "accuracy", "precision", "recall", "missed", "false", "of", "a case")


def comparison_rows(validation: Validation) -> Sequence[Sequence[str | Text]]:
    """Everybody who was examined side by side: a group of rows a category, then all."""
    rows: list[Sequence[str | Text]] = [[styled((name, "dim")) for name in _HEAD]]
    examined = [each for each in validation.examined if each.problem is None]
    categories = examined[0].tallies() if examined else {}
    for category in categories:
        rows.append([styled((category, "bold"))])
        rows += [_row(each, category) for each in examined]
    return rows


def _row(examined: Examined, category: str) -> list[str | Text]:
    counted = examined.tallies()[category]
    seconds = examined.median_seconds()[category]
    return [
        f"  {examined.name}",
        share_in_words(counted.accuracy),
        share_in_words(counted.precision),
        share_in_words(counted.recall),
        str(counted.false_negatives),
        str(counted.false_positives),
        str(counted.labelled),
        _duration(seconds),
    ]


def summary_lines(validation: Validation) -> Iterator[str]:
    """What is to be said below the table."""
    problems = dict.fromkeys(each.problem for each in validation.examined if each.problem)
    for problem in problems:
        names = "; ".join(each.name for each in validation.examined if each.problem == problem)
        yield f"{names}: not measured. {problem}"
    for each in validation.examined:
        counted = each.tallies()[ALL]
        if counted.accuracy_interval is not None:
            yield (
                f"{each.name}: accuracy {_within(counted.accuracy, counted.accuracy_interval)}"
                + (_asked(each) + _unanswered(counted))
            )
    yield (
        f"{validation.cases} cases are few: in brackets is where the figure on all code like this "
        "lies with 95 % confidence (Wilson)."
    )


def validation_document(validation: Validation) -> dict[str, object]:
    """The same as JSON."""
    return {
        "validated_at": validation.at.isoformat(),
        "machine": validation.machine.name,
        "tinyarms": validation.machine.tinyarms,
        "dataset": validation.dataset,
        "cases": validation.cases,
        "examined": [_examined(each) for each in validation.examined],
        "criteria": [criterion_document(each) for each in validation.criteria],
    }


def _examined(examined: Examined) -> dict[str, object]:
    medians = examined.median_seconds()
    return {
        "name": examined.name,
        "way": examined.way.value,
        "model": examined.model,
        "role": examined.role,
        "problem": examined.problem,
        "questions": examined.questions,
        "cases_asked": examined.cases_asked,
        "median_seconds": medians[ALL],
        "categories": {
            category: {**_tally(counted), "median_seconds": medians[category]}
            for category, counted in (examined.tallies() if examined.results else {}).items()
        },
        "results": [
            {
                "case": result.case.name,
                "category": result.case.category,
                "rule": result.case.rule,
                "violation": result.case.is_violation,
                "found": result.found,
                "questions": result.questions,
                "seconds": round(result.seconds, 3),
            }
            for result in examined.results
        ],
    }


def _tally(counted: Tally) -> dict[str, object]:
    return {
        **fields_of(counted),
        "accuracy": counted.accuracy,
        "accuracy_interval": interval_document(counted.accuracy_interval),
        "precision": counted.precision,
        "precision_interval": interval_document(counted.precision_interval),
        "recall": counted.recall,
        "recall_interval": interval_document(counted.recall_interval),
    }


def _within(value: float | None, interval: Interval) -> str:
    return (
        f"{share_in_words(value)} [{share_in_words(interval.low)}, {share_in_words(interval.high)}]"
    )


def _asked(examined: Examined) -> str:
    if examined.model is None:
        return ""
    asked = count(examined.cases_asked, "case")
    return f", asked about {asked} ({count(examined.questions, 'question')})"


def _unanswered(counted: Tally) -> str:
    if not counted.unanswered:
        return ""
    return f", without a usable answer in {counted.unanswered}, which count as nothing found"


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"
