"""What is kept has an end, and the audit a chain that nobody changes unnoticed. Revision 0011."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

FULL = sa.text("blanked_at IS NULL AND closed_at IS NOT NULL")
MOMENT = sa.DateTime(timezone=True)
REFUSE = "BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION nuanxin_append_only()"


def upgrade() -> None:
    """Add when a request was blanked and a person forgotten; make the chain; the audit only grows from now on."""
    op.add_column("tickets", sa.Column("blanked_at", MOMENT))
    op.create_index("ix_tickets_full", "tickets", ["closed_at"], sqlite_where=FULL, postgresql_where=FULL)
    op.add_column("persons", sa.Column("forgotten_at", MOMENT))
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit_seals",
        sa.Column("place", serial, primary_key=True, autoincrement=False),
        sa.Column("line", serial, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_audit_seals"),
        sa.UniqueConstraint("line", name="uq_audit_seals_line"),
    )
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("audit", "audit_seals"):
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION nuanxin_append_only()")
    else:
        for table in ("audit", "audit_seals"):
            for what in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{what}")
    op.drop_table("audit_seals")
    op.drop_column("persons", "forgotten_at")
    op.drop_index("ix_tickets_full", "tickets")
    op.drop_column("tickets", "blanked_at")


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "postgresql":
        body = "BEGIN RAISE EXCEPTION 'the audit is append-only'; END"
        made = [f"CREATE FUNCTION nuanxin_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"]
        return made + [
            f"CREATE TRIGGER {table}_append_only {REFUSE.format(table)}" for table in ("audit", "audit_seals")
        ]
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} {refuse}"
        for table in ("audit", "audit_seals")
        for what in ("update", "delete")
    ]
