"""The county of a request, views that staff keep, and who is at the console. Revision 0008."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

UNFINISHED = sa.text("status NOT IN ('closed', 'cancelled')")


def upgrade() -> None:
    """Make them."""
    op.add_column("tickets", sa.Column("district", sa.String(length=64), nullable=False, server_default=""))
    counted = ["status", "service", "queue", "district", "assignee", "due_next"]
    counted += ["waiting_since", "responsible", "sensitivity", "minor"]
    op.create_index("ix_tickets_count", "tickets", counted, sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)
    op.add_column("sessions", sa.Column("there_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "views",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.username"], name="fk_views_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_views"),
    )
    op.create_index("ix_views_staff", "views", ["staff"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("views")
    op.drop_column("sessions", "there_at")
    op.drop_index("ix_tickets_count", "tickets")
    op.drop_column("tickets", "district")
