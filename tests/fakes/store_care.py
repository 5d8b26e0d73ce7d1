"""The care of a store that is as a test says."""

from collections.abc import Mapping
from datetime import datetime

from tinyarms_daemon.domain.errors import StoreDamaged, StoreUnavailable
from tinyarms_daemon.ports.store_care import Retention


class FixedCare:
    """The StoreCare port: `refusal` is raised by whatever writes, `done` is what was done."""

    def __init__(self) -> None:
        self.damaged = False
        self.refusal: StoreUnavailable | None = None
        self.backups: list[datetime] = []
        self.log_bytes = 0
        self.done: list[str] = []

    def is_damaged(self) -> bool:
        """As the test says."""
        return self.damaged

    def restore(self, at: datetime) -> None:
        """Sound again, by the newest copy."""
        self._do("restore")
        self.damaged = False

    def last_backup_at(self) -> datetime | None:
        """The newest of those made."""
        return max(self.backups, default=None)

    def back_up(self, at: datetime) -> None:
        """One copy more; a damaged database has none."""
        if self.damaged:
            raise StoreDamaged("The copy is not sound.")
        self._do("back up")
        self.backups.append(at)

    def tidy(self) -> int:
        """What is left of the log, as the test says."""
        return self.log_bytes

    def prune(self, at: datetime, retention: Retention) -> Mapping[str, int]:
        """One job is old."""
        self._do("prune")
        return {"jobs": 1}

    def compact(self) -> None:
        """Nothing but a note."""
        self._do("compact")

    def _do(self, what: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.done.append(what)
