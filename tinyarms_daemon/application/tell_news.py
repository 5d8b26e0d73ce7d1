"""Telling the desktop what happened, gathered and within measure."""

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
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
    decide_notice,
)
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.notifier import Notifier
from tinyarms_daemon.ports.timer import Timer

_KEY = "notices"
_OF_FINDINGS = (EventKind.FINDING_OPENED, EventKind.FINDING_REOPENED, EventKind.FINDING_TOUCHED)
_MOST_EVENTS = 500


@dataclass(slots=True, kw_only=True)
class TellNews:
    """Looks at what was written since it last looked; begins with what comes after its making.
    An alarm is told once while it stands, whatever its sentence comes to say.

    `zone` None is the machine's own time zone.
    """

    store: FindingStore
    notifier: Notifier
    timer: Timer
    clock: Clock
    policy: NoticePolicy
    deep_rules: Collection[str]
    alarms: AlarmBoard
    zone: tzinfo | None = None
    _known_alarms: frozenset[str] = field(default=frozenset(), init=False)
    _last_id: int = field(init=False)
    _pending: list[News] = field(default_factory=list, init=False)
    _told_at: list[datetime] = field(default_factory=list, init=False)
    _edited_at: dict[tuple[str | None, str], datetime] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        newest = self.store.events(-1, 1)
        self._last_id = newest[-1].id or 0 if newest else 0

    def __call__(self) -> None:
        """Tell what is due, or set the timer for it. A StoreUnavailable is the caller's."""
        with self._lock:
            self._read()
            local = self.clock.now().astimezone(self.zone)
            decision = decide_notice(self._pending, self._told_at, local, self.policy)
            if isinstance(decision, datetime):
                self.timer.wake_at(_KEY, decision, self)
            elif isinstance(decision, Notice):
                self._pending.clear()
                self._told_at = [*self._told_at, local][-self.policy.most_per_hour :]
                self.notifier.notify(decision)

    def _read(self) -> None:
        alarms = self.alarms.by_cause()
        for cause in alarms.keys() - self._known_alarms:
            now = self.clock.now()
            self._pending.append(News(kind=NewsKind.NEEDS_YOU, at=now, text=alarms[cause]))
        self._known_alarms = frozenset(alarms)
        while events := self.store.events(self._last_id, _MOST_EVENTS):
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
        elif event.kind in _OF_FINDINGS and event.finding_id is not None:
            finding = self.store.finding(event.finding_id)
            if finding is None or finding.status(event.at) is not FindingStatus.OPEN:
                return
            is_touched = event.kind is EventKind.FINDING_TOUCHED
            kind = NewsKind.DEEP_FINDING if is_touched else self._kind_of(finding, event.at)
            if kind is not None:
                yield News(kind=kind, at=event.at, text=_sentence(finding, event.path))

    def _kind_of(self, finding: Finding, at: datetime) -> NewsKind | None:
        """What a finding is news as that was opened: never what was there at the first scan."""
        if finding.baseline is not Baseline.NEW:
            return None
        if finding.observation.severity is Severity.ERROR:
            return NewsKind.ERROR
        edited_at = self._edited_at.get((finding.repository, finding.path))
        is_edited = edited_at is not None and at - edited_at < self.policy.editing
        is_deep = finding.observation.rule in self.deep_rules
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


def _sentence(finding: Finding, path: str | None) -> str:
    """At its first place, beside the file that it is told in for, where that is another."""
    edited = "" if path in (None, finding.path) else f"{path} and "
    place = f"{edited}{finding.path}:{finding.observation.region.start.line}"
    return f"{place} {finding.observation.rule}: {finding.observation.message}"
