"""What programs passed on: their own reference of each update, so that one told twice is taken once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, String, Table

from actions.store.tables import Id, Moment, metadata
from actions.store.upsert import insert

passed_on = Table(
    "passed_on",
    metadata,
    Column("staff", Id, primary_key=True),
    Column("reference", String(200), primary_key=True),
    Column("at", Moment, nullable=False),
)


class SqlPassedOn:
    """References by whose key brought them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first_time(self, staff: str, reference: str, now: datetime) -> bool:
        """Remember it; False where it was told before."""
        row = insert(self._connection, passed_on).values(staff=staff, reference=reference, at=now)
        taken = self._connection.execute(row.on_conflict_do_nothing().returning(passed_on.c.reference))
        return taken.one_or_none() is not None
