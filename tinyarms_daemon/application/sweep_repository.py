"""Comparing a repository with what was checked, and asking for a check of the difference."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tinyarms_daemon.analysis.languages import may_be_source
from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.domain.repository import FileStat, Repository
from tinyarms_daemon.domain.sweep import plan_sweep
from tinyarms_daemon.domain.work import JobKind, JobRequest
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.ledger import Ledger
from tinyarms_daemon.ports.profiles import Profiles
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import SourceTree


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepWish:
    """That the deep rules are to run; whether a model is asked, and for how long it may work."""

    asks: bool
    budget_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRepository:
    """A repository that cannot be read keeps its findings as they are, and is marked so."""

    book: RepositoryBook
    ledger: Ledger
    tree: SourceTree
    profiles: Profiles
    clock: Clock

    def __call__(
        self,
        repository: Repository,
        kind: JobKind,
        *,
        complete: bool = False,
        only: Collection[str] | None = None,
        below: Collection[str] = (),
        deep: DeepWish | None = None,
    ) -> int | None:
        """The id of the job for what differs; None where nothing does and no scan was asked for.

        `only` restricts to these paths, `below` to these and what lies in them; `complete` makes the job a scan
        of the whole repository, which exists even where nothing differs. With `deep` it runs the deep
        rules, on what these have not seen yet. RepositoryUnavailable.
        """
        if only is not None and self._was_unavailable(repository):
            only = None  # what happened meanwhile gave no hints
        try:
            listed = self._list(repository, only)
            if not listed and not repository.is_git:
                self._refuse_emptiness(repository, only)
        except RepositoryUnavailable as error:
            self.book.set_unavailable(repository.id, str(error), self.clock.now())
            raise
        known = self.book.files(repository.id, only)
        profile = self.profiles.profile(repository)
        if deep is not None:
            profile = self.profiles.deep_profile(repository)
            known = [replace(file, profile_digest=file.deep_digest) for file in known]
        self.book.set_unavailable(repository.id, None, self.clock.now())
        plan = plan_sweep(
            {
                path: stat
                for path, stat in listed.items()
                if may_be_source(path) and _is_below(path, below)
            },
            [file for file in known if _is_below(file.path, below)],
            profile.digest,
        )
        if plan.is_empty and kind is not JobKind.ASKED and not complete:
            return None
        return self.ledger.accept(
            JobRequest(
                kind=kind,
                repository_id=repository.id,
                paths=plan.to_check,
                gone=plan.gone,
                complete=complete,
                deep=deep is not None,
                asks=deep is not None and deep.asks,
                budget_seconds=None if deep is None else deep.budget_seconds,
                requested_at=self.clock.now(),
            )
        )

    def _was_unavailable(self, repository: Repository) -> bool:
        known = self.book.repository(repository.id)
        return known is not None and known.unavailable is not None

    def _list(self, repository: Repository, only: Collection[str] | None) -> Mapping[str, FileStat]:
        return self.tree.list_files(
            repository.root,
            is_git=repository.is_git,
            ignore=self.profiles.ignored(repository),
            excluded_roots=[
                other.root for other in self.book.repositories() if other.id != repository.id
            ],
            only=only,
        )

    def _refuse_emptiness(self, repository: Repository, only: Collection[str] | None) -> None:
        """A mount point without its volume is an empty folder: nothing is fixed by that."""
        if only is not None and self._list(repository, None):
            return
        if any(not file.gone for file in self.book.files(repository.id)):
            raise RepositoryUnavailable(
                f"{repository.root} is empty now: unmounted? Its findings stay as they are; "
                "`tinyarmsctl repo remove` forgets it."
            )


def _is_below(path: str, folders: Collection[str]) -> bool:
    return not folders or any(
        path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders
    )


def holding_repository(repositories: Collection[Repository], path: str) -> Repository | None:
    """The watched repository that holds an absolute path; of nested ones the innermost."""
    holding = [
        repository
        for repository in repositories
        if path == repository.root or path.startswith(repository.root.rstrip(os.sep) + os.sep)
    ]
    return max(holding, key=lambda repository: len(repository.root), default=None)
