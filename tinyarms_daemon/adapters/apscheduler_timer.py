"""APScheduler as the Timer: it keeps the time, the ledger keeps the work."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tinyarms_daemon.ports.clock import Clock

# On macOS the scheduler's wait stands still while the machine sleeps: it looks at the clock again
# at least this often.
_LONGEST_WAIT_SECONDS = 30.0
# A clock that was set back by more would hold up everything that is due.
_STEP_SECONDS = 1.0

# A wake-up that comes due while its key's last call still runs, or waits for the thread, must wait
# as well: with one instance APScheduler would drop it, and with it the last save of a file.
_MOST_CALLS_WAITING = 1_000_000


class _SteadyScheduler(BackgroundScheduler):  # type: ignore[misc]
    """Waits never long, and keeps its distances when the wall's clock is set back: APScheduler
    plans by the wall's clock alone, and would do nothing until that shows the old time again."""

    def __init__(self, clock: Clock, **options: object) -> None:
        super().__init__(**options)
        self._clock = clock
        self._ahead_seconds = self._wall_ahead()

    def _process_jobs(self) -> float:
        step = self._wall_ahead() - self._ahead_seconds
        if step < -_STEP_SECONDS:
            for job in self.get_jobs():
                with suppress(JobLookupError):
                    job.modify(next_run_time=job.next_run_time + timedelta(seconds=step))
        if abs(step) > _STEP_SECONDS:
            self._ahead_seconds += step
        # None: there is no job. 0: one came due while this looked.
        wait_seconds: float | None = super()._process_jobs()
        if wait_seconds is None:
            return _LONGEST_WAIT_SECONDS
        return min(wait_seconds, _LONGEST_WAIT_SECONDS)

    def _wall_ahead(self) -> float:
        """Seconds between the two clocks, read together: a busy machine that takes the core away
        between the readings has set no clock."""
        while True:
            began = time.monotonic()
            wall = self._clock.now().timestamp()
            if time.monotonic() - began < _STEP_SECONDS / 2:
                return wall - began


class ApschedulerTimer:
    """The Timer port on APScheduler 3: in-memory jobs, rebuilt at each start.

    The default grace of one second would drop what came due while a laptop slept.
    """

    def __init__(self, clock: Clock) -> None:
        self._scheduler = _SteadyScheduler(
            clock,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone=UTC,
        )
        self._scheduler.start()

    def wake_at(self, key: str, when: datetime, call: Callable[[], None]) -> None:
        self._scheduler.add_job(
            call,
            DateTrigger(when),
            id=key,
            replace_existing=True,
            max_instances=_MOST_CALLS_WAITING,
        )

    def wake_every(self, key: str, period: timedelta, call: Callable[[], None]) -> None:
        trigger = IntervalTrigger(seconds=max(1, round(period.total_seconds())), timezone=UTC)
        self._scheduler.add_job(call, trigger, id=key, replace_existing=True)

    def forget(self, prefix: str) -> None:
        for job in self._scheduler.get_jobs():
            if job.id.startswith(prefix):
                try:
                    self._scheduler.remove_job(job.id)
                except JobLookupError:  # it ran meanwhile
                    continue

    def is_alive(self) -> bool:
        thread = self._scheduler._thread
        return thread is not None and thread.is_alive()

    def close(self) -> None:
        if self._scheduler.running:
            # Waits for a look at the jobs that is under way, which a shutdown would trip up.
            self._scheduler.remove_all_jobs()
            self._scheduler.shutdown(wait=False)
