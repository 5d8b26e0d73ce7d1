"""The tables of files, work and findings; those of models have a module of their own.

A change in either needs a migration; a test finds the two apart.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

from tinyarms_daemon.adapters.sqlite_files import path_of, stored_path
from tinyarms_daemon.domain.printable import portable_path

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC without its offset."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """Text for people, which may speak of a path: bytes of it that are no UTF-8 stand escaped."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else portable_path(value)


class FilePath(TypeDecorator[str]):
    """A path as Python knows it, or a text that may hold one."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else stored_path(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else path_of(value)


def id_column() -> Column[int]:
    """The number of a row."""
    return Column("id", Integer, primary_key=True)


def _counter(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


def _repository(*, nullable: bool = False) -> Column[int]:
    return Column(
        "repository_id", ForeignKey("repositories.id", ondelete="CASCADE"), nullable=nullable
    )


repositories = Table(
    "repositories",
    metadata,
    id_column(),
    Column("root", FilePath, nullable=False, unique=True),
    Column("name", Words, nullable=False),
    Column("is_git", Boolean, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("first_scan_at", UtcDateTime),
    Column("last_scan_at", UtcDateTime),
    Column("unavailable", Words),
    sqlite_autoincrement=True,
)

# Why a file is not looked at that is there and no longer belongs to its repository.
LEFT_OUT = "left out"

files = Table(
    "files",
    metadata,
    id_column(),
    _repository(),
    Column("path", FilePath, nullable=False),
    Column("language", String),
    Column("size_bytes", Integer),
    Column("mtime_ns", Integer),
    Column("ctime_ns", Integer),
    Column("content_hash", String),
    Column("code_lines", Integer),
    Column("profile_digest", String),
    Column("deep_digest", String),
    Column("checked_at", UtcDateTime),
    Column("skip_reason", Words),
    Column("gone_at", UtcDateTime),
    UniqueConstraint("repository_id", "path"),
)

jobs = Table(
    "jobs",
    metadata,
    id_column(),
    _repository(),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("concludes_all", Boolean, nullable=False),
    Column("deep", Boolean, nullable=False, server_default="0"),
    Column("asks", Boolean, nullable=False, server_default="0"),
    Column("budget_seconds", Integer),
    Column("worked_seconds", Float, nullable=False, server_default="0"),
    Column("ranked_worth", Float),
    Column("judged_worth", Float),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("served_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    _counter("attempts"),
    Column("paths", JSON, nullable=False),
    _counter("units_total"),
    _counter("units_done"),
    _counter("units_skipped"),
    _counter("units_failed"),
    _counter("findings_opened"),
    _counter("findings_fixed"),
    Column("reason", Words),
    Column("error", Words),
    Index(None, "state", "urgency"),
    sqlite_autoincrement=True,
)

work_units = Table(
    "work_units",
    metadata,
    id_column(),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    _repository(),
    Column("kind", String, nullable=False),
    Column("path", FilePath, nullable=False),
    Column("rule", String),
    Column("content_hash", String),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("interruptions", Integer, nullable=False, server_default="0"),
    Column("parked_at", UtcDateTime),
    Column("error", Words),
    Column("payload", JSON),
    Column("urgency", Integer),  # of a question: that of the check which brought it
    Index(None, "job_id", "state"),
    Index(None, "repository_id", "path"),
)

scans = Table(
    "scans",
    metadata,
    id_column(),
    _repository(),
    Column("job_id", ForeignKey("jobs.id", ondelete="SET NULL")),
    Column("kind", String, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("files_checked", Integer, nullable=False),
    Column("files_skipped", Integer, nullable=False),
    Column("findings_opened", Integer, nullable=False),
    Column("findings_fixed", Integer, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    id_column(),
    _repository(),
    Column("path", FilePath, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("origin", String, nullable=False),
    Column("model", String),
    Column("baseline", String, nullable=False),
    Column("baseline_places", Integer),  # of a repeated block, at the first scan
    Column("message", Words, nullable=False),
    Column("evidence", Words, nullable=False),
    Column("suggestion", Words),
    Column("symbol", Words),
    Column("start_line", Integer, nullable=False),
    Column("start_column", Integer, nullable=False),
    Column("end_line", Integer, nullable=False),
    Column("end_column", Integer, nullable=False),
    Column("related", JSON, nullable=False),
    Column("measures", JSON, nullable=False),
    Column("present", Boolean, nullable=False),
    Column("suppressed", Boolean, nullable=False),
    Column("unconfirmed", Boolean, nullable=False, server_default="0"),
    Column("dismissed_at", UtcDateTime),
    Column("dismissal_reason", Words),
    Column("dismissal_expires_at", UtcDateTime),
    Column("dismissed_places", Integer),  # of a repeated block, when it was accepted
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("fixed_at", UtcDateTime),
    UniqueConstraint("repository_id", "path", "fingerprint"),
    Index(None, "repository_id", "fingerprint"),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    id_column(),
    Column("kind", String, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    _repository(nullable=True),
    Column("job_id", Integer),
    Column("finding_id", Integer),
    Column("path", FilePath),
    Column("detail", JSON, nullable=False),
    sqlite_autoincrement=True,
)

facts = Table(
    "facts",
    metadata,
    id_column(),
    _repository(),
    Column("path", FilePath, nullable=False),
    Column("rule", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("topic", FilePath, nullable=False),
    Column("data", String, nullable=False),
    Index(None, "repository_id", "rule", "topic"),
    Index(None, "repository_id", "path"),
)

# What changed facts are about, until their rule has concluded anew.
changed_topics = Table(
    "changed_topics",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("rule", String, primary_key=True),
    Column("topic", FilePath, primary_key=True),
)

finding_topics = Table(
    "finding_topics",
    metadata,
    Column("finding_id", ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", FilePath, primary_key=True),
    Index(None, "topic"),
)

# The definitions at whose next edit a deep finding is told, by the key of their content.
finding_waits = Table(
    "finding_waits",
    metadata,
    Column("finding_id", ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("path", FilePath, primary_key=True),
    Column("key", String, primary_key=True),
    Index(None, "path"),
)

# What a model said of two places, by their contents; `agreed` is the second opinion.
deep_answers = Table(
    "deep_answers",
    metadata,
    id_column(),
    _repository(),
    Column("rule", String, nullable=False),
    Column("pair", String, nullable=False),
    Column("is_same", Boolean, nullable=False),
    Column("agreed", Boolean),
    Column("model", String, nullable=False),
    Column("model_digest", String),
    Column("reason", Words, nullable=False),
    Column("job_id", Integer, nullable=False),
    Column("second_job_id", Integer),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("confidence", Float),
    UniqueConstraint("repository_id", "rule", "pair"),
)

# The questions of the last conclusion, ranked; what no window has had time for waits here.
deep_questions = Table(
    "deep_questions",
    metadata,
    id_column(),
    _repository(),
    Column("rule", String, nullable=False),
    Column("family", String, nullable=False),
    Column("asked", Words, nullable=False),
    Column("worth", Float, nullable=False),
    Column("estimated_seconds", Float, nullable=False),
    Column("second_opinion", Boolean, nullable=False),
    Column("places", JSON, nullable=False),
    Index(None, "repository_id"),
)

# What a deep rule last concluded from, for as long as that and its findings stand.
kept_conclusions = Table(
    "kept_conclusions",
    metadata,
    Column("repository_id", ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True),
    Column("rule", String, primary_key=True),
    Column("basis", String, nullable=False),
    Column("candidates", String, nullable=False),
)

# What a small model said of the content of a definition, and by which model and prompt.
intents = Table(
    "intents",
    metadata,
    id_column(),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("maker", String, nullable=False),
    Column("data", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("kind", "key"),
)

flags = Table(
    "flags",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
