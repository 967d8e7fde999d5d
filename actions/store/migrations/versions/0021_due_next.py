"""Old requests are late by the promise still owed; a mark of persons that nobody read goes. Revision 0021."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

NEXT = """
    UPDATE tickets SET due_next = CASE
        WHEN closed_at IS NOT NULL OR result_at IS NOT NULL THEN due_closed
        WHEN first_contact_at IS NOT NULL OR reopened > 0 THEN {least}(due_result, due_closed)
        WHEN taken_up_at IS NOT NULL THEN {least}(due_first_contact, due_result, due_closed)
        ELSE {least}(due_taken_up, due_first_contact, due_result, due_closed)
    END
"""

# who was forgotten before revision 0011 has the mark only; when it was stands in the audit
WHEN = """
    UPDATE persons SET forgotten_at = COALESCE(
        (SELECT MAX(at) FROM audit WHERE kind = 'person' AND subject = persons.id AND action = 'forgotten'), created_at
    )
    WHERE forgotten AND forgotten_at IS NULL
"""


def upgrade() -> None:
    """Set what was kept with the rule of before; then `forgotten_at` says the same as `forgotten`, and when."""
    op.execute(WHEN)
    op.execute(NEXT.format(least="LEAST" if op.get_bind().dialect.name == "postgresql" else "MIN"))
    op.drop_column("persons", "forgotten")


def downgrade() -> None:
    """The mark is there again; what is late stays right."""
    op.add_column("persons", sa.Column("forgotten", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE persons SET forgotten = (forgotten_at IS NOT NULL)")
