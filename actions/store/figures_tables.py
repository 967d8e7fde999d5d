"""What is counted, as tables: narrow rows without anything personal, and the sums of what is over."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import Boolean, Column, Index, Integer, SmallInteger, Table, false, text

from actions.desk.figures import Cell
from actions.desk.ticket import STEPS
from actions.store.tables import Id, Serial, Word, metadata

figures_requests = Table(
    "figures_requests",
    metadata,
    # what is summed stands first: a scan of a million rows reads no further than it must
    Column("day", Integer, nullable=False, index=True),  # ordinal of the local date
    Column("hour", SmallInteger, nullable=False),
    Column("opened", Integer, nullable=False),  # minutes since 1970; all that follow are minutes from it
    Column("taken_up", Integer),
    Column("first_contact", Integer),
    Column("result", Integer),
    Column("closed", Integer),
    Column("due_taken_up", Integer, nullable=False),
    Column("due_first_contact", Integer, nullable=False),
    Column("due_result", Integer, nullable=False),
    Column("due_closed", Integer, nullable=False),
    Column("satisfied", SmallInteger),
    Column("contacted", Boolean),
    Column("solved", Boolean),
    Column("open", Boolean, nullable=False),
    Column("runs", Boolean, nullable=False),  # its clock does: it is open and does not wait for the person
    Column("cancelled", Boolean, nullable=False),
    Column("reopened", Boolean, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("misheard", Boolean, nullable=False),
    Column("summed", Boolean, nullable=False, server_default=false()),  # it is in the sums of its month
    Column("service", Id, nullable=False),
    Column("office", Id, nullable=False),
    Column("district", Id, nullable=False),
    Column("language", Word, nullable=False),
    Column("channel", Word, nullable=False),
    Column("ticket", Id, primary_key=True),
)
OPEN = text("open")
Index(
    "ix_figures_requests_open",  # with all that tells what is late
    figures_requests.c.office,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
    postgresql_include=["service", "district", "runs", "opened", *STEPS, *(f"due_{step}" for step in STEPS)],
)
LOOSE = text("NOT summed")
Index(
    "ix_figures_requests_loose",
    figures_requests.c.day,
    sqlite_where=LOOSE,
    postgresql_where=LOOSE,
    postgresql_include=["hour"],
)
TENTH = text("opened - opened / 10 * 10 = 0")  # by the minute of the opening, so that the same ones are read each time
Index(
    "ix_figures_requests_tenth",
    figures_requests.c.day,
    sqlite_where=TENTH,
    postgresql_where=TENTH,
    postgresql_include=["service", "office", "district", *STEPS],
)

figures_talks = Table(
    "figures_talks",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("talk", Id, primary_key=True),  # a keyed digest, another one each day
    Column("language", Word, nullable=False),
    Column("channel", Word, nullable=False),
    Column("wanted", Boolean, nullable=False),
    Column("person", Boolean, nullable=False),
    Column("alarm", Boolean, nullable=False),
)

figures_topics = Table(
    "figures_topics",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("day", Integer, nullable=False, index=True),
    Column("topic", Id, nullable=False),
    Column("language", Word, nullable=False),
    sqlite_autoincrement=True,
)

SUMMED = tuple(one.name for one in fields(Cell) if one.name not in ("open", "late"))  # what is over is neither

figures_months = Table(
    "figures_months",
    metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),  # ordinal of its first day
    Column("service", Id, primary_key=True),
    Column("office", Id, primary_key=True),
    Column("district", Id, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in SUMMED),
)

figures_hours = Table(
    "figures_hours",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("hour", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

figures_talk_days = Table(
    "figures_talk_days",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("language", Word, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("number", "wanted", "person", "alarm")),
)

figures_topic_days = Table(
    "figures_topic_days",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("topic", Id, primary_key=True),
    Column("number", Integer, nullable=False),
)
