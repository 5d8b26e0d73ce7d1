"""Numbers of things in words."""

from collections.abc import Mapping

from tinyarms_daemon.domain.findings.rule import SEVERITIES


def count(number: int, thing: str) -> str:
    """`1 file`, `3 files`, `1,200 files`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def by_severity(counts: Mapping[str, int]) -> str:
    """`2 errors, 9 warnings, 3 notes`, without those that are none; empty where all are."""
    return ", ".join(count(counts[name], name) for name in SEVERITIES if counts.get(name))


def findings_in_words(total: int, counts: Mapping[str, int], adjective: str) -> str:
    """`14 open findings (2 errors, 12 notes)`, or `no open findings`."""
    thing = f"{adjective} finding".strip()
    if not total:
        return f"no {thing}s"
    return f"{count(total, thing)} ({by_severity(counts)})"
