"""The tables of what models were asked and what the machine had room for."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, String, Table

from tinyarms_daemon.adapters.store.tables import UtcDateTime, id_column, metadata

model_calls = Table(
    "model_calls",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("work_unit_id", Integer),
    Column("model", String, nullable=False),
    Column("model_digest", String),
    Column("prompt_hash", String),
    Column("schema_hash", String),
    Column("outcome", String, nullable=False),
    Column("prompt_tokens", Integer),
    Column("reply_tokens", Integer),
    Column("load_ms", Integer),
    Column("total_ms", Integer),
    Column("kind", String),
    Column("role", String),
    Column("family", String),
    Column("job_id", Integer),
    Column("estimated_tokens", Integer),
    Column("prompt_ms", Integer),
    Column("decode_ms", Integer),
    Column("queue_ms", Integer),
    Column("tokens_per_second", Float),
    Column("dropped", Integer),
)

# What a model answered, by what it was shown: the same question is never paid for twice.
verdicts = Table(
    "verdicts",
    metadata,
    Column("key", String, primary_key=True),
    Column("model_digest", String, primary_key=True),
    Column("model", String, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("said", JSON, nullable=False),
)

canaries = Table(
    "canaries",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False),
    Column("model", String, nullable=False, index=True),
    Column("model_digest", String, nullable=False),
    Column("role", String, nullable=False, server_default="fast"),
    Column("is_planted", Boolean, nullable=False),
    Column("was_called", Boolean, nullable=False),
)

headroom_samples = Table(
    "headroom_samples",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("readings", JSON, nullable=False),
)

admission_decisions = Table(
    "admission_decisions",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("tag", String, nullable=False),
    Column("role", String, nullable=False),
    Column("context_tokens", Integer, nullable=False),
    Column("job_id", Integer, index=True),
    Column("decision", JSON, nullable=False),
    Column("predicted_bytes", Integer),
    Column("readings", JSON, nullable=False),
)

model_footprints = Table(
    "model_footprints",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False),
    Column("tag", String, nullable=False),
    Column("context_tokens", Integer, nullable=False),
    Column("predicted_bytes", Integer, nullable=False),
    Column("measured_bytes", Integer, nullable=False),
    Index(None, "tag", "context_tokens"),
)

model_speeds = Table(
    "model_speeds",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False),
    Column("tag", String, nullable=False),
    Column("context_tokens", Integer, nullable=False),
    Column("tokens_per_second", Float, nullable=False),
    Column("cold", Boolean, nullable=False),
    Index(None, "tag", "context_tokens"),
)
