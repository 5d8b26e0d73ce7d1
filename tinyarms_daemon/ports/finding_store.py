"""What was found, and the user's word on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.findings.event import Event, EventKind
from tinyarms_daemon.domain.findings.finding import Dismissal, Finding, FindingQuery


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """Open findings, counted."""

    total: int
    by_severity: dict[str, int]
    by_rule: dict[str, int]
    by_repository: dict[str, int]


class FindingStore(Protocol):
    """Every method may raise StoreUnavailable."""

    def search(self, query: FindingQuery, at: datetime) -> list[Finding]:
        """The findings that match, the most serious first, then by path and line."""

    def finding(self, finding_id: int) -> Finding | None:
        """One by its id."""

    def dismiss(self, finding_id: int, dismissal: Dismissal | None, at: datetime) -> bool:
        """Set a finding aside, or (None) take that back; False where there is no such finding."""

    def open_counts(self, at: datetime, *, only_new: bool) -> OpenCounts:
        """How many findings are open."""

    def skipped(self, repository: str | None = None) -> list[tuple[str, str, str]]:
        """Files that were not checked: repository, path and reason."""

    def events(self, after: int, limit: int) -> list[Event]:
        """Events with a larger id, oldest first; with `after` -1 the newest one alone."""

    def scan_events(self, at: datetime) -> list[Event]:
        """Events of scans from a moment on, oldest first."""

    def last_event(self, kind: EventKind) -> Event | None:
        """The newest event of a kind."""

    def flag(self, name: str) -> str | None:
        """A remembered word, such as until when model work is paused."""

    def set_flag(self, name: str, value: str | None) -> None:
        """Remember a word; None forgets it."""
