"""Second factors of staff. Revision 0012."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "factors",
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.username"], name="fk_factors_staff"),
        sa.PrimaryKeyConstraint("staff", name="pk_factors"),
    )


def downgrade() -> None:
    """Drop them: whoever had one is invited anew."""
    op.drop_table("factors")
