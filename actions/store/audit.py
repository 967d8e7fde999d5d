"""Who did what to what, appended with the transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from actions.store.tables import audit

_NOTE = insert(audit)


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

    def flush(self) -> None:
        """Write what was noted."""
        if self._rows:
            self._connection.execute(_NOTE, self._rows)
            self._rows = []
