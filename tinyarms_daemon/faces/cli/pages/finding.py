"""One finding in full: what, where, why, and what became of it."""

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from tinyarms_daemon.control.messages import FindingDetailMessage, RelatedMessage
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import Origin
from tinyarms_daemon.faces.cli.findings_message import OPEN_STATUSES, status_in_words
from tinyarms_daemon.faces.cli.moments import ago, local
from tinyarms_daemon.faces.cli.rendering import severity, styled
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.source_excerpt import source_excerpt


def show_finding(
    screen: Screen, finding: FindingDetailMessage, rationale: str, now: datetime
) -> None:
    """The page of `findings show`; `rationale` is the rule's."""
    screen.line(_heading(finding))
    screen.line(finding["message"])
    screen.line()
    screen.line(_place(finding))
    if finding["source"]:
        screen.lines(source_excerpt(finding, finding["source"], width=screen.out.width))
    elif finding["root"]:
        screen.line("  The file does not show this source any more.")
    else:
        screen.line("  Its repository is no longer watched.")
    for title, lines in _sections(finding, rationale, now):
        screen.line()
        screen.line(styled((title, "bold")))
        for line in lines:
            screen.line(styled("  ", line), hanging=2)


def _heading(finding: FindingDetailMessage) -> Text:
    number = f"[{finding['id']}] " if finding["id"] is not None else ""
    return styled(
        number,
        severity(finding["severity"]),
        " ",
        (finding["rule"], "bold"),
        f" ({_state(finding)})",
    )


def _state(finding: FindingDetailMessage) -> str:
    known = "known at the first scan" if finding["baseline"] == "unchanged" else "new"
    return f"{status_in_words(finding)}, {known}"


def _place(finding: FindingDetailMessage) -> Text:
    place = f":{finding['start_line']}:{finding['start_column']}"
    symbol = f" in {finding['symbol']}" if finding["symbol"] else ""
    root = f" ({finding['root']})" if finding["root"] else ""
    return styled((finding["path"], "bold"), place, symbol, (root, "dim"))


def _sections(
    finding: FindingDetailMessage, rationale: str, now: datetime
) -> Iterator[tuple[str, list[str | Text]]]:
    if finding["suggestion"]:
        yield "Suggestion", [finding["suggestion"]]
    if finding["related"]:
        yield "Related", [_related(place) for place in finding["related"]]
    if rationale:
        yield "Why", [" ".join(rationale.split())]
    history = list(_history(finding, now))
    if history:
        yield "History", history


def _related(place: RelatedMessage) -> Text:
    lines = str(place["start_line"])
    if place["end_line"] != place["start_line"]:
        lines += f"-{place['end_line']}"
    return styled((place["path"], "bold"), f":{lines} {place['note']}")


def _history(finding: FindingDetailMessage, now: datetime) -> Iterator[str | Text]:
    if first_seen := finding["first_seen"]:
        yield f"first seen {local(first_seen)}, {ago(first_seen, now)}"
    if last_seen := finding["last_seen"]:
        yield f"last seen {local(last_seen)}, {ago(last_seen, now)}"
    if fixed_at := finding.get("fixed_at"):
        yield f"fixed {local(fixed_at)}, {ago(fixed_at, now)}"
    elif finding["status"] == FindingStatus.FIXED:
        model = "its model takes it back, or " if finding["origin"] == Origin.MODEL else ""
        others = "its file, its rule or the options are others"
        yield f"no longer told: {model}{others}; nobody mended it"
    if finding["model"]:
        yield f"judged by {finding['model']}"
    if dismissal := finding.get("dismissal"):
        yield _dismissed(dismissal, now, is_open=finding["status"] in OPEN_STATUSES)


def _dismissed(dismissal: dict[str, str | None], now: datetime, *, is_open: bool) -> str:
    """The person's word; of what is open all the same, why it does not hold."""
    expires = dismissal.get("expires_at")
    told = f"dismissed: {dismissal.get('reason') or 'no reason given'}"
    if expires:
        told += f", until {local(expires)}"
    if is_open and not (expires and datetime.fromisoformat(expires) <= now):
        told += "; it has more places now than it had then"
    return told
