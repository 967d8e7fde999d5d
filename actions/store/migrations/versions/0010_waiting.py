"""How long calls for a person waited, and who wants to be called back instead. Revision 0010."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make them."""
    op.add_column("hand_overs", sa.Column("callback", sa.LargeBinary(), nullable=True))
    op.create_table(
        "take_overs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waited_s", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_take_overs"),
    )
    op.create_index("ix_take_overs_at", "take_overs", ["at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("take_overs")
    op.drop_column("hand_overs", "callback")
