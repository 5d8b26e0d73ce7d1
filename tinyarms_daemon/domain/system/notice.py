"""What is worth interrupting somebody for, and when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

_HOUR = timedelta(hours=1)


class NewsKind(StrEnum):
    """What happened, the most urgent first."""

    NEEDS_YOU = "needs you"
    ERROR = "new error"
    DEEP_FINDING = "deep finding in what you edit"
    DEEP_SCAN = "deep scan"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that happened, in a sentence."""

    kind: NewsKind
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the desktop shows: a title and at most a few lines."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePolicy:
    """`group`: how long news is gathered; `editing`: how long a file that was saved counts as being
    edited. The quiet time is local, over midnight where it ends before it begins, and none where
    both ends are the same."""

    group: timedelta
    editing: timedelta
    most_per_hour: int
    quiet_from: time
    quiet_until: time

    def quiet_end(self, local: datetime) -> datetime | None:
        """When the quiet time ends that holds at a local moment, None where none does."""
        at = local.time().replace(tzinfo=None)
        begin, end = self.quiet_from, self.quiet_until
        is_quiet = begin <= at < end if begin <= end else at >= begin or at < end
        if not is_quiet:
            return None
        ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)


def decide_notice(
    pending: Sequence[News], told_at: Sequence[datetime], local: datetime, policy: NoticePolicy
) -> Notice | datetime | None:
    """All that is pending as one notice, when to look again, or None where nothing is pending.

    `told_at` are the moments of earlier notices, oldest first; `local` is now, in local time.
    """
    if not pending:
        return None
    gathered_at = min(news.at for news in pending) + policy.group
    waits = [gathered_at] if gathered_at > local else []
    lately = [at for at in told_at if at > local - _HOUR]
    if len(lately) >= policy.most_per_hour:
        waits.append(lately[-policy.most_per_hour] + _HOUR)
    quiet_end = policy.quiet_end(local)
    if quiet_end is not None:
        waits.append(quiet_end)
    return max(waits) if waits else notice_of(pending)


def notice_of(pending: Sequence[News]) -> Notice:
    """One thing in its words; several counted by kind, the most urgent one in its words."""
    order = list(NewsKind)
    ranked = sorted(pending, key=lambda news: (order.index(news.kind), news.at))
    first = ranked[0]
    if len(ranked) == 1:
        return Notice(f"tinyarms: {first.kind}", first.text)
    counts = Counter(news.kind for news in ranked)
    told = ", ".join(f"{kind}: {counts[kind]}" for kind in order if counts[kind])
    return Notice(f"tinyarms: {len(ranked)} things", f"{first.text}\n{told}")
