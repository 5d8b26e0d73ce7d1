"""What the gate decided, and what it learned of models: footprints and speeds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admission_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("context_tokens", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("predicted_bytes", sa.Integer(), nullable=True),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_decisions")),
    )
    with op.batch_alter_table("admission_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_decisions_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_admission_decisions_job_id"), ["job_id"], unique=False)

    for name, columns in _LEARNED.items():
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("at", sa.DateTime(), nullable=False),
            sa.Column("tag", sa.String(), nullable=False),
            sa.Column("context_tokens", sa.Integer(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        with op.batch_alter_table(name, schema=None) as batch_op:
            index = batch_op.f(f"ix_{name}_tag_context_tokens")
            batch_op.create_index(index, ["tag", "context_tokens"], unique=False)


_LEARNED = {
    "model_footprints": (
        sa.Column("predicted_bytes", sa.Integer(), nullable=False),
        sa.Column("measured_bytes", sa.Integer(), nullable=False),
    ),
    "model_speeds": (
        sa.Column("tokens_per_second", sa.Float(), nullable=False),
        sa.Column("cold", sa.Boolean(), nullable=False),
    ),
}
