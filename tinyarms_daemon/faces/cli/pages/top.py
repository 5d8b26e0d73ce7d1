"""What `top` shows: everything that moves, in as many lines as the terminal has."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from tinyarms_daemon.control.messages import (
    CurrentMessage,
    EventMessage,
    FindingMessage,
    JobMessage,
    StatusMessage,
)
from tinyarms_daemon.faces.cli.counting import findings_in_words
from tinyarms_daemon.faces.cli.moments import local_clock
from tinyarms_daemon.faces.cli.pages.headroom import shown
from tinyarms_daemon.faces.cli.pages.jobs import job_row
from tinyarms_daemon.faces.cli.pages.status import daemon_line, queue_in_words
from tinyarms_daemon.faces.cli.rendering import aligned, severity, shortened, styled

_BAR_CELLS = 30
_JOBS_SHOWN = 6
_NAME_CELLS = 16


def top_lines(
    status: StatusMessage,
    jobs: Sequence[JobMessage],
    events: Sequence[EventMessage],
    *,
    now: datetime,
    height: int,
) -> list[Text]:
    """At most `height` lines, the oldest findings last and cut first."""
    lines = [daemon_line(status["daemon"], now), Text(), *_now(status), Text()]
    lines += _readings(status)
    if jobs:
        lines += [Text(), styled(("Queue", "bold"))]
        lines += _in_columns([["", *job_row(_short(job), now)] for job in jobs[:_JOBS_SHOWN]])
    lines += [Text(), styled(("Lately", "bold"))]
    lines += list(_events(events)) or [styled(("  nothing was found or fixed", "dim"))]
    return lines[:height]


def _now(status: StatusMessage) -> Iterator[Text]:
    findings = status["findings"]
    words = findings_in_words(findings["open"], findings["by_severity"], "open")
    yield styled(("Found    ", "bold"), words)
    yield styled(("Now      ", "bold")).append_text(_current(status["current"]))
    yield styled(("Waiting  ", "bold"), queue_in_words(status["queue"]))


def _current(current: CurrentMessage | None) -> Text:
    if current is None:
        return styled("nothing to do")
    done, total = current["done"], current["total"]
    filled = _BAR_CELLS * done // total if total else 0
    return styled(
        f"{shortened(current['repository'], _NAME_CELLS)} ",
        ("━" * filled, "green"),
        ("━" * (_BAR_CELLS - filled), "dim"),
        f" {done:,} of {total:,}",
    )


def _short(job: JobMessage) -> JobMessage:
    """With a name that leaves room for what is told of it."""
    return {**job, "repository": shortened(job["repository"], _NAME_CELLS)}


def _readings(status: StatusMessage) -> Iterator[Text]:
    yield styled(("Headroom", "bold"))
    rows = [
        [f"  {name.replace('_', ' ')}", shown(reading)]
        for name, reading in status["headroom"].items()
        if reading["state"] != "unsupported"
    ]
    yield from _in_columns(rows)


def _in_columns(rows: Sequence[Sequence[str | Text]]) -> Iterator[Text]:
    return (line for row in aligned(rows) for line in row.lines)


def _events(events: Sequence[EventMessage]) -> Iterator[Text]:
    """The newest first."""
    for event in reversed(events):
        finding = event["finding"]
        if finding is not None:
            yield _finding(event, finding)


def _finding(event: EventMessage, finding: FindingMessage) -> Text:
    word = event["kind"].removeprefix("finding_")
    return styled(
        (f"  {local_clock(event['at'])} ", "dim"),
        word,
        " ",
        severity(finding["severity"]),
        " ",
        (f"{finding['path']}:{finding['start_line']}", "bold"),
        f" {finding['rule']}",
    )
