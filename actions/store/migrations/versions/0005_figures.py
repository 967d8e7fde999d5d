"""What is counted: requests that stand already are counted too, as far as the tables say. Revision 0005."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("open")
STEPS = ("taken_up", "first_contact", "result", "closed")
DONE = ("t.taken_up_at", "t.first_contact_at", "t.result_at", "CASE WHEN t.status = 'closed' THEN t.closed_at END")
EAST = 480  # minutes: all of China keeps one time
FIRST = 719163  # the ordinal of 1 January 1970
MONTH = 43_200  # minutes


def upgrade() -> None:
    """Make them, and count."""
    flags = ("open", "runs", "cancelled", "reopened", "again", "misheard")
    op.create_table(
        "figures_requests",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        *(sa.Column(step, sa.Integer()) for step in STEPS),
        *(sa.Column(f"due_{step}", sa.Integer(), nullable=False) for step in STEPS),
        sa.Column("satisfied", sa.SmallInteger()),
        sa.Column("contacted", sa.Boolean()),
        sa.Column("solved", sa.Boolean()),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in flags),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("service", "office", "district")),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ("language", "channel")),
        sa.Column("ticket", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_figures_requests"),
    )
    op.create_index("ix_figures_requests_day", "figures_requests", ["day"])
    name, table = "ix_figures_requests_open", "figures_requests"
    op.create_index(name, table, ["office"], sqlite_where=OPEN, postgresql_where=OPEN)
    _talks()
    _count()


def _talks() -> None:
    op.create_table(
        "figures_talks",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("talk", sa.String(64), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("wanted", "person", "alarm")),
        sa.PrimaryKeyConstraint("day", "talk", name="pk_figures_talks"),
    )
    op.create_table(
        "figures_topics",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figures_topics"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_figures_topics_day", "figures_topics", ["day"])


def _count() -> None:
    """Requests of before; their district is sealed and stays unknown."""
    opened, still = _minute("t.opened_at"), "t.status NOT IN ('closed', 'cancelled')"
    same = "o.requester = t.requester AND o.service = t.service AND o.id <> t.id AND o.opened_at <= t.opened_at"
    values = {
        "day": f"({opened} + {EAST}) / 1440 + {FIRST}",
        "hour": f"({opened} + {EAST}) % 1440 / 60",
        "opened": opened,
        **{step: f"{_minute(_first(n))} - {opened}" for n, step in enumerate(STEPS)},
        **{f"due_{step}": f"{_minute(f't.due_{step}')} - {opened}" for step in STEPS},
        **{name: f"t.rated_{name}" for name in ("satisfied", "contacted", "solved")},
        "open": still,
        "runs": f"{still} AND t.status <> 'waiting'",
        "cancelled": "t.status = 'cancelled'",
        "reopened": "t.reopened > 0",
        "again": f"EXISTS (SELECT 1 FROM tickets o WHERE {same} AND {_minute('o.opened_at')} >= {opened} - {MONTH})",  # noqa: S608
        "misheard": "EXISTS (SELECT 1 FROM lessons l WHERE l.ticket = t.id)",
        "service": "t.service",
        "office": "CASE WHEN t.responsible = '' THEN t.queue ELSE t.responsible END",
        "district": "''",
        "language": "p.language",
        "channel": "p.channel",
        "ticket": "t.id",
    }
    found = f"SELECT {', '.join(values.values())} FROM tickets t JOIN persons p ON p.id = t.requester"  # noqa: S608
    op.execute(f"INSERT INTO figures_requests ({', '.join(values)}) {found}")


def _first(n: int) -> str:
    """The moment of a step, or of the first one after it."""
    return f"coalesce({', '.join(DONE[n:])}, NULL)"


def _minute(moment: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        return f"CAST(floor(extract(epoch FROM {moment}) / 60) AS integer)"
    return f"CAST(strftime('%s', {moment}) AS INTEGER) / 60"


def downgrade() -> None:
    """Drop them."""
    for table in ("figures_topics", "figures_talks", "figures_requests"):
        op.drop_table(table)  # and its indexes
