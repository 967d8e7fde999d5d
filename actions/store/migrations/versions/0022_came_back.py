"""A request that came back to nobody is owed a handler anew. Revision 0022."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add by which line of its history it came back; of what lies there from before nothing is known."""
    op.add_column("tickets", sa.Column("came_back", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("tickets", "came_back")
