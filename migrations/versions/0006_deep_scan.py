"""The deep scan: questions and answers, where findings wait to be told, what is not confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("files") as batch_op:
        batch_op.add_column(sa.Column("deep_digest", sa.String(), nullable=True))
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.add_column(sa.Column("deep", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("asks", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("budget_seconds", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("worked_seconds", sa.Float(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("ranked_worth", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("judged_worth", sa.Float(), nullable=True))
    with op.batch_alter_table("findings") as batch_op:
        batch_op.add_column(
            sa.Column("unconfirmed", sa.Boolean(), nullable=False, server_default="0")
        )
    op.create_table(
        "finding_waits",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_finding_waits_finding_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", "path", "key", name=op.f("pk_finding_waits")),
    )
    op.create_index(op.f("ix_finding_waits_path"), "finding_waits", ["path"])
    op.create_table(
        "deep_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repository_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("pair", sa.String(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_digest", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("second_job_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_deep_answers_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deep_answers")),
        sa.UniqueConstraint(
            "repository_id", "rule", "pair", name=op.f("uq_deep_answers_repository_id_rule_pair")
        ),
    )
    op.create_table(
        "deep_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repository_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("estimated_seconds", sa.Float(), nullable=False),
        sa.Column("second_opinion", sa.Boolean(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_deep_questions_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deep_questions")),
    )
    op.create_index(op.f("ix_deep_questions_repository_id"), "deep_questions", ["repository_id"])
