"""Findings as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.domain.printable import printable

COLUMNS = (
    "id",
    "repository",
    "path",
    "start_line",
    "start_column",
    "end_line",
    "end_column",
    "rule",
    "severity",
    "status",
    "baseline",
    "confidence",
    "origin",
    "model",
    "symbol",
    "message",
    "evidence",
    "suggestion",
    "first_seen",
    "last_seen",
    "fingerprint",
)
# What a spreadsheet takes for the beginning of a formula (OWASP, «CSV Injection»).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(findings: Iterable[FindingMessage]) -> str:
    """A line of headings and one line a finding; what is not known is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for finding in findings:
        writer.writerow([_cell(finding.get(column)) for column in COLUMNS])
    return text.getvalue()


def _cell(value: object) -> str | int | float:
    """A number as it is; a text that could begin a formula behind an apostrophe."""
    if isinstance(value, int | float):
        return value
    text = "" if value is None else str(value)
    safe = "\n".join(printable(line) for line in text.split("\n"))
    return f"'{safe}" if safe.lstrip(" ").startswith(_FORMULA_STARTS) else safe
