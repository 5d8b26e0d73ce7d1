"""What models said: in which role (the earlier control questions are of saves), and how surely."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("canaries", sa.Column("role", sa.String(), nullable=False, server_default="fast"))
    op.add_column("deep_answers", sa.Column("confidence", sa.Float(), nullable=True))
