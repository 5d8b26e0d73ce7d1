"""Comparing a repository with what was checked, and asking for a check of the difference."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tinyarms_daemon.analysis.languages import may_be_source
from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.domain.folders import innermost, lies_in
from tinyarms_daemon.domain.work.analysis import AnalysisProfile
from tinyarms_daemon.domain.work.commit_message import COMMITS, UNCHANGING, commit_of
from tinyarms_daemon.domain.work.job import JobKind, JobRequest
from tinyarms_daemon.domain.work.repository import FileStat, KnownFile, Repository
from tinyarms_daemon.domain.work.sweep import SweepPlan, plan_sweep
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.ledger import Ledger
from tinyarms_daemon.ports.profiles import Profiles
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import SourceTree

# Of more files than these a scan of everything concludes everything: to note each topic of them,
# and to look it up, takes longer than to read all.
_FEW_FILES = 64


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

        `only` restricts to these paths, `below` to these and what lies in them; `complete` makes
        the job a scan of the whole repository, which exists even where nothing differs. A look at
        the whole of a repository that has had no scan yet, and has none under way, is its first.
        With `deep` it runs the deep rules, on what these have not seen yet. RepositoryUnavailable.
        """
        known = self.book.repository(repository.id)
        is_unscanned = known is not None and known.first_scan_at is None
        if only is None and not below and is_unscanned:
            complete = complete or not self.ledger.has_scan(repository.id)
        if known is not None and known.unavailable is not None:
            only = None  # what happened meanwhile gave no hints
        is_sweep = kind is JobKind.ON_SAVE and only is None
        plan = self._differing(repository, only, below, is_deep=deep is not None, is_sweep=is_sweep)
        waiting = self.ledger.waiting(repository.id) if is_sweep else ()
        if waiting:  # what waits is read as it stands then: it is not asked for once more
            to_check = tuple(path for path in plan.to_check if path not in waiting)
            plan = replace(plan, to_check=to_check)
            complete = complete and not plan.is_empty
        if plan.is_empty and kind is not JobKind.ASKED and not complete:
            return None
        has_many = complete and len(plan.to_check) > _FEW_FILES
        return self.ledger.accept(
            JobRequest(
                kind=kind,
                repository_id=repository.id,
                paths=plan.to_check,
                gone=plan.gone,
                left_out=self.tree.still_there(repository.root, plan.gone),
                complete=complete,
                concludes_all=deep is not None or plan.rules_differ or has_many,
                deep=deep is not None,
                asks=deep is not None and deep.asks,
                budget_seconds=None if deep is None else deep.budget_seconds,
                requested_at=self.clock.now(),
            )
        )

    def _differing(
        self,
        repository: Repository,
        only: Collection[str] | None,
        below: Collection[str],
        *,
        is_deep: bool,
        is_sweep: bool,
    ) -> SweepPlan:
        """What is to be checked, and what is gone. RepositoryUnavailable."""
        profile = self.profiles.profile(repository, deep=is_deep)
        in_flight = self.ledger.in_flight(repository.id)  # first: what ends meanwhile is known
        listed = self._present(repository, profile, only)
        known = [file for file in self._known(repository, only) if _is_below(file.path, below)]
        if is_deep:  # no deep rule reads messages of commits: their not being listed says nothing
            in_flight = frozenset(path for path in in_flight if commit_of(path) is None)
            known = [
                replace(file, profile_digest=file.deep_digest)
                for file in known
                if commit_of(file.path) is None
            ]
        wanted = {
            path: stat
            for path, stat in listed.items()
            if may_be_source(path) and _is_below(path, below)
        }
        plan = plan_sweep(wanted, known, profile.digest)
        vanished = [
            path
            for path in in_flight.difference(listed, plan.gone)
            if (only is None or path in only) and _is_below(path, below)
        ]
        gone = (*plan.gone, *sorted(vanished))
        # A file in a folder that may not be looked into is not known to be gone.
        unseen = self.tree.unseen(repository.root, gone) if gone else ()
        plan = replace(plan, gone=tuple(path for path in gone if path not in unseen))
        return self._without_parked(repository, plan, listed) if is_sweep else plan

    def _present(
        self, repository: Repository, profile: AnalysisProfile, only: Collection[str] | None
    ) -> Mapping[str, FileStat]:
        """What is there to be checked. RepositoryUnavailable, and the repository is marked so."""
        try:
            listed = {**self._list(repository, only), **self._messages(repository, profile, only)}
            if not listed and not repository.is_git:
                self._refuse_emptiness(repository, only)
        except RepositoryUnavailable as error:
            self.book.set_unavailable(repository.id, str(error), self.clock.now())
            raise
        self.book.set_unavailable(repository.id, None, self.clock.now())
        return listed

    def _without_parked(
        self, repository: Repository, plan: SweepPlan, listed: Mapping[str, FileStat]
    ) -> SweepPlan:
        """What failed again and again is not asked for by each sweep, but when it has changed."""
        if not plan.to_check:
            return plan
        parked = self.ledger.parked(repository.id)
        return replace(
            plan,
            to_check=tuple(
                path
                for path in plan.to_check
                if path not in parked or _is_changed_since(listed[path], parked[path])
            ),
        )

    def _messages(
        self, repository: Repository, profile: AnalysisProfile, only: Collection[str] | None
    ) -> Mapping[str, FileStat]:
        """The messages of commits that are checked, where they are asked for."""
        if not repository.is_git or (only is not None and COMMITS not in only):
            return {}
        most = most_commits(profile)
        paths = self.tree.commit_messages(repository.root, most) if most else ()
        return dict.fromkeys(paths, UNCHANGING)

    def _known(self, repository: Repository, only: Collection[str] | None) -> list[KnownFile]:
        if only is None or COMMITS not in only:
            return self.book.files(repository.id, only)
        return [
            file
            for file in self.book.files(repository.id)
            if file.path in only or commit_of(file.path) is not None
        ]

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


def _is_changed_since(stat: FileStat, moment: datetime) -> bool:
    return max(stat.mtime_ns, stat.ctime_ns) / 1e9 > moment.timestamp()


def _is_below(path: str, folders: Collection[str]) -> bool:
    return not folders or any(lies_in(path, folder) for folder in folders)


def most_commits(profile: AnalysisProfile) -> int:
    """How many messages of commits the rules want to see."""
    wanted = profile.rules.get("line-references", {}).get("commits", 0)
    return wanted if isinstance(wanted, int) else 0


def holding_repository(repositories: Collection[Repository], path: str) -> Repository | None:
    """The watched repository that holds an absolute path; of nested ones the innermost."""
    root = innermost((repository.root for repository in repositories), path)
    return next((repository for repository in repositories if repository.root == root), None)
