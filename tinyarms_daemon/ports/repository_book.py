"""The watched repositories and what is remembered of their files."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.domain.work.repository import KnownFile, Repository


class RepositoryBook(Protocol):
    """Every method may raise StoreUnavailable."""

    def repositories(self) -> list[Repository]:
        """The watched ones, by name."""

    def repository(self, repository_id: int) -> Repository | None:
        """One by its id, None where it is not watched."""

    def add(self, root: str, name: str, *, is_git: bool, at: datetime) -> Repository:
        """Watch a root; one that was watched before gets its findings back."""

    def move(self, repository_id: int, root: str, *, is_git: bool) -> Repository | None:
        """Watch a repository at another root, with all that is known of it; None where that root
        was watched before, and has findings of its own."""

    def remove(self, repository_id: int, *, purge: bool, at: datetime) -> None:
        """Stop watching; with `purge` forget its files, findings and jobs too."""

    def set_unavailable(self, repository_id: int, reason: str | None, at: datetime) -> bool:
        """Remember why a repository cannot be read, or None that it can; True if that is news."""

    def file_counts(self) -> dict[int, int]:
        """How many source files each repository has, by its id."""

    def last_weekly_scans(self) -> dict[int, datetime]:
        """When each repository's newest weekly scan finished, by its id."""

    def files(self, repository_id: int, paths: Collection[str] | None = None) -> list[KnownFile]:
        """What is known of its files, or of these paths of it."""

    def definitions(
        self, repository_id: int, paths: Collection[str]
    ) -> Mapping[str, Sequence[FactData]]:
        """By path the facts that describe the definitions of these files, as far as there are."""
