"""What an office sees is found by indexes alone. Revision 0015."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the index that was missing beside those of queue and assignee."""
    op.create_index("ix_tickets_responsible", "tickets", ["responsible"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_tickets_responsible", "tickets")
