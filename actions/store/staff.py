"""Members of staff in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from actions.desk.person import Staff
from actions.store import tables
from actions.store.namings import named
from actions.store.upsert import insert


class SqlStaffBook:
    """The port `StaffBook`."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now

    def get(self, username: str, *, lock: bool = False) -> Staff | None:
        """By user name; locked where it is to be written back."""
        query = select(tables.staff).where(tables.staff.c.username == username)
        row = self._connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
        return _staff(row, named(self._connection, self._now, username)) if row else None

    def save(self, staff: Staff) -> None:
        """Add or write back."""
        values = {column.name: getattr(staff, column.name) for column in tables.staff.c}
        values["queues"] = json.dumps(staff.queues)
        query = insert(self._connection, tables.staff).values(values)
        self._connection.execute(query.on_conflict_do_update(index_elements=["username"], set_=values))

    def all(self, *, lock: bool = False) -> Sequence[Staff]:
        """Everybody, by user name; locked in this order where what one does depends on who else is there."""
        query = select(tables.staff).order_by(tables.staff.c.username)
        rows = self._connection.execute(query.with_for_update(key_share=True) if lock else query).all()
        open_to = named(self._connection, self._now)
        return [_staff(row, open_to) for row in rows]


def _staff(row: Row[Any], open_to: Mapping[str, frozenset[str]]) -> Staff:
    more = {"queues": tuple(json.loads(row.queues)), "named": open_to.get(row.username, frozenset())}
    return Staff(**dict(row._mapping) | more)
