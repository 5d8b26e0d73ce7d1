"""Telling the desktop what happened, gathered and within measure."""

import threading
from collections.abc import Collection, Iterator
from datetime import datetime, tzinfo

from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.domain.findings.event import Event, EventKind
from tinyarms_daemon.domain.findings.finding import Baseline, Finding, FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.system.notice import (
    News,
    NewsKind,
    Notice,
    NoticePolicy,
    Wait,
    decide_notice,
)
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.notifier import Notifier
from tinyarms_daemon.ports.timer import Timer

_KEY = "notices"
_OPENED = (EventKind.FINDING_OPENED, EventKind.FINDING_REOPENED)
_MOST_EVENTS = 500


class TellNews:
    """Looks at what was written since it last looked; begins with what comes after its making.
    An alarm is told once while it stands, whatever its sentence comes to say.

    `zone` None is the machine's own time zone.
    """

    def __init__(
        self,
        *,
        store: FindingStore,
        notifier: Notifier,
        timer: Timer,
        clock: Clock,
        policy: NoticePolicy,
        deep_rules: Collection[str],
        alarms: AlarmBoard,
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._notifier = notifier
        self._timer = timer
        self._clock = clock
        self._policy = policy
        self._deep_rules = frozenset(deep_rules)
        self._alarms = alarms
        self._known_alarms: frozenset[str] = frozenset()
        self._zone = zone
        newest = store.events(-1, 1)
        self._last_id = newest[-1].id or 0 if newest else 0
        self._pending: list[News] = []
        self._told_at: list[datetime] = []
        self._edited_at: dict[tuple[str | None, str], datetime] = {}
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Tell what is due, or set the timer for it. A StoreUnavailable is the caller's."""
        with self._lock:
            self._read()
            local = self._clock.now().astimezone(self._zone)
            decision = decide_notice(self._pending, self._told_at, local, self._policy)
            if isinstance(decision, Wait):
                self._timer.wake_at(_KEY, decision.until, self)
            elif isinstance(decision, Notice):
                self._pending.clear()
                self._told_at = [*self._told_at, local][-self._policy.most_per_hour :]
                self._notifier.notify(decision)

    def _read(self) -> None:
        alarms = self._alarms.by_cause()
        for cause in alarms.keys() - self._known_alarms:
            now = self._clock.now()
            self._pending.append(News(kind=NewsKind.NEEDS_YOU, at=now, text=alarms[cause]))
        self._known_alarms = frozenset(alarms)
        while events := self._store.events(self._last_id, _MOST_EVENTS):
            for event in events:
                self._pending += self._news_of(event)
            self._last_id = events[-1].id or self._last_id

    def _news_of(self, event: Event) -> Iterator[News]:
        if event.kind is EventKind.CHECK_FINISHED and event.path is not None:
            self._edited_at[event.repository, event.path] = event.at
        elif event.kind is EventKind.SCAN_FINISHED and event.detail.get("kind") == JobKind.WEEKLY:
            yield News(kind=NewsKind.DEEP_SCAN, at=event.at, text=_end_of_scan(event))
        elif event.kind is EventKind.REPOSITORY_UNAVAILABLE:
            text = f"{event.repository} cannot be read any more; `tinyarmsctl status` says why."
            yield News(kind=NewsKind.NEEDS_YOU, at=event.at, text=text)
        elif event.kind in _OPENED and event.finding_id is not None:
            finding = self._store.finding(event.finding_id)
            kind = None if finding is None else self._kind_of(finding, event.at)
            if finding is not None and kind is not None:
                yield News(kind=kind, at=event.at, text=_sentence(finding))

    def _kind_of(self, finding: Finding, at: datetime) -> NewsKind | None:
        """What a finding is news as: never what was there at the first scan, or is set aside."""
        is_news = finding.baseline is Baseline.NEW
        if not is_news or finding.status(at) is not FindingStatus.OPEN:
            return None
        if finding.observation.severity is Severity.ERROR:
            return NewsKind.ERROR
        edited_at = self._edited_at.get((finding.repository, finding.path))
        is_edited = edited_at is not None and at - edited_at < self._policy.editing
        is_deep = finding.observation.rule in self._deep_rules
        return NewsKind.DEEP_FINDING if is_deep and is_edited else None


def _end_of_scan(event: Event) -> str:
    """What it brought, as far as that is known, and where to read on."""
    said = f"The deep scan of {event.repository} is finished"
    opened, fixed = event.detail.get("opened"), event.detail.get("fixed")
    if opened is None or fixed is None:
        return f"{said}."
    judged = event.detail.get("judged_percent")
    share = "" if judged is None else f" {judged} % of what was worth asking is judged."
    report = "`tinyarmsctl export --format weekly` has the ten most worthwhile."
    return f"{said}: {opened} new, {fixed} fixed.{share} {report}"


def _sentence(finding: Finding) -> str:
    place = f"{finding.path}:{finding.observation.region.start.line}"
    return f"{place} {finding.observation.rule}: {finding.observation.message}"
