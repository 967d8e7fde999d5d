"""Clocks that act: when to look at a request, what was told of it, days that staff set. Revision 0003."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ACTING = sa.text("acts_at IS NOT NULL")


def upgrade() -> None:
    """Make them; open requests are looked at once, so that theirs are wound too."""
    op.add_column("tickets", sa.Column("responsible", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("acts_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE tickets SET responsible = queue")
    op.execute("UPDATE tickets SET waiting_since = updated_at WHERE status = 'waiting'")
    op.execute("UPDATE tickets SET acts_at = opened_at WHERE status NOT IN ('closed', 'cancelled', 'waiting')")
    op.create_index("ix_tickets_acts_at", "tickets", ["acts_at"], sqlite_where=ACTING, postgresql_where=ACTING)
    op.create_table(
        "escalations",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_escalations_ticket"),
        sa.PrimaryKeyConstraint("ticket", "step", "level", "round", name="pk_escalations"),
    )
    op.create_index("ix_escalations_at", "escalations", ["at"])
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_days"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("calendar_days")
    op.drop_table("escalations")
    op.drop_index("ix_tickets_acts_at", "tickets")
    for column in ("acts_at", "waiting_since", "responsible"):
        op.drop_column("tickets", column)
