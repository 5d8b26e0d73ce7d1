"""Criteria of the measuring programme as a table and as a document."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from tinyarms_daemon.domain.headroom.in_words import bound_in_words, figure_in_words
from tinyarms_daemon.domain.measuring.accuracy import Interval
from tinyarms_daemon.domain.measuring.criterion import Criterion, Met
from tinyarms_daemon.domain.records import fields_of
from tinyarms_daemon.faces.cli.rendering import styled

_STYLES = {Met.MET: "green", Met.NOT_MET: "red", Met.NOT_MEASURED: "dim"}


def criteria_rows(criteria: Sequence[Criterion]) -> Sequence[Sequence[str | Text]]:
    """What was asked of the large model, and how it stands."""
    rows: list[Sequence[str | Text]] = [
        [styled((name, "dim")) for name in ("criterion", "needed", "measured", "")]
    ]
    for each in criteria:
        said = styled((each.met.value, _STYLES[each.met]))
        if each.is_certain is False:
            said.append(", not beyond chance", "dim")
        needed = bound_in_words(each.least, each.most, each.unit)
        rows.append([each.name, needed, figure_in_words(each.measured, each.unit), said])
    return rows


def notes(criteria: Sequence[Criterion]) -> Iterator[str]:
    """What else has to be known of criteria."""
    for each in criteria:
        if each.note is not None:
            yield f"{each.name}: {each.note}."


def criterion_document(criterion: Criterion) -> dict[str, object]:
    """A criterion as JSON."""
    return fields_of(criterion) | {
        "interval": interval_document(criterion.interval),
        "met": criterion.met.value,
    }


def interval_document(interval: Interval | None) -> list[float] | None:
    """From and to."""
    return None if interval is None else [interval.low, interval.high]
