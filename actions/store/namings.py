"""Who was named for which minor's record, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Row, Table, insert, select, update

from actions.desk.naming import Naming
from actions.store.encryption import Sealed, Vault
from actions.store.tables import Id, Moment, metadata

namings = Table(
    "namings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff", ForeignKey("staff.username"), nullable=False, index=True),
    Column("ticket", Id, nullable=False, index=True),  # an id, or * for all in their queues
    Column("by", Id, nullable=False),
    Column("reason", Sealed),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("ended_at", Moment),
)


class SqlNamings:
    """The port `Namings`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def add(self, naming: Naming) -> None:
        """Keep a new one."""
        row = {name: getattr(naming, name) for name in Naming.__slots__}
        row["reason"] = self._vault.seal("namings.reason", naming.id, naming.reason)
        self._connection.execute(insert(namings), row)

    def end(self, id: str, now: datetime) -> bool:
        """End it; False where there is none that still holds."""
        holding = (namings.c.id == id, namings.c.ended_at.is_(None), namings.c.until > now)
        return self._connection.execute(update(namings).where(*holding).values(ended_at=now)).rowcount == 1

    def holding(self, now: datetime) -> Sequence[Naming]:
        """Every one that opens something now, the latest first."""
        where = (namings.c.ended_at.is_(None), namings.c.until > now)
        rows = self._connection.execute(select(namings).where(*where).order_by(namings.c.at.desc(), namings.c.id))
        return [self._naming(row) for row in rows]

    def _naming(self, row: Row[Any]) -> Naming:
        return Naming(**dict(row._mapping) | {"reason": self._vault.open("namings.reason", row.id, row.reason)})


def forget(connection: Connection, ticket: str) -> None:
    """Why somebody was named tells of whom the record is about: it goes with the record's words."""
    connection.execute(update(namings).where(namings.c.ticket == ticket).values(reason=None))


def named(connection: Connection, now: datetime, username: str = "") -> dict[str, frozenset[str]]:
    """What is open to whom by name now; of one, or of everybody."""
    query = select(namings.c.staff, namings.c.ticket).where(namings.c.ended_at.is_(None), namings.c.until > now)
    found: dict[str, frozenset[str]] = {}
    for staff, ticket in connection.execute(query.where(namings.c.staff == username) if username else query):
        found[staff] = found.get(staff, frozenset()) | {ticket}
    return found
