"""Models: more figures of each call, verdicts that are remembered, canaries, urgent questions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work_units", sa.Column("urgency", sa.Integer(), nullable=True))
    for name, kind in (
        ("kind", sa.String()),
        ("role", sa.String()),
        ("family", sa.String()),
        ("job_id", sa.Integer()),
        ("estimated_tokens", sa.Integer()),
        ("prompt_ms", sa.Integer()),
        ("decode_ms", sa.Integer()),
        ("queue_ms", sa.Integer()),
        ("tokens_per_second", sa.Float()),
        ("dropped", sa.Integer()),
    ):
        op.add_column("model_calls", sa.Column(name, kind, nullable=True))
    op.create_table(
        "verdicts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("model_digest", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", "model_digest", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_model"), "verdicts", ["model"])
    op.create_table(
        "canaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_digest", sa.String(), nullable=False),
        sa.Column("is_planted", sa.Boolean(), nullable=False),
        sa.Column("was_called", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canaries")),
    )
    op.create_index(op.f("ix_canaries_model"), "canaries", ["model"])
