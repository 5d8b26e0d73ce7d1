"""The weekly scans' times: when one is asked for, when what is left over, and that the machine does
not fall asleep meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from tinyarms_daemon.application.judging.defer_judgements import why_deferred
from tinyarms_daemon.bootstrap.where import model_specs
from tinyarms_daemon.bootstrap.workplace import Workplace
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.govern import may_hold_off_sleep
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.idle_sleep import IdleSleep
from tinyarms_daemon.ports.timer import Timer

log = structlog.get_logger(__name__)

_A_DAY = timedelta(days=1)


class WeeklyRounds:
    """`nudge` tells that there is work, `on_begun` which repository's scan was asked for."""

    def __init__(
        self,
        workplace: Workplace,
        timer: Timer,
        *,
        nudge: Callable[[], None],
        on_begun: Callable[[int], None],
        is_paused: Callable[[], bool],
        idle_sleep: IdleSleep,
    ) -> None:
        self._workplace = workplace
        self._timer = timer
        self._nudge = nudge
        self._on_begun = on_begun
        self._unreadable: set[int] = set()
        self._is_paused = is_paused
        self._idle_sleep = idle_sleep
        self._held_since: datetime | None = None

    def plan(self) -> None:
        """Look at what is due at once: a repository came, or the schedule is another."""
        self._timer.wake_at("weekly", self._workplace.clock.now(), self.take_up)

    def take_up(self) -> None:
        """Ask for each weekly scan that is due, once the machine has settled."""
        now, is_fit = self._workplace.clock.now(), self._workplace.wake_watch.may_begin_heavy_work()
        try:
            for repository, problem in self._workplace.weekly_scans.take_due(now, is_fit=is_fit):
                self._tell(repository, problem)
                self._nudge()
        except StoreUnavailable as error:
            log.warning("weekly_scans_not_looked_at", error=str(error))

    def plan_leftovers(self) -> None:
        """Set the next window for what is left to ask."""
        at = self._workplace.weekly_scans.next_leftovers_at(self._workplace.clock.now())
        if at is not None:
            self._timer.wake_at("leftovers", at, self._take_up_leftovers)

    def hold_off_sleep(self) -> None:
        """While a scan can go on, on mains, the machine does not fall asleep for idleness."""
        is_wanted = self._workplace.profiles.settings.headroom.hold_off_sleep
        left = timedelta(0)
        if is_wanted and self._can_go_on() and may_hold_off_sleep(self._workplace.gate.observe()):
            left = self._hold_left()
        if left > timedelta(0):
            self._idle_sleep.hold(left.total_seconds())
        else:
            self._idle_sleep.release()

    def close(self) -> None:
        """Let the machine sleep."""
        self._idle_sleep.release()

    def _can_go_on(self) -> bool:
        """Whether a scan waits for the machine alone: for a model that nobody has installed, or in
        a pause, a night awake would bring nothing."""
        scans = [
            job
            for job in self._workplace.ledger.jobs()
            if job.kind is JobKind.WEEKLY and not job.state.is_end
        ]
        if not scans or self._is_paused():
            return False
        if any(job.state is not JobState.DEFERRED for job in scans):
            return True
        large = model_specs(self._workplace.settings)[Skill.DEEP]
        return why_deferred(self._workplace.runtime.state(), large.tag) is None

    def _hold_left(self) -> timedelta:
        """What is left of the hold that a day may bring."""
        now = self._workplace.clock.now()
        if self._held_since is None or now - self._held_since >= _A_DAY:
            self._held_since = now
        longest = self._workplace.profiles.settings.headroom.longest_hold
        return self._held_since + longest - now

    def _tell(self, repository: Repository, problem: str | None) -> None:
        """One that cannot be read is tried at every look, and told once."""
        if problem is None:
            self._unreadable.discard(repository.id)
            self._on_begun(repository.id)
            log.info("weekly_scan_begun", repository=repository.name)
        elif repository.id not in self._unreadable:
            self._unreadable.add(repository.id)
            log.warning("weekly_scan_waits", repository=repository.name, error=problem)

    def _take_up_leftovers(self) -> None:
        """A later window for what the last scans had no time for, and for second opinions."""
        try:
            has_waiting = self._workplace.questions.has_waiting
            for error in self._workplace.weekly_scans.take_leftovers(has_waiting):
                log.warning("leftovers_not_asked", error=error)
        except StoreUnavailable as error:
            log.warning("leftovers_not_asked", error=str(error))
        self.plan_leftovers()
        self._nudge()
