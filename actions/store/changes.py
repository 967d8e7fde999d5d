"""A mark of how far things have come, so that an open page can tell whether it is still up to date."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, TextClause, func, select, union

from actions.store.tables import CHANGED, UNTAKEN, audit, hand_overs, inbox, incidents, outbox

WINDOW = 64  # rows of the end: with PostgreSQL a lower id may be committed after a higher one


class SqlChanges:
    """Marks: equal where nothing changed, different where something did."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, conversation: str = "") -> str:
        """What was done to requests, talks and alarms; with a conversation also what was said there, and arrived."""
        parts: list[Select[Any]] = [_end(audit, CHANGED)]
        if conversation:
            parts += [_end(table, table.c.conversation == conversation) for table in (inbox, outbox)]
            parts.append(_arrived(conversation))
        return ".".join(str(self._connection.execute(part).scalar_one()) for part in parts)

    def waiting(self) -> tuple[int, int]:
        """How many alarms nobody has taken, and how many people nobody has come to."""
        alarms = select(incidents.c.conversation).where(UNTAKEN)
        calls = select(hand_overs.c.conversation).where(hand_overs.c.state == "waiting")
        everyone = union(alarms, calls).subquery()
        counts = select(
            select(func.count()).select_from(alarms.subquery()).scalar_subquery(),
            select(func.count()).select_from(everyone).scalar_subquery(),
        )
        row = self._connection.execute(counts).one()
        return int(row[0]), int(row[1])


def _arrived(conversation: str) -> Select[int]:
    """How many of the last messages reached the person."""
    last = select(outbox.c.state).where(outbox.c.conversation == conversation).order_by(outbox.c.id.desc())
    found = last.limit(WINDOW).subquery()
    return select(func.count()).where(found.c.state == "sent")


def _end(table: Table, *where: ColumnElement[bool] | TextClause) -> Select[tuple[int]]:
    """The sum of the last ids: every further row makes it greater, whenever it is committed."""
    last = select(table.c.id).where(*where).order_by(table.c.id.desc()).limit(WINDOW).subquery()
    return select(func.coalesce(func.sum(last.c.id), 0))
