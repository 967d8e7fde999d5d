"""The numbers of all pieces of a long message are kept, not only the last one's. Revision 0024."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
IN_PIECES = sa.text("earlier IS NOT NULL")


def upgrade() -> None:
    """Add them."""
    op.add_column("outbox", sa.Column("earlier", sa.Text(), nullable=True))
    op.create_index("ix_outbox_earlier", "outbox", ["id"], sqlite_where=IN_PIECES, postgresql_where=IN_PIECES)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbox_earlier", table_name="outbox")
    op.drop_column("outbox", "earlier")
