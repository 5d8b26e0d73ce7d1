"""Findings as lines: `path:line:column: severity rule message [id]`."""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from tinyarms_daemon.control.messages import FindingMessage, FindingsMessage, SkippedMessage
from tinyarms_daemon.faces.cli.counting import count, findings_in_words
from tinyarms_daemon.faces.cli.findings_message import status_in_words
from tinyarms_daemon.faces.cli.rendering import severity, styled
from tinyarms_daemon.faces.cli.screen import Screen

FOLD_INDENT = 4

_SKIPPED_SHOWN = 5


def finding_line(finding: FindingMessage) -> Text:
    """One finding in one line, as compilers write it; the id is what `findings show` takes."""
    place = f":{finding['start_line']}:{finding['start_column']}: "
    pieces: list[str | tuple[str, str]] = [
        (finding["path"], "bold"),
        place,
        severity(finding["severity"]),
        " ",
        (finding["rule"], "bold"),
        " ",
        finding["message"],
    ]
    if finding["status"] not in ("open", "unconfirmed"):
        pieces.append(f" ({status_in_words(finding)})")
    if finding["id"] is not None:
        pieces.append((f" [{finding['id']}]", "dim"))
    return styled(*pieces)


def show_findings(screen: Screen, message: FindingsMessage, adjective: str) -> None:
    """All findings, those of a file together, a heading where several repositories were asked."""
    for heading, findings in _by_repository(message):
        if heading is not None:
            screen.line(styled((heading, "bold underline")))
        lines = (finding_line(finding) for finding in _files_together(findings))
        screen.lines(lines, hanging=FOLD_INDENT)
        if heading is not None:
            screen.line()
    screen.line(_total(message, adjective))


def show_skipped(screen: Screen, skipped: list[SkippedMessage], *, verbose: bool) -> None:
    """Beside the result: what was not checked, and why."""
    shown = skipped if verbose else skipped[:_SKIPPED_SHOWN]
    for skip in shown:
        screen.note(styled(("skipped ", "dim"), f"{_path_of(skip)}: {skip['reason']}"))
    if len(skipped) > len(shown):
        more = count(len(skipped) - len(shown), "more file")
        screen.note(f"skipped {more}; `tinyarmsctl -v scan` tells them all")


def _path_of(skip: SkippedMessage) -> str:
    """Its path, from the root of the file system where several roots were asked."""
    return f"{skip['root']}/{skip['path']}" if "root" in skip else skip["path"]


def _by_repository(message: FindingsMessage) -> Iterable[tuple[str | None, list[FindingMessage]]]:
    findings = message["findings"]
    headings = {_heading(finding) for finding in findings}
    if len(message["roots"]) <= 1 or headings == {""}:
        return [(None, findings)]
    return [
        (heading, [finding for finding in findings if _heading(finding) == heading])
        for heading in sorted(headings)
    ]


def _heading(finding: FindingMessage) -> str:
    return finding["repository"] or finding.get("root") or ""


def _files_together(findings: list[FindingMessage]) -> Iterable[FindingMessage]:
    """Files in the order of their most serious finding, each from its top to its bottom."""
    first_place: dict[str, int] = {}
    for place, finding in enumerate(findings):
        first_place.setdefault(finding["path"], place)
    in_order = sorted(findings, key=lambda finding: first_place[finding["path"]])
    for _path, of_file in groupby(in_order, key=lambda finding: finding["path"]):
        yield from sorted(of_file, key=lambda each: (each["start_line"], each["start_column"]))


def _total(message: FindingsMessage, adjective: str) -> str:
    shown = len(message["findings"])
    total = max(shown, message["summary"]["findings"])
    words = findings_in_words(total, message["summary"]["by_severity"], adjective)
    if shown < total:
        return f"{shown:,} of {words}."
    return f"{words[0].upper()}{words[1:]}."
