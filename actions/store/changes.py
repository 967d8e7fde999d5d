"""A mark of how far things have come, so that an open page can tell whether it is still up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, Table, TextClause, func, select, union

from actions.store.sessions import digest
from actions.store.tables import CHANGED, UNTAKEN, audit, hand_overs, inbox, incidents, outbox, sessions, staff

WINDOW = 64  # rows of the end: with PostgreSQL a lower id may be committed after a higher one


@dataclass(frozen=True, slots=True)
class Look:
    """What an open page asks each second: whose session it is, how far things have come, how many wait."""

    role: str
    disabled: bool
    seen_at: datetime
    expires_at: datetime
    mark: str
    alarms: int
    people: int


class SqlChanges:
    """Marks: equal where nothing changed, different where something did."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, conversation: str = "") -> str:
        """What was done to requests, talks and alarms; with a conversation also what was said there, and arrived."""
        return _joined(self._connection.execute(select(*_parts(conversation))).one())

    def look(self, secret: str, conversation: str = "") -> Look | None:
        """All of it in one statement; None where there is no such session."""
        whose = (staff.c.role, staff.c.disabled, sessions.c.seen_at, sessions.c.expires_at)
        query = select(*whose, *_waiting(), *_parts(conversation)).join_from(sessions, staff)
        row = self._connection.execute(query.where(sessions.c.digest == digest(secret))).one_or_none()
        if row is None:
            return None
        role, disabled, seen_at, expires_at, alarms, people, *parts = row
        return Look(role, disabled, seen_at, expires_at, _joined(parts), int(alarms), int(people))


def _joined(parts: Sequence[Any]) -> str:
    return ".".join(str(part) for part in parts)


def _parts(conversation: str) -> list[ScalarSelect[int]]:
    parts: list[Select[Any]] = [_end(audit, CHANGED)]
    if conversation:
        parts += [_end(table, table.c.conversation == conversation) for table in (inbox, outbox)]
        parts.append(_arrived(conversation))
    return [part.scalar_subquery() for part in parts]


def _waiting() -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """How many ring, by an alarm that nobody has or by a call after one, and how many wait at all: persons."""
    alarms = select(incidents.c.conversation).where(UNTAKEN)
    calls = select(hand_overs.c.conversation).where(hand_overs.c.state == "waiting")
    ringing = union(alarms, calls.where(hand_overs.c.reason == "crisis")).subquery()
    everyone = union(alarms, calls).subquery()
    return (
        select(func.count()).select_from(ringing).scalar_subquery(),
        select(func.count()).select_from(everyone).scalar_subquery(),
    )


def _arrived(conversation: str) -> Select[int]:
    """How many of the last messages reached the person."""
    last = select(outbox.c.state).where(outbox.c.conversation == conversation).order_by(outbox.c.id.desc())
    found = last.limit(WINDOW).subquery()
    return select(func.count()).where(found.c.state == "sent")


def _end(table: Table, *where: ColumnElement[bool] | TextClause) -> Select[tuple[int]]:
    """The sum of the last ids: every further row makes it greater, whenever it is committed."""
    last = select(table.c.id).where(*where).order_by(table.c.id.desc()).limit(WINDOW).subquery()
    return select(func.coalesce(func.sum(last.c.id), 0))
