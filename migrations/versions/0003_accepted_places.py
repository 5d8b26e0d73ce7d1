"""How many places of a repeated block were known at first, and how many were accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FILL = """
    UPDATE findings SET {column} = json_extract(measures, '$.places') WHERE {where}
"""


def upgrade() -> None:
    op.add_column("findings", sa.Column("baseline_places", sa.Integer(), nullable=True))
    op.add_column("findings", sa.Column("dismissed_places", sa.Integer(), nullable=True))
    op.execute(_FILL.format(column="baseline_places", where="baseline = 'unchanged'"))
    op.execute(_FILL.format(column="dismissed_places", where="dismissed_at IS NOT NULL"))
