"""Guesses, counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from actions.store.tables import tries

WITHIN = timedelta(hours=1)


class SqlTries:
    """The port `Tries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, person: str, what: str, now: datetime) -> int:
        """Count one more try, and say how many there were within the last hour."""
        mine = (tries.c.person == person, tries.c.what == what)
        self._connection.execute(delete(tries).where(*mine, tries.c.at <= now - WITHIN))
        self._connection.execute(insert(tries).values(person=person, what=what, at=now))
        return int(self._connection.execute(select(func.count()).select_from(tries).where(*mine)).scalar_one())
