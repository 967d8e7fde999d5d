"""An alarm's end and what was agreed stand in its record. Revision 0020."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add both; alarms from before have neither."""
    op.add_column("incidents", sa.Column("result", sa.LargeBinary(), nullable=True))
    op.add_column("incidents", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("incidents", "ended_at")
    op.drop_column("incidents", "result")
