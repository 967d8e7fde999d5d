"""Files whose bytes are to be deleted are found without looking at the others. Revision 0004."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FORGOTTEN = sa.text("state = 'forgotten'")


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_files_forgotten", "files", ["id"], sqlite_where=FORGOTTEN, postgresql_where=FORGOTTEN)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_files_forgotten", "files")
