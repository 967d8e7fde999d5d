"""Who of the staff is logged in: of a session's secret only the digest is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from actions.store.tables import sessions


@dataclass(frozen=True, slots=True)
class Session:
    """One log-in: until when at most, and when it was last used."""

    staff: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class SqlSessions:
    """Sessions by their secret."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, secret: str, session: Session, *, idle_since: datetime) -> None:
        """Keep a new one; those that ended, or that nobody used since `idle_since`, go."""
        over = (sessions.c.expires_at <= session.created_at) | (sessions.c.seen_at <= idle_since)
        self._connection.execute(delete(sessions).where(over))
        values = {name: getattr(session, name) for name in Session.__slots__}
        self._connection.execute(insert(sessions).values(digest=digest(secret), **values))

    def get(self, secret: str) -> Session | None:
        """The one with this secret, over or not."""
        row = self._connection.execute(select(sessions).where(sessions.c.digest == digest(secret))).one_or_none()
        return Session(row.staff, row.created_at, row.seen_at, row.expires_at) if row else None

    def seen(self, secret: str, now: datetime) -> None:
        """It was used."""
        self._connection.execute(update(sessions).where(sessions.c.digest == digest(secret)).values(seen_at=now))

    def there(self, secret: str, now: datetime) -> None:
        """A page of it is open, whether anybody uses it or not."""
        self._connection.execute(update(sessions).where(sessions.c.digest == digest(secret)).values(there_at=now))

    def present(self, since: datetime) -> Sequence[str]:
        """User names of those with a page open since then."""
        query = select(sessions.c.staff).where(sessions.c.there_at >= since).distinct().order_by(sessions.c.staff)
        return list(self._connection.execute(query).scalars())

    def end(self, secret: str) -> None:
        """Log out."""
        self._connection.execute(delete(sessions).where(sessions.c.digest == digest(secret)))

    def end_all(self, staff: str) -> None:
        """Log somebody out everywhere."""
        self._connection.execute(delete(sessions).where(sessions.c.staff == staff))


def digest(secret: str) -> str:
    """What is kept of a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
