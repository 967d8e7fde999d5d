"""Who did what to what, appended with the transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from actions.store.tables import audit, staff, tickets

_NOTE = insert(audit)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was noted."""

    at: datetime
    actor: str
    action: str
    subject: str
    fields: tuple[str, ...]


class SqlAudit:
    """The port `Audit`: lines are kept until the commit and written together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[dict[str, Any]] = []

    def note(self, *, at: datetime, actor: str, action: str, kind: str, id: str, fields: Sequence[str] = ()) -> None:
        """Append one line: ids and field names, never values."""
        row = {"at": at, "actor": actor, "action": action, "kind": kind, "subject": id}
        self._rows.append(row | {"fields": json.dumps(list(fields))})

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
        query = select(audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.fields)
        rows = self._connection.execute(query.where(audit.c.kind == kind).order_by(audit.c.id.desc()).limit(limit))
        return [Line(row.at, row.actor, row.action, row.subject, tuple(json.loads(row.fields))) for row in rows]

    def flush(self) -> None:
        """Write what was noted."""
        if self._rows:
            self._connection.execute(_NOTE, self._rows)
            self._rows = []
