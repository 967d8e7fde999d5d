"""Access: which requests are minors' records, and who was named for them. Revision 0007."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make them; of what is protected already nobody knows whom it is about, so it counts as a minor's."""
    op.add_column("tickets", sa.Column("minor", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text("UPDATE tickets SET minor = :yes WHERE sensitivity = 'protected'").bindparams(yes=True))
    op.create_table(
        "namings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff"], ["staff.username"], name="fk_namings_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_namings"),
    )
    op.create_index("ix_namings_staff", "namings", ["staff"])
    op.create_index("ix_namings_ticket", "namings", ["ticket"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("namings")
    op.drop_column("tickets", "minor")
