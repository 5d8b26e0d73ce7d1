"""What `watch` tells after the first scan: how much was found, and the worst of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from tinyarms_daemon.control.messages import (
    FindingDetailMessage,
    FindingMessage,
    FindingsMessage,
    JobMessage,
    SkippedMessage,
)
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.findings.rule import SEVERITIES
from tinyarms_daemon.faces.cli.counting import count, findings_in_words
from tinyarms_daemon.faces.cli.finding_text import FOLD_INDENT, finding_line
from tinyarms_daemon.faces.cli.follow import units_ended
from tinyarms_daemon.faces.cli.moments import elapsed, seconds_between
from tinyarms_daemon.faces.cli.rendering import SEVERITY_STYLES, styled
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.source_excerpt import source_excerpt

_MOST_SERIOUS_SHOWN = 8
_SOURCE_LINES_SHOWN = 3
_SKIPPED_SHOWN = 3

Row = list[str | Text]


def show_report(session: Session, service: Service, job: JobMessage) -> None:
    """The table by rule and severity, the most serious findings, and what was skipped."""
    screen = session.screen
    message = service.findings({"repository": job["repository"]})
    findings = message["findings"]
    screen.line(_scanned(job, message))
    if findings:
        screen.line()
        screen.table(list(_by_rule_and_severity(findings)), right=(1, 2, 3))
        screen.line()
        _show_most_serious(screen, service, findings)
    _show_skipped(session, message["skipped"])


def _scanned(job: JobMessage, message: FindingsMessage) -> str:
    seconds = seconds_between(job["started_at"], job["finished_at"])
    took = f" in {elapsed(seconds)}" if seconds is not None else ""
    summary = message["summary"]
    found = findings_in_words(len(message["findings"]), summary["by_severity"], "open")
    # A job's units are commits' messages too, which are no files.
    ended = min(units_ended(job), summary["files"])
    return f"{count(ended, 'file')} scanned{took}: {found}."


def _by_rule_and_severity(findings: Iterable[FindingMessage]) -> Iterator[Row]:
    counts = Counter((finding["rule"], finding["severity"]) for finding in findings)
    yield ["", *(styled((name, SEVERITY_STYLES[name])) for name in SEVERITIES)]
    for rule in sorted({rule for rule, _severity in counts}):
        yield [rule, *(_number(counts[rule, severity]) for severity in SEVERITIES)]
    totals = Counter(severity for _rule, severity in counts.elements())
    yield [styled(("all", "bold")), *(_number(totals[severity]) for severity in SEVERITIES)]


def _number(number: int) -> Text:
    return styled(f"{number:,}") if number else styled(("-", "dim"))


def _show_most_serious(
    screen: Screen, service: Service, findings: Sequence[FindingMessage]
) -> None:
    shown = findings[:_MOST_SERIOUS_SHOWN]
    if len(shown) < len(findings):
        screen.line(styled((f"The {len(shown)} most serious", "bold")))
    for finding in shown:
        screen.line(finding_line(finding), hanging=FOLD_INDENT)
        if finding["id"] is not None:
            _show_source(screen, service.finding(finding["id"]))


def _show_source(screen: Screen, finding: FindingDetailMessage) -> None:
    in_region = [
        line
        for line in finding["source"]
        if finding["start_line"] <= line["number"] <= finding["end_line"]
    ]
    width = screen.out.width - FOLD_INDENT
    for line in source_excerpt(finding, in_region[:_SOURCE_LINES_SHOWN], width=width):
        screen.line(styled(" " * FOLD_INDENT, line))


def _show_skipped(session: Session, skipped: Sequence[SkippedMessage]) -> None:
    if not skipped:
        return
    screen = session.screen
    screen.line()
    screen.line(f"Not checked: {count(len(skipped), 'file')}")
    for skip in skipped[:_SKIPPED_SHOWN]:
        screen.line(f"  {skip['path']}: {skip['reason']}")
    if len(skipped) > _SKIPPED_SHOWN:
        screen.line(f"  '{session.command('-v findings')}' lists them all with the reason.")
