"""Findings in as few words as a reader who pays for each can do with."""

from collections.abc import Iterator

from tinyarms_daemon.control.messages import FindingDetailMessage, FindingMessage, FindingsMessage
from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.faces.cli.counting import count


def findings_text(message: FindingsMessage, limit: int) -> str:
    """One line a finding, and how many there are beyond."""
    shown = message["findings"][:limit]
    total = message["summary"]["findings"]
    lines = [_line(finding) for finding in shown] or ["No open findings."]
    if total > len(shown):
        lines.append(f"{len(shown)} of {total} shown.")
    if message["skipped"] and not shown:
        lines.append(f"Not checked: {count(len(message['skipped']), 'file')}.")
    return "\n".join(lines)


def detail_text(finding: FindingDetailMessage, fix_hint: str | None) -> str:
    """One finding with its source."""
    return "\n".join(_detail_lines(finding, fix_hint))


def _line(finding: FindingMessage) -> str:
    number = f"[{finding['id']}] " if finding["id"] is not None else ""
    repository = f"{finding['repository']}:" if finding["repository"] else ""
    place = f"{repository}{finding['path']}:{finding['start_line']}"
    return printable(
        f"{number}{finding['severity']} {place} {finding['rule']} {finding['message']}"
    )


def _detail_lines(finding: FindingDetailMessage, fix_hint: str | None) -> Iterator[str]:
    yield _line(finding)
    if finding["status"] != "open":
        yield f"status: {finding['status']}"
    for line in finding["source"]:
        is_meant = finding["start_line"] <= line["number"] <= finding["end_line"]
        yield printable(f"{'>' if is_meant else ' '}{line['number']}: {line['text']}")
    for place in finding["related"]:
        lines = f"{place['start_line']}-{place['end_line']}"
        yield printable(f"related: {place['path']}:{lines} {place['note']}")
    if finding["suggestion"]:
        yield printable(f"instead: {finding['suggestion']}")
    elif fix_hint:
        yield f"how: {fix_hint}"
