"""The store's parts on one database, as the daemon has them."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from tests.fakes.clock import NOON
from tests.fakes.question_costs import QUESTION_COSTS
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.finding_store import SqlFindingStore
from tinyarms_daemon.adapters.store.ledger import SqlLedger
from tinyarms_daemon.adapters.store.repository_book import SqlRepositoryBook
from tinyarms_daemon.adapters.store.tables import events
from tinyarms_daemon.domain.findings.event import Event
from tinyarms_daemon.domain.findings.finding import Finding, FindingQuery
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import Batch, JobKind, JobRequest
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.ledger import Deferral

AGING = timedelta(hours=1)
DEFERRAL = Deferral("No Ollama answers.", NOON + timedelta(minutes=30))


@dataclass(frozen=True)
class Store:
    """The three ports, and shorter ways to say what tests say often."""

    database: Database
    book: SqlRepositoryBook
    ledger: SqlLedger
    findings: SqlFindingStore

    @classmethod
    def on(cls, path: Path, *, busy_timeout_seconds: float = 5.0) -> "Store":
        """The store on an existing database."""
        database = Database(path, busy_timeout_seconds=busy_timeout_seconds)
        return cls(
            database,
            SqlRepositoryBook(database),
            SqlLedger(database, lambda: QUESTION_COSTS),
            SqlFindingStore(database),
        )

    @classmethod
    def copied(cls, template: Path, path: Path) -> "Store":
        """The store on a copy."""
        shutil.copy(template, path)
        return cls.on(path)

    def close(self) -> None:
        """Close every connection."""
        self.database.close()

    def watch(
        self, name: str = "shop", root: str | None = None, *, is_git: bool = True
    ) -> Repository:
        """Add a repository."""
        return self.book.add(root or f"/home/me/{name}", name, is_git=is_git, at=NOON)

    def happened(self, *new: Event) -> None:
        """Write events that no check brought."""
        ids = {each.name: each.id for each in self.book.repositories()}
        rows = [
            {
                "kind": each.kind.value,
                "at": each.at,
                "repository_id": ids.get(each.repository or ""),
                "job_id": each.job_id,
                "finding_id": each.finding_id,
                "path": each.path,
                "detail": dict(each.detail),
            }
            for each in new
        ]
        with self.database.write() as connection:
            connection.execute(insert(events), rows)

    def ask(
        self,
        repository: Repository,
        *paths: str,
        kind: JobKind = JobKind.ON_SAVE,
        gone: tuple[str, ...] = (),
        left_out: frozenset[str] = frozenset(),
        complete: bool = False,
        concludes_all: bool = False,
        deep: bool = False,
        at: datetime = NOON,
    ) -> int:
        """Accept a job."""
        return self.ledger.accept(
            JobRequest(
                kind=kind,
                repository_id=repository.id,
                paths=paths,
                gone=gone,
                left_out=left_out,
                complete=complete,
                concludes_all=concludes_all or deep,
                deep=deep,
                requested_at=at,
            )
        )

    def take(self, at: datetime = NOON, most: int = 100) -> Batch:
        """Take a batch that must be there."""
        batch = self.ledger.take(at, most, AGING)
        assert batch is not None
        return batch

    def record(self, batch: Batch, *reports: FileReport, at: datetime = NOON) -> None:
        """Record reports."""
        self.ledger.record(batch, reports, profile_digest="rules-1", deferral=DEFERRAL, at=at)

    def check(
        self,
        repository: Repository,
        *reports: FileReport,
        gone: tuple[str, ...] = (),
        kind: JobKind = JobKind.ON_SAVE,
        complete: bool = False,
        at: datetime = NOON,
    ) -> int:
        """A whole job: asked for, taken, recorded."""
        paths = [report.path for report in reports]
        job_id = self.ask(repository, *paths, kind=kind, gone=gone, complete=complete, at=at)
        if reports:
            self.record(self.take(at, len(reports)), *reports, at=at)
        return job_id

    def scan(self, repository: Repository, *reports: FileReport, at: datetime = NOON) -> int:
        """A complete scan."""
        return self.check(repository, *reports, kind=JobKind.ASKED, complete=True, at=at)

    def put_back(self, batch: Batch, error: str | None = None, **said: Any) -> None:
        """Put a batch back."""
        values: dict[str, Any] = {"retry_at": NOON, "max_attempts": 3, "at": NOON}
        self.ledger.put_back(batch, error=error, **(values | said))

    def all(self, at: datetime = NOON, **query: Any) -> list[Finding]:
        """All findings there ever were, or as the query says."""
        return self.findings.search(FindingQuery(**({"statuses": ()} | query)), at)

    def only(self, **query: Any) -> Finding:
        """The one finding there is."""
        (found,) = self.all(**query)
        return found

    def events(self, after: int = 0) -> list[Event]:
        """Every event."""
        return self.findings.events(after, 1000)

    def told(self, after: int = 0) -> list[str]:
        """The kinds of all events."""
        return [event.kind.value for event in self.events(after)]

    def count(self, table: str) -> int:
        """The rows of a table."""
        with self.database.read() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
