"""How the desk is doing: what waits, since when, and what is late; counts and moments, nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, TextClause, func, select

from actions.desk.ports import LANES
from actions.store import unread
from actions.store.engine import Database
from actions.store.files import files
from actions.store.tables import TROUBLED, UNFINISHED, UNTAKEN, WAITING, hand_overs, inbox, incidents, outbox, tickets


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and since when the longest does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """One look; `outbox` by channel and lane, `troubled` by channel."""

    inbox: Waiting
    outbox: Mapping[tuple[str, str], Waiting]
    troubled: Mapping[str, int]
    alarms: Waiting
    calls: Waiting
    files: Waiting
    aside: int
    requests_open: int
    requests_late: int


def feel(database: Database, now: datetime) -> Pulse:
    """Look once, in one reading transaction; every part is found by an index of what is unfinished."""
    with database.read() as connection:
        lanes = select(outbox.c.channel, outbox.c.lane, func.count(), func.min(outbox.c.put_at)).where(WAITING)
        said = connection.execute(lanes.group_by(outbox.c.channel, outbox.c.lane)).all()
        lost = select(outbox.c.channel, func.count()).where(TROUBLED).group_by(outbox.c.channel)
        return Pulse(
            inbox=_waiting(connection, inbox, inbox.c.received_at, WAITING),
            outbox={(row[0], LANES[row[1]]): Waiting(row[2], row[3]) for row in said},
            troubled={row[0]: row[1] for row in connection.execute(lost)},
            alarms=_waiting(connection, incidents, incidents.c.at, UNTAKEN),
            calls=_waiting(connection, hand_overs, hand_overs.c.since, hand_overs.c.state == "waiting"),
            files=_waiting(connection, files, files.c.put_at, WAITING),
            aside=unread.count(connection),
            requests_open=_count(connection, UNFINISHED),
            requests_late=_count(connection, UNFINISHED, tickets.c.due_next < now, tickets.c.waiting_since.is_(None)),
        )


def _waiting(
    connection: Connection, table: Table, since: ColumnElement[datetime], which: TextClause | ColumnElement[bool]
) -> Waiting:
    count, first = connection.execute(select(func.count(), func.min(since)).select_from(table).where(which)).one()
    return Waiting(count, first)


def _count(connection: Connection, *which: TextClause | ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(tickets).where(*which)).scalar_one())
