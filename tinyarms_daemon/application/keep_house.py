"""The store's housekeeping: copying when it is due, forgetting what is old, mending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.domain.errors import StoreDamaged, StoreUnavailable
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.store_care import Retention, StoreCare

KEPT_FLAG = "house_kept_at"
_PRUNE_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepHouse:
    """Never raises StoreUnavailable: what could not be done is an alarm, and tried the next time.

    What is due is decided by the wall clock and what the store and its copies say, so that a daemon
    which is started every morning does it all the same.
    """

    care: StoreCare
    findings: FindingStore
    clock: Clock
    alarms: AlarmBoard
    retention: Retention
    backup_interval: timedelta
    largest_log_bytes: int

    def __call__(self) -> bool:
        """True where the database was restored: what it knows is older than what was known."""
        now = self.clock.now()
        try:
            self._look_after(now)
        except StoreDamaged:
            return self._restore(now)
        except StoreUnavailable:  # writing says so itself; it is tried again
            return False
        return False

    def prune(self) -> Mapping[str, int]:
        """Forget what is old now and give the space back; how many rows, by table.

        StoreUnavailable.
        """
        now = self.clock.now()
        forgotten = self.care.prune(now, self.retention)
        self.findings.set_flag(KEPT_FLAG, now.isoformat())
        self.care.compact()
        self.care.tidy()
        return forgotten

    def _look_after(self, now: datetime) -> None:
        if self.care.is_damaged():
            raise StoreDamaged("The database is damaged.")
        self._tidy()
        self._back_up(now)
        said = self.findings.flag(KEPT_FLAG)
        if said is None or now - datetime.fromisoformat(said) >= _PRUNE_EVERY:
            self.care.prune(now, self.retention)
            self.findings.set_flag(KEPT_FLAG, now.isoformat())

    def _tidy(self) -> None:
        left_bytes = self.care.tidy()
        too_large = (
            f"The log of the database has grown to {left_bytes / 1e6:.0f} MB, because a program "
            "has been reading it for long; end that program."
        )
        self.alarms.put("log", too_large if left_bytes > self.largest_log_bytes else None)

    def _back_up(self, now: datetime) -> None:
        last = self.care.last_backup_at()
        if last is not None and timedelta(0) <= now - last < self.backup_interval:
            return
        try:
            self.care.back_up(now)
        except StoreDamaged:
            raise
        except StoreUnavailable as error:
            since = "yet" if last is None else f"since {last.astimezone():%Y-%m-%d %H:%M}"
            self.alarms.put("backup", f"No copy of the database could be made {since}: {error}")
        else:
            self.alarms.put("backup", None)

    def _restore(self, now: datetime) -> bool:
        try:
            self.care.restore(now)
        except StoreUnavailable as error:
            self.alarms.put("damage", str(error))
            return False
        self.alarms.put("damage", None)
        return True
