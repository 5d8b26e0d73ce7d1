"""The watched repositories and their files, in SQLite."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, not_, or_, select, update

from tinyarms_daemon.adapters.sqlite_files import portions
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.rows import known_file_of
from tinyarms_daemon.adapters.store.statements import tell
from tinyarms_daemon.adapters.store.tables import facts, files, jobs, repositories, scans
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.domain.findings.rule_names import DEFINITION_FACTS
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.domain.work.commit_message import COMMITS
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import KnownFile, Repository


class SqlRepositoryBook:
    """The RepositoryBook port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def repositories(self) -> list[Repository]:
        query = (
            select(repositories)
            .where(repositories.c.removed_at.is_(None))
            .order_by(repositories.c.name)
        )
        with self._database.read() as connection:
            return [made_of(Repository, row) for row in connection.execute(query).mappings()]

    def repository(self, repository_id: int) -> Repository | None:
        query = select(repositories).where(
            repositories.c.id == repository_id, repositories.c.removed_at.is_(None)
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else made_of(Repository, row)

    def add(self, root: str, name: str, *, is_git: bool, at: datetime) -> Repository:
        with self._database.write() as connection:
            known = connection.execute(
                select(repositories.c.id).where(repositories.c.root == root)
            ).scalar()
            if known is None:
                values = {"root": root, "name": name, "is_git": is_git, "added_at": at}
                known = connection.execute(
                    insert(repositories).values(values).returning(repositories.c.id)
                ).scalar_one()
            else:
                connection.execute(
                    update(repositories)
                    .where(repositories.c.id == known)
                    .values(name=name, is_git=is_git, removed_at=None, unavailable=None)
                )
            tell(connection, EventKind.REPOSITORY_ADDED, at, repository_id=known)
            query = select(repositories).where(repositories.c.id == known)
            return made_of(Repository, connection.execute(query).mappings().one())

    def move(self, repository_id: int, root: str, *, is_git: bool) -> Repository | None:
        with self._database.write() as connection:
            taken = select(repositories.c.id).where(repositories.c.root == root)
            if connection.execute(taken).first() is not None:
                return None
            moved = (
                update(repositories)
                .where(repositories.c.id == repository_id)
                .values(root=root, is_git=is_git, unavailable=None)
                .returning(repositories)
            )
            return made_of(Repository, connection.execute(moved).mappings().one())

    def remove(self, repository_id: int, *, purge: bool, at: datetime) -> None:
        with self._database.write() as connection:
            if purge:
                connection.execute(delete(repositories).where(repositories.c.id == repository_id))
                return
            connection.execute(delete(jobs).where(jobs.c.repository_id == repository_id))
            connection.execute(
                update(repositories).where(repositories.c.id == repository_id).values(removed_at=at)
            )
            tell(connection, EventKind.REPOSITORY_REMOVED, at, repository_id=repository_id)

    def set_unavailable(self, repository_id: int, reason: str | None, at: datetime) -> bool:
        with self._database.write() as connection:
            changed = connection.execute(
                update(repositories)
                .where(
                    repositories.c.id == repository_id,
                    repositories.c.unavailable.is_distinct_from(reason),
                )
                .values(unavailable=reason)
            ).rowcount
            if not changed:
                return False
            kind = (
                EventKind.REPOSITORY_AVAILABLE
                if reason is None
                else EventKind.REPOSITORY_UNAVAILABLE
            )
            tell(connection, kind, at, repository_id=repository_id, detail={"reason": reason})
            return True

    def file_counts(self) -> dict[int, int]:
        """The skipped ones are among them."""
        query = (
            select(files.c.repository_id, func.count())
            .where(
                files.c.gone_at.is_(None),
                or_(files.c.language.is_not(None), files.c.skip_reason.is_not(None)),
                not_(files.c.path.startswith(COMMITS)),
            )
            .group_by(files.c.repository_id)
        )
        with self._database.read() as connection:
            return dict(connection.execute(query).all())

    def last_weekly_scans(self) -> dict[int, datetime]:
        query = (
            select(scans.c.repository_id, func.max(scans.c.finished_at))
            .where(scans.c.kind == JobKind.WEEKLY)
            .group_by(scans.c.repository_id)
        )
        with self._database.read() as connection:
            return dict(connection.execute(query).all())

    def files(self, repository_id: int, paths: Collection[str] | None = None) -> list[KnownFile]:
        query = select(files).where(files.c.repository_id == repository_id)
        with self._database.read() as connection:
            if paths is None:
                return [known_file_of(row) for row in connection.execute(query).mappings()]
            return [
                known_file_of(row)
                for some in portions(sorted(paths))
                for row in connection.execute(query.where(files.c.path.in_(some))).mappings()
            ]

    def definitions(
        self, repository_id: int, paths: Collection[str]
    ) -> Mapping[str, Sequence[FactData]]:
        rule, kind = DEFINITION_FACTS
        query = select(facts.c.path, facts.c.data).where(
            facts.c.repository_id == repository_id, facts.c.rule == rule, facts.c.kind == kind
        )
        found: dict[str, list[FactData]] = {}
        with self._database.read() as connection:
            for some in portions(sorted(paths)):
                for path, data in connection.execute(query.where(facts.c.path.in_(some))):
                    found.setdefault(path, []).append(json.loads(data))
        return found
