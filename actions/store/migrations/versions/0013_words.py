"""Finding requests by words. Revision 0013."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table; requests of before are indexed when the desk starts, which has the keys."""
    op.create_table(
        "ticket_words",
        sa.Column("word", sa.LargeBinary(), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_ticket_words_ticket"),
        sa.PrimaryKeyConstraint("word", "ticket", name="pk_ticket_words"),
    )
    op.create_index("ix_ticket_words_ticket", "ticket_words", ["ticket"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("ticket_words")
    op.execute("DELETE FROM counters WHERE name = 'words'")
