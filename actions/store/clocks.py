"""What the clocks told staff, once each, and the days that staff set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Index, Integer, String, Table, delete, select

from actions.desk.escalation import Escalation
from actions.desk.scope import Scope
from actions.store.scopes import seen
from actions.store.tables import ACTING, UNFINISHED, Moment, Word, metadata, tickets
from actions.store.upsert import insert

escalations = Table(
    "escalations",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("step", Word, primary_key=True),
    Column("level", Word, primary_key=True),  # warning | late | returned
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", String(10), primary_key=True),  # ISO
    Column("works", Boolean, nullable=False),
)
Index("ix_tickets_acts_at", tickets.c.acts_at, sqlite_where=ACTING, postgresql_where=ACTING)


class SqlEscalations:
    """The port `Escalations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, *, limit: int = 50) -> Sequence[str]:
        """Numbers of the requests whose clock is to be looked at, the longest due first."""
        query = select(tickets.c.number).where(tickets.c.acts_at <= now, ACTING)
        return list(self._connection.execute(query.order_by(tickets.c.acts_at).limit(limit)).scalars())

    def add(self, escalation: Escalation) -> bool:
        """Keep it; False where the same was told before."""
        values = {name: getattr(escalation, name) for name in Escalation.__slots__}
        query = insert(self._connection, escalations).values(values).on_conflict_do_nothing()
        return self._connection.execute(query.returning(escalations.c.ticket)).one_or_none() is not None

    def since(self, moment: datetime, *, limit: int = 500, scope: Scope | None = None) -> Sequence[Escalation]:
        """What was told from then on, of requests that are open and within the scope, the latest first."""
        query = select(escalations).join(tickets).where(escalations.c.at >= moment, UNFINISHED)
        if scope is not None:
            query = query.where(*seen(scope))
        query = query.order_by(escalations.c.at.desc()).limit(limit)
        return [Escalation(**row._mapping) for row in self._connection.execute(query)]


class SqlCalendarDays:
    """The port `CalendarDays`; read once a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._days: dict[str, bool] | None = None

    def days(self) -> Mapping[str, bool]:
        """ISO date → whether offices work."""
        if self._days is None:
            self._days = {row.day: row.works for row in self._connection.execute(select(calendar_days))}
        return self._days

    def set(self, day: date, works: bool | None) -> None:
        """Set a day; None: as the official calendar says."""
        self._days = None
        self._connection.execute(delete(calendar_days).where(calendar_days.c.day == day.isoformat()))
        if works is not None:
            values = {"day": day.isoformat(), "works": works}
            self._connection.execute(insert(self._connection, calendar_days).values(values))
