"""APScheduler as the Timer: it keeps the time, the ledger keeps the work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

# On macOS the scheduler's wait stands still while the machine sleeps: a heartbeat bounds how late
# after waking it looks at the clock again.
_HEARTBEAT = timedelta(seconds=60)

# A wake-up that comes due while its key's last call still runs, or waits for the thread, must wait
# as well: with one instance APScheduler would drop it, and with it the last save of a file.
_MOST_CALLS_WAITING = 1_000_000


class ApschedulerTimer:
    """The Timer port on APScheduler 3: in-memory jobs, rebuilt at each start.

    The default grace of one second would drop the weekly scan of every laptop that sleeps.
    """

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._scheduler.start()
        self.wake_every("heartbeat", _HEARTBEAT, _nothing)

    def wake_at(self, key: str, when: datetime, call: Callable[[], None]) -> None:
        """Call once at a moment; the same key again replaces."""
        self._scheduler.add_job(
            call,
            DateTrigger(when),
            id=key,
            replace_existing=True,
            max_instances=_MOST_CALLS_WAITING,
        )

    def wake_every(self, key: str, period: timedelta, call: Callable[[], None]) -> None:
        """Call again and again; periods missed in sleep count as one."""
        trigger = IntervalTrigger(seconds=max(1, round(period.total_seconds())))
        self._scheduler.add_job(call, trigger, id=key, replace_existing=True)

    def wake_by_cron(self, key: str, expression: str, call: Callable[[], None]) -> None:
        """Call by a five-field cron expression in local time; missed times count as one."""
        trigger = CronTrigger.from_crontab(expression, timezone=self._scheduler.timezone)
        self._scheduler.add_job(call, trigger, id=key, replace_existing=True)

    def forget(self, prefix: str) -> None:
        """Drop every wake-up whose key begins so."""
        for job in self._scheduler.get_jobs():
            if job.id.startswith(prefix):
                try:
                    self._scheduler.remove_job(job.id)
                except JobLookupError:  # it ran meanwhile
                    continue

    def next_wake(self, key: str) -> datetime | None:
        """When a key is next due, None where it is not set."""
        job = self._scheduler.get_job(key)
        return None if job is None else job.next_run_time.astimezone(UTC)

    def close(self) -> None:
        """Stop calling."""
        if self._scheduler.running:
            # Waits for a look at the jobs that is under way, which a shutdown would trip up.
            self._scheduler.remove_all_jobs()
            self._scheduler.shutdown(wait=False)


def _nothing() -> None:
    """The heartbeat's work: having woken is all of it."""
