"""When nobody answered a call back stands in the hand-over. Revision 0023."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add it."""
    op.add_column("hand_overs", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("hand_overs", "tried_at")
