"""An alarm's end and what was agreed stand in its record. Revision 0020."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add both; alarms from before ended when they were taken, with nothing written down."""
    op.add_column("incidents", sa.Column("result", sa.LargeBinary(), nullable=True))
    op.add_column("incidents", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE incidents SET ended_at = taken_at")


def downgrade() -> None:
    """Drop them."""
    op.drop_column("incidents", "ended_at")
    op.drop_column("incidents", "result")
