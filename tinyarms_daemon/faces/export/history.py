"""How many findings of each rule were there at each of a row of moments."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.control.messages import FindingMessage

_NOT_TOLD = ("dismissed", "suppressed", "unconfirmed")


@dataclass(frozen=True, slots=True)
class History:
    """`counts` holds for each rule, the most findings first, one number for each moment."""

    moments: list[datetime]
    counts: dict[str, list[int]]


def history_of(findings: Sequence[FindingMessage], now: datetime, samples: int) -> History:
    """From the first finding until now. What was set aside is left out, what waits for a second
    opinion, and what has no date.

    A finding that was fixed and came back counts from its first day on, since the dates of its
    absence are not kept with it.
    """
    spans = [
        (finding["rule"], *_span(finding))
        for finding in findings
        if finding["status"] not in _NOT_TOLD and finding["first_seen"] is not None
    ]
    if not spans:
        return History([], {})
    first = min(start for _, start, _ in spans)
    moments = _moments(min(first, now - timedelta(hours=1)), now, samples)
    counts = {rule: [0] * len(moments) for rule in sorted({rule for rule, _, _ in spans})}
    for rule, start, end in spans:
        begin = bisect_right(moments, start - timedelta(microseconds=1))
        stop = len(moments) if end is None else bisect_right(moments, end)
        for index in range(begin, stop):
            counts[rule][index] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1][-1], -max(item[1]), item[0]))
    return History(moments, dict(ordered))


def _span(finding: FindingMessage) -> tuple[datetime, datetime | None]:
    """When it was there; None: it still is."""
    start = datetime.fromisoformat(finding["first_seen"] or "")
    if finding["status"] != "fixed":
        return start, None
    end = finding.get("fixed_at") or finding["last_seen"] or finding["first_seen"]
    return start, datetime.fromisoformat(end or "")


def _moments(first: datetime, last: datetime, samples: int) -> list[datetime]:
    step = (last - first) / (samples - 1)
    return [*(first + step * index for index in range(samples - 1)), last]
