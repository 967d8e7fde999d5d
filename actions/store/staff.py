"""Members of staff in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from actions.desk.person import Staff
from actions.store import tables
from actions.store.upsert import insert


class SqlStaffBook:
    """The port `StaffBook`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, username: str) -> Staff | None:
        """By user name."""
        row = self._connection.execute(select(tables.staff).where(tables.staff.c.username == username)).one_or_none()
        return _staff(row) if row else None

    def save(self, staff: Staff) -> None:
        """Add or write back."""
        values = {name: getattr(staff, name) for name in Staff.__slots__} | {"queues": json.dumps(staff.queues)}
        query = insert(self._connection, tables.staff).values(values)
        self._connection.execute(query.on_conflict_do_update(index_elements=["username"], set_=values))

    def all(self) -> Sequence[Staff]:
        """Everybody."""
        return [_staff(row) for row in self._connection.execute(select(tables.staff).order_by(tables.staff.c.username))]


def _staff(row: Row[Any]) -> Staff:
    return Staff(**dict(row._mapping) | {"queues": tuple(json.loads(row.queues))})
