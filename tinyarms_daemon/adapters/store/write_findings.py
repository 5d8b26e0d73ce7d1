"""Writing findings and what is told of them, on the connection of an open transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from tinyarms_daemon.adapters.store.statements import INSERT_EVENTS, change_job, event_row
from tinyarms_daemon.adapters.store.tables import findings, jobs
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline

# Built once, since there may be thousands in a transaction: the values say which columns.
_OPEN = insert(findings).returning(findings.c.id)
_UPDATE = update(findings).where(findings.c.id == bindparam("known_id"))


@dataclass(slots=True)
class FindingWriter:
    """Findings of one repository as one job changes them at one moment. What is told of them, and
    how many were `opened` and `fixed`, is written by `finish`, all at once."""

    connection: Connection
    repository_id: int
    job_id: int
    at: datetime
    opened: int = field(default=0, init=False)
    fixed: int = field(default=0, init=False)
    _events: list[dict[str, Any]] = field(default_factory=list, init=False)

    @property
    def seen(self) -> dict[str, Any]:
        """The values of a finding that is there now."""
        return {"present": True, "last_seen_at": self.at, "fixed_at": None}

    def open(self, path: str, baseline: Baseline, values: dict[str, Any]) -> int:
        """Write a finding that was not known, and return its id."""
        opened = values | {
            "repository_id": self.repository_id,
            "path": path,
            "baseline": baseline,
            "first_seen_at": self.at,
        }
        return int(self.connection.execute(_OPEN, opened).scalar_one())

    def update(self, finding_id: int | None, values: dict[str, Any]) -> None:
        """Change values of a known finding."""
        self.connection.execute(_UPDATE, values | {"known_id": finding_id})

    def close(
        self,
        finding_id: int | None,
        path: str,
        *,
        is_fixed: bool,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """A finding is there no more; it is withdrawn where nobody mended anything."""
        self.fixed += is_fixed
        self.update(finding_id, {"present": False, "fixed_at": self.at if is_fixed else None})
        kind = EventKind.FINDING_FIXED if is_fixed else EventKind.FINDING_WITHDRAWN
        self.tell(kind, finding_id, path, detail)

    def tell(
        self,
        kind: EventKind,
        finding_id: int | None,
        path: str,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """An event of a finding."""
        self._events.append(
            event_row(kind, self.at, self.repository_id, self.job_id, finding_id, path, detail)
        )

    def finish(self) -> None:
        """Write what is told, in its order, and count it for the job."""
        if self._events:
            self.connection.execute(INSERT_EVENTS, self._events)
        if self.opened or self.fixed:
            change_job(
                self.connection,
                self.job_id,
                findings_opened=jobs.c.findings_opened + self.opened,
                findings_fixed=jobs.c.findings_fixed + self.fixed,
            )
