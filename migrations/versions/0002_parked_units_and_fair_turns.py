"""When a unit was parked, how often the daemon's end cut it off, and when a job last had a turn."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("served_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("work_units", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("interruptions", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("parked_at", sa.DateTime(), nullable=True))
