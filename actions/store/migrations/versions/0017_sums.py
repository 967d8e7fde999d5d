"""What is over is summed up by months, so that figures of a year are read from some thousand rows. Revision 0017."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ANSWERS = ("contacted", "contacted_asked", "solved", "solved_asked", "satisfied", "satisfied_asked")
STEPS = ("taken_up", "first_contact", "result", "closed")
KEPT = tuple(f"{step}{of}" for step in STEPS for of in ("", "_due"))
COUNTS = ("number", "cancelled", *ANSWERS, *KEPT, "again", "reopened", "misheard")
TALKS = ("number", "wanted", "person", "alarm")
OPEN = sa.text("open")
LOOSE = sa.text("NOT summed")
TENTH = sa.text("opened - opened / 10 * 10 = 0")
READ = ["service", "office", "district", *STEPS]


def upgrade() -> None:
    """Make them; the daily sweep fills them."""
    requests = "figures_requests"
    op.add_column(requests, sa.Column("summed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_figures_requests_loose",
        requests,
        ["day"],
        sqlite_where=LOOSE,
        postgresql_where=LOOSE,
        postgresql_include=["hour"],
    )
    _open(["service", "district", "runs", "opened", *STEPS, *(f"due_{step}" for step in STEPS)])
    op.create_index(
        "ix_figures_requests_tenth",
        requests,
        ["day"],
        sqlite_where=TENTH,
        postgresql_where=TENTH,
        postgresql_include=READ,
    )
    names = ("service", "office", "district")
    _make("figures_months", sa.Column("month", sa.Integer()), *(_word(name, 64) for name in names), counts=COUNTS)
    _make("figures_hours", sa.Column("day", sa.Integer()), sa.Column("hour", sa.SmallInteger()), counts=("number",))
    _make("figures_talk_days", sa.Column("day", sa.Integer()), _word("language", 32), counts=TALKS)
    _make("figures_topic_days", sa.Column("day", sa.Integer()), _word("topic", 64), counts=("number",))


def _open(more: list[str]) -> None:
    """The index of the open ones, with what is read beside it."""
    name, table = "ix_figures_requests_open", "figures_requests"
    op.drop_index(name, table)
    op.create_index(name, table, ["office"], sqlite_where=OPEN, postgresql_where=OPEN, postgresql_include=more)


def _word(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length))


def _make(table: str, *keys: sa.Column[int] | sa.Column[str], counts: tuple[str, ...]) -> None:
    for key in keys:
        key.nullable = False
    numbers = (sa.Column(name, sa.Integer(), nullable=False) for name in counts)
    op.create_table(table, *keys, *numbers, sa.PrimaryKeyConstraint(*(key.name for key in keys), name=f"pk_{table}"))


def downgrade() -> None:
    """Talks and topics that were summed up are rows again: as many, with the same marks."""
    _expand("talk", "day, talk, language, channel, wanted, person, alarm", TALK)
    _expand("topic", "day, topic, language", "day, topic, 'zh_Hans'")
    for table in ("figures_topic_days", "figures_talk_days", "figures_hours", "figures_months"):
        op.drop_table(table)
    for index in ("tenth", "loose"):
        op.drop_index(f"ix_figures_requests_{index}", "figures_requests")
    _open([])
    op.drop_column("figures_requests", "summed")


TALK = "day, language || '-' || n, language, '', n <= wanted, n <= person, n <= alarm"


def _expand(what: str, columns: str, values: str) -> None:
    days = f"figures_{what}_days"
    numbers = f"SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < (SELECT max(number) FROM {days})"  # noqa: S608
    found = f"SELECT {values} FROM {days} JOIN numbers ON n <= number"  # noqa: S608
    op.execute(f"INSERT INTO figures_{what}s ({columns}) WITH RECURSIVE numbers(n) AS ({numbers}) {found}")
