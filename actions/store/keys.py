"""Keys of programs: each opens what the one may see who answers for it; of a key only the digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, String, Table, insert, select, update

from actions.store.sessions import digest
from actions.store.tables import Id, Moment, metadata

keys = Table(
    "keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", Id, nullable=False, unique=True),  # of the key, which stands nowhere here
    Column("staff", ForeignKey("staff.username"), nullable=False),
    Column("purpose", String(120), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: who answers for it and what it is for."""

    id: str
    staff: str
    purpose: str
    created_at: datetime
    ended_at: datetime | None = None


class SqlKeys:
    """Keys by their secret."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def make(self, staff: str, purpose: str, now: datetime) -> tuple[Key, str]:
        """A new key and its secret of 256 random bits, which is told this once."""
        key, secret = Key(secrets.token_hex(4), staff, purpose, now), secrets.token_urlsafe(32)
        values = {name: getattr(key, name) for name in Key.__slots__}
        self._connection.execute(insert(keys).values(digest=digest(secret), **values))
        return key, secret

    def holder(self, secret: str) -> str | None:
        """Who answers for the key with this secret; None where there is none, or it was ended."""
        query = select(keys.c.staff).where(keys.c.digest == digest(secret), keys.c.ended_at.is_(None))
        return self._connection.execute(query).scalar_one_or_none()

    def end(self, id: str, now: datetime) -> bool:
        """End a key; False where there is none that still opens."""
        query = update(keys).where(keys.c.id == id, keys.c.ended_at.is_(None)).values(ended_at=now)
        return self._connection.execute(query).rowcount == 1

    def all(self) -> Sequence[Key]:
        """Every key, the ended ones too, oldest first."""
        rows = self._connection.execute(select(keys).order_by(keys.c.created_at, keys.c.id))
        return [Key(row.id, row.staff, row.purpose, row.created_at, row.ended_at) for row in rows]
