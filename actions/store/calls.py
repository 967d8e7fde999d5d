"""Calls to other programs: one for each line of a request's history, committed with it, made until it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    update,
)

from actions.store.engine import Database
from actions.store.tables import Id, Moment, Serial, Word, metadata, tickets

calls = Table(
    "calls",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("ticket", Id, nullable=False),  # which may be gone by the time
    Column("place", Integer, nullable=False),  # of the line in the request's history
    Column("state", Word, nullable=False),  # waiting | made | failed
    Column("ready_at", Moment, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("error", Id, nullable=False),  # a class, never content
    UniqueConstraint("ticket", "place", name="uq_calls_ticket"),
    sqlite_autoincrement=True,
)
_WAITING = text("state = 'waiting'")
Index("ix_calls_waiting", calls.c.ready_at, sqlite_where=_WAITING, postgresql_where=_WAITING)
Index("ix_tickets_opened_at", tickets.c.opened_at)
Index("ix_tickets_updated_at", tickets.c.updated_at)

_READY = (
    select(calls.c.id)
    .where(calls.c.state == "waiting", calls.c.ready_at <= bindparam("now"))
    .order_by(calls.c.ready_at, calls.c.id)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True)
)
_CLAIM = (
    update(calls)
    .where(calls.c.id.in_(bindparam("ids", expanding=True)))
    .values(ready_at=bindparam("until"), attempts=calls.c.attempts + 1)
)
_FULL = select(calls, tickets.c.number).outerjoin_from(calls, tickets, tickets.c.id == calls.c.ticket)


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make: the line `place` of the history of the request `number`, "" where that is gone."""

    id: int
    number: str
    place: int
    attempts: int


class CallQueue:
    """The caller's side; each use is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, until: datetime, *, limit: int = 20) -> Sequence[Call]:
        """Take calls to make; whoever is killed meanwhile leaves them to be made again after `until`."""
        with self._database.write() as connection:
            ids = list(connection.execute(_READY, {"now": now, "most": limit}).scalars())
            rows = []
            if ids:
                connection.execute(_CLAIM, {"ids": ids, "until": until})
                rows = list(connection.execute(_FULL.where(calls.c.id.in_(ids)).order_by(calls.c.id)))
            connection.commit()
        return [Call(row.id, row.number or "", row.place, row.attempts) for row in rows]

    def made(self, id: int) -> None:
        """It was taken."""
        self._mark(id, state="made", error="")

    def later(self, id: int, ready_at: datetime, error: str) -> None:
        """It was not: again at `ready_at`."""
        self._mark(id, ready_at=ready_at, error=error[:64])

    def failed(self, id: int, error: str) -> None:
        """It was tried long enough."""
        self._mark(id, state="failed", error=error[:64])

    def next_ready(self) -> datetime | None:
        """When the first waiting call may be made; None where none waits."""
        query = select(func.min(calls.c.ready_at)).where(calls.c.state == "waiting")
        with self._database.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def _mark(self, id: int, **values: object) -> None:
        with self._database.write() as connection:
            connection.execute(update(calls).where(calls.c.id == id).values(**values))
            connection.commit()
