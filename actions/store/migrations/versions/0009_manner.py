"""How a person is spoken to is kept with the person, so that notices are worded so too. Revision 0009."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add it."""
    op.add_column("persons", sa.Column("manner", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("persons", "manner")
