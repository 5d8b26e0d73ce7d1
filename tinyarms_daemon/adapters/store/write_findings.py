"""Writing findings and what is told of them, on the connection of an open transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from tinyarms_daemon.adapters.store.statements import tell
from tinyarms_daemon.adapters.store.tables import findings
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline

# Built once, since there may be thousands in a transaction: the values say which columns.
OPEN_FINDING = insert(findings).returning(findings.c.id)
UPDATE_FINDING = update(findings).where(findings.c.id == bindparam("known_id"))


@dataclass(frozen=True, slots=True)
class FindingWriter:
    """Findings of one repository as one job changes them at one moment."""

    connection: Connection
    repository_id: int
    job_id: int
    at: datetime

    @property
    def seen(self) -> dict[str, Any]:
        """The values of a finding that is there now."""
        return {"present": True, "last_seen_at": self.at, "fixed_at": None}

    @property
    def fixed(self) -> dict[str, Any]:
        """The values of a finding that is there no more."""
        return {"present": False, "fixed_at": self.at}

    @property
    def withdrawn(self) -> dict[str, Any]:
        """The values of a finding that is no longer told, though nobody mended anything."""
        return {"present": False, "fixed_at": None}

    def open(self, path: str, baseline: Baseline, values: dict[str, Any]) -> int:
        """Write a finding that was not known, and return its id."""
        opened = values | {
            "repository_id": self.repository_id,
            "path": path,
            "baseline": baseline,
            "first_seen_at": self.at,
        }
        return int(self.connection.execute(OPEN_FINDING, opened).scalar_one())

    def update(self, finding_id: int | None, values: dict[str, Any]) -> None:
        """Change values of a known finding."""
        self.connection.execute(UPDATE_FINDING, values | {"known_id": finding_id})

    def tell(
        self,
        kind: EventKind,
        finding_id: int | None,
        path: str,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Write an event of a finding."""
        tell(
            self.connection,
            kind,
            self.at,
            repository_id=self.repository_id,
            job_id=self.job_id,
            finding_id=finding_id,
            path=path,
            detail=detail,
        )
