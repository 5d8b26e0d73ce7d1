"""Criteria of the measuring programme as a table and as a document."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from tinyarms_daemon.domain.accuracy import Interval
from tinyarms_daemon.domain.criterion import Criterion, Met
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
        rows.append([each.name, needed(each), figure(each.measured, each.unit), said])
    return rows


def notes(criteria: Sequence[Criterion]) -> Iterator[str]:
    """What else has to be known of criteria."""
    for each in criteria:
        if each.note is not None:
            yield f"{each.name}: {each.note}."


def needed(criterion: Criterion) -> str:
    """The bound in words."""
    if criterion.least is not None:
        return f"at least {figure(criterion.least, criterion.unit)}"
    return f"at most {figure(criterion.most, criterion.unit)}"


def figure(value: float | None, unit: str) -> str:
    """A figure with its unit."""
    if value is None:
        return "–"
    return percent(value) if unit == "share" else f"{value:.1f} {unit}"


def criterion_document(criterion: Criterion) -> dict[str, object]:
    """A criterion as JSON."""
    return {
        "name": criterion.name,
        "unit": criterion.unit,
        "least": criterion.least,
        "most": criterion.most,
        "measured": criterion.measured,
        "interval": interval_document(criterion.interval),
        "met": criterion.met.value,
        "note": criterion.note,
    }


def interval_document(interval: Interval | None) -> list[float] | None:
    """From and to."""
    return None if interval is None else [interval.low, interval.high]


def percent(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{100 * share:.0f} %"
