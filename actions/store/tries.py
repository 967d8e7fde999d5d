"""Guesses, counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from actions.desk.ports import HOUR
from actions.store.tables import tries


class SqlTries:
    """The port `Tries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, person: str, what: str, now: datetime, *, within: timedelta = HOUR) -> int:
        """Count one more try, and say how many there were within the last hour, or that time."""
        mine = (tries.c.person == person, tries.c.what == what)
        self._connection.execute(delete(tries).where(*mine, tries.c.at <= now - within))
        self._connection.execute(insert(tries).values(person=person, what=what, at=now))
        return int(self._connection.execute(select(func.count()).select_from(tries).where(*mine)).scalar_one())

    def forgive(self, person: str, what: str) -> None:
        """Start again from none: who came in guessed no longer."""
        self._connection.execute(delete(tries).where(tries.c.person == person, tries.c.what == what))
