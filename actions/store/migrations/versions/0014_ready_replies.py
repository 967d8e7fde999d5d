"""What administrators make of ready replies. Revision 0014."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "ready_edits",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("made", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ready_edits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ready_edits_template", "ready_edits", ["template"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("ready_edits")  # and its index
