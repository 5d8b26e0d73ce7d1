"""What the configuration says of each repository."""

from typing import Protocol

from tinyarms_daemon.domain.work.analysis import AnalysisProfile
from tinyarms_daemon.domain.work.repository import Repository


class Profiles(Protocol):
    """Never raises: a repository's configuration that is wrong leaves the last good one in force,
    and `problem` says so."""

    def profile(self, repository: Repository, *, deep: bool = False) -> AnalysisProfile:
        """The rules that run on save, or those of the deep scan, with their options."""

    def ignored(self, repository: Repository) -> tuple[str, ...]:
        """Patterns, as in .gitignore, of paths that are not looked at."""

    def problem(self, repository: Repository) -> str | None:
        """What is wrong with the repository's own configuration, None where nothing."""
