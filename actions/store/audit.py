"""Who did what to what, appended with the transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, or_, select

from actions.store.tables import audit, staff, tickets

_NOTE = insert(audit)


TALK = ("conversation", "hand_over")  # kinds of lines that are about a talk


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was noted; `number` where it is about a request that is still there."""

    id: int
    at: datetime
    actor: str
    action: str
    kind: str
    subject: str
    fields: tuple[str, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are wanted: from a moment until before another; the rest empty where nothing is asked of it."""

    since: datetime
    until: datetime
    actor: str = ""
    action: str = ""
    ticket: str = ""
    conversation: str = ""  # of that request: its talk's lines are wanted too
    kind: str = ""  # of what it was done to


class SqlAudit:
    """The port `Audit`: lines are kept until the commit and written together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.pending: list[dict[str, Any]] = []

    def note(self, *, at: datetime, actor: str, action: str, kind: str, id: str, fields: Sequence[str] = ()) -> None:
        """Append one line: ids and field names, never values."""
        row = {"at": at, "actor": actor, "action": action, "kind": kind, "subject": id}
        self.pending.append(row | {"fields": json.dumps(list(fields))})

    def holds(self, line: int, at: datetime, subject: str) -> bool:
        """Whether this very line is there."""
        query = select(audit.c.id).where(audit.c.id == line, audit.c.at == at, audit.c.subject == subject)
        return self._connection.execute(query).one_or_none() is not None

    def of_minors(self, since: datetime, until: datetime) -> Sequence[tuple[datetime, str, str, str, str, str]]:
        """What staff did to minors' records: moment, who, their role, what, the record's number, names of fields."""
        query = select(audit.c.at, audit.c.actor, staff.c.role, audit.c.action, tickets.c.number, audit.c.fields)
        query = query.join(tickets, tickets.c.id == audit.c.subject).join(staff, staff.c.username == audit.c.actor)
        query = query.where(audit.c.kind == "ticket", tickets.c.minor, audit.c.at >= since, audit.c.at < until)
        return [tuple(row) for row in self._connection.execute(query.order_by(audit.c.id))]

    def trail(self, kind: str, *, limit: int = 50) -> Sequence[Line]:
        """The latest lines of one kind, the newest first."""
        query = select(audit).where(audit.c.kind == kind).order_by(audit.c.id.desc()).limit(limit)
        return [_line(row) for row in self._connection.execute(query)]

    def page(self, sought: Sought, after: tuple[datetime, int] | None = None, *, limit: int) -> Sequence[Line]:
        """Lines, the newest first; those that come after the line of this moment and id."""
        of_request = and_(audit.c.kind == "ticket", tickets.c.id == audit.c.subject)
        query = select(audit, tickets.c.number).outerjoin_from(audit, tickets, of_request)
        query = query.where(audit.c.at >= sought.since, audit.c.at < sought.until)
        if sought.actor:
            query = query.where(audit.c.actor == sought.actor)
        if sought.action:
            query = query.where(audit.c.action == sought.action)
        if sought.kind:
            query = query.where(audit.c.kind == sought.kind)
        if sought.ticket:
            talk = and_(audit.c.kind.in_(TALK), audit.c.subject == sought.conversation)
            query = query.where(or_(and_(audit.c.kind == "ticket", audit.c.subject == sought.ticket), talk))
        if after:
            at, id = after
            query = query.where(audit.c.at <= at, or_(audit.c.at < at, audit.c.id < id))
        query = query.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
        return [_line(row, row.number or "") for row in self._connection.execute(query)]

    def flush(self) -> None:
        """Write what was noted."""
        if self.pending:
            self._connection.execute(_NOTE, self.pending)
            self.pending = []


def _line(row: Row[Any], number: str = "") -> Line:
    fields = tuple(json.loads(row.fields))
    return Line(row.id, row.at, row.actor, row.action, row.kind, row.subject, fields, number)
