"""What is to be told by telephone is found without looking at all that waits. Revision 0019."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
BY_PHONE = sa.text("state = 'waiting' AND channel = 'phone'")


def upgrade() -> None:
    """Make the index that the console's list of calls reads."""
    op.create_index("ix_outbox_by_phone", "outbox", ["id"], sqlite_where=BY_PHONE, postgresql_where=BY_PHONE)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_outbox_by_phone", "outbox")
