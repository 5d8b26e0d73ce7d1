"""Findings as a page of Markdown (CommonMark with GitHub's tables)."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.domain.findings.rule import SEVERITIES
from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.faces.export.report import Report, file_of, order_in_files, worst_files

_WORST_FILES_SHOWN = 10
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#!|~&@]|:(?=//))")


def markdown_report(report: Report) -> str:
    """A heading, the counts by rule, the worst files, and every finding below its file."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    findings = report.findings
    yield f"# {as_text(report.title)}"
    yield ""
    yield f"{report.made_at:%Y-%m-%d %H:%M} UTC, tinyarms {report.tool_version}. {_total(findings)}"
    if not findings:
        return
    yield from ("", "| rule | error | warning | note |", "|---|---:|---:|---:|")
    yield from _by_rule(findings)
    yield from (
        "",
        "## Worst files",
        "",
        "| file | error | warning | note |",
        "|---|---:|---:|---:|",
    )
    for name, counts in worst_files(findings, _WORST_FILES_SHOWN):
        yield _row(as_code(name), counts)
    yield from ("", "## Findings")
    for heading, in_file in groupby(sorted(findings, key=order_in_files), key=file_of):
        yield from ("", f"### {as_code(heading)}", "")
        yield from (_item(finding) for finding in in_file)
    yield from _skipped(report)


def _total(findings: list[FindingMessage]) -> str:
    if not findings:
        return "No findings."
    counts = Counter(finding["severity"] for finding in findings)
    told = ", ".join(f"{name}: {counts[name]}" for name in SEVERITIES if counts[name])
    return f"Findings: {len(findings)} ({told})."


def _by_rule(findings: list[FindingMessage]) -> Iterator[str]:
    rules: dict[str, Counter[str]] = {}
    for finding in findings:
        rules.setdefault(finding["rule"], Counter())[finding["severity"]] += 1
    for rule, counts in sorted(rules.items(), key=lambda item: (-item[1].total(), item[0])):
        yield _row(as_text(rule), counts)


def _row(first: str, counts: Counter[str]) -> str:
    return f"| {first} | " + " | ".join(str(counts[name]) for name in SEVERITIES) + " |"


def _item(finding: FindingMessage) -> str:
    status = "" if finding["status"] == "open" else f" ({finding['status']})"
    line = (
        f"- Line {finding['start_line']}: **{finding['severity']}** {as_text(finding['rule'])}"
        f"{status}: {as_text(finding['message'])}"
    )
    if finding["suggestion"]:
        line += f" Instead: {as_code(finding['suggestion'])}."
    return line


def _skipped(report: Report) -> Iterator[str]:
    skipped = report.message["skipped"]
    if skipped:
        yield from ("", "## Not checked", "")
        for skip in skipped:
            yield f"- {as_code(skip['path'])}: {as_text(skip['reason'])}"


def as_text(text: str) -> str:
    """Text in which nothing is markup, a link or a mention."""
    return _SPECIAL.sub(r"\\\1", printable(text))


def as_code(text: str) -> str:
    """A code span that may stand in a table, whatever backticks the text holds."""
    shown = printable(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    room = " " if longest else ""
    return f"{fence}{room}{shown}{room}{fence}"
