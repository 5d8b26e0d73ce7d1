"""Writing findings and what is told of them, on the connection of an open transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from tinyarms_daemon.adapters.store.kept_conclusions import forget_conclusions
from tinyarms_daemon.adapters.store.statements import INSERT_EVENTS, change_job, event_row
from tinyarms_daemon.adapters.store.tables import finding_waits, findings, jobs
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline
from tinyarms_daemon.domain.work.analysis import FileReport

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


def tell_touched(writer: FindingWriter, reports: Sequence[FileReport]) -> None:
    """Tell each finding that waits at a definition which these reports of saves show changed."""
    keys = {report.path: set(report.definition_keys) for report in reports}
    told = set()
    for row in _waiting(writer, list(keys)):
        if row.key and row.key in keys[row.path]:
            continue
        writer.connection.execute(
            delete(finding_waits).where(
                finding_waits.c.finding_id == row.finding_id,
                finding_waits.c.path == row.path,
                finding_waits.c.key == row.key,
            )
        )
        if row.finding_id not in told:
            told.add(row.finding_id)
            found_in = {"found_in": row.shown_at}
            writer.tell(EventKind.FINDING_TOUCHED, row.finding_id, row.path, found_in)
    if told:  # the next deep scan has them wait again, where they still are
        forget_conclusions(writer.connection, writer.repository_id)


def _waiting(writer: FindingWriter, paths: Sequence[str]) -> Sequence[Row[Any]]:
    return writer.connection.execute(
        select(finding_waits, findings.c.path.label("shown_at"))
        .join(findings, findings.c.id == finding_waits.c.finding_id)
        .where(
            findings.c.repository_id == writer.repository_id,
            finding_waits.c.path.in_(paths),
            findings.c.present.is_(True),
            findings.c.suppressed.is_(False),
            findings.c.unconfirmed.is_(False),
            findings.c.dismissed_at.is_(None),
        )
        .order_by(finding_waits.c.finding_id, finding_waits.c.path, finding_waits.c.key)
    ).all()
