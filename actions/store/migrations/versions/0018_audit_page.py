"""The audit is read by moments. Revision 0018."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the index that the console's page of the audit reads."""
    op.create_index("ix_audit_at", "audit", ["at", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_audit_at", "audit")
