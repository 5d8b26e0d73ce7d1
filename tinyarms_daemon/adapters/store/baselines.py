"""Which findings were there when a repository was first scanned, and which are new."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from tinyarms_daemon.adapters.sqlite_files import portions
from tinyarms_daemon.adapters.store.tables import files, repositories
from tinyarms_daemon.domain.findings.finding import Baseline
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.work.analysis import FileReport


class Baselines:
    """Tells old from new in an open transaction.

    The first complete scan makes the baseline. Until it has ended, however often it was cancelled
    or interrupted, what a save brings is new all the same: what stands in a file that was written
    after the repository was added, or that was checked before with other content.
    """

    def __init__(self, connection: Connection, repository_id: int, *, complete: bool) -> None:
        self._connection = connection
        self._repository_id = repository_id
        self._complete = complete
        self._known: dict[str, Any] = {}
        self._repository = connection.execute(
            select(repositories.c.added_at, repositories.c.first_scan_at).where(
                repositories.c.id == repository_id
            )
        ).one()

    @property
    def is_first_scan(self) -> bool:
        """Whether no scan of the whole repository has ended yet."""
        return self._repository.first_scan_at is None

    def look_up(self, paths: Collection[str]) -> None:
        """Remember how files are known, before that is written over."""
        self._known = {row.path: row for row in self._rows(paths)}

    def of_report(self, report: FileReport, profile_digest: str) -> Baseline:
        """For what is seen in one file for the first time; the file was looked up."""
        known = self._known.get(report.path)
        is_same = known is None or known.content_hash in (None, report.content_hash)
        ctime_ns = None if report.stat is None else report.stat.ctime_ns
        if self.is_first_scan:
            is_old = self._complete or is_untouched(ctime_ns, self._repository.added_at)
        else:
            # Other rules see more in the same code: that was there all the time.
            is_old = (
                known is not None
                and known.profile_digest != profile_digest
                and is_untouched(ctime_ns, self._repository.first_scan_at)
            )
        return Baseline.UNCHANGED if is_same and is_old else Baseline.NEW

    def is_seen_before(self, report: FileReport, *, deep: bool) -> bool:
        """Whether the rules of this depth have seen a file with this content, whatever their
        options were; the file was looked up."""
        known = self._known.get(report.path)
        if known is None or known.content_hash is None:
            return False
        seen = known.deep_digest if deep else known.profile_digest
        return seen is not None and known.content_hash == report.content_hash

    def of_files(self, paths: Collection[str], rule: str) -> Baseline:
        """For what several files bring about.

        Deep rules run long after the first scan, and tell of all the places that bring it about:
        where nobody has written any since, it was there.
        """
        if self.is_first_scan:
            is_old = self._complete or self._are_untouched(paths, self._repository.added_at)
        else:
            is_old = rule in DEEP_RULES and self._are_untouched(
                paths, self._repository.first_scan_at
            )
        return Baseline.UNCHANGED if is_old else Baseline.NEW

    def _are_untouched(self, paths: Collection[str], since: datetime) -> bool:
        return all(is_untouched(row.ctime_ns, since) for row in self._rows(paths))

    def _rows(self, paths: Collection[str]) -> Iterator[Any]:
        for some in portions(sorted(set(paths))):
            yield from self._connection.execute(
                select(
                    *(files.c.path, files.c.content_hash, files.c.ctime_ns),
                    *(files.c.profile_digest, files.c.deep_digest),
                ).where(files.c.repository_id == self._repository_id, files.c.path.in_(some))
            )


def is_untouched(ctime_ns: int | None, since: datetime) -> bool:
    """By the time of change that no copy or move sets back."""
    return ctime_ns is not None and ctime_ns / 1e9 <= since.timestamp()
