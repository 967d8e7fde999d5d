"""What could not be delivered is counted without looking at the rest. Revision 0006."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TROUBLED = sa.text("state IN ('failed', 'uncertain')")


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_outbox_troubled", "outbox", ["channel"], sqlite_where=TROUBLED, postgresql_where=TROUBLED)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_outbox_troubled", "outbox")
