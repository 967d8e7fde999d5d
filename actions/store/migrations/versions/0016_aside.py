"""What was set aside is found without walking through all messages. Revision 0016."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
ASIDE = sa.text("state = 'aside'")


def upgrade() -> None:
    """Make the index that the staff's list and the figures read."""
    op.create_index("ix_inbox_aside", "inbox", ["id"], sqlite_where=ASIDE, postgresql_where=ASIDE)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_inbox_aside", "inbox")
