"""What the desk could not deal with, for staff: messages set aside at their turn, and what a channel could not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from actions.store.engine import Database
from actions.store.inbox import make_ready
from actions.store.tables import ASIDE, conversations, inbox, persons, strays


@dataclass(frozen=True, slots=True)
class Unread:
    """One of them: `id` and `conversation` where it came as far as the inbox, else the `key` of a stray."""

    at: datetime
    channel: str
    error: str  # the error's class
    id: int = 0
    conversation: str = ""
    key: str = ""


class UnreadMessages:
    """Each call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, limit: int = 100) -> Sequence[Unread]:
        """Both kinds, the latest first."""
        query = (
            select(inbox.c.received_at, persons.c.channel, inbox.c.error, inbox.c.id, inbox.c.conversation)
            .join_from(inbox, conversations, conversations.c.id == inbox.c.conversation)
            .join(persons, persons.c.id == conversations.c.person)
            .where(ASIDE)
        )
        without = select(strays.c.at, strays.c.channel, strays.c.error, strays.c.key)
        with self._database.read() as connection:
            found = [Unread(*row) for row in connection.execute(query.order_by(inbox.c.id.desc()).limit(limit))]
            for at, channel, error, key in connection.execute(without.order_by(strays.c.at.desc()).limit(limit)):
                found.append(Unread(at, channel, error, key=key))
        return sorted(found, key=lambda one: one.at, reverse=True)[:limit]

    def again(self, id: int, now: datetime) -> bool:
        """Have a message read once more; False where it was not set aside."""
        query = update(inbox).where(inbox.c.id == id, ASIDE).values(state="waiting", attempts=0, ready_at=now)
        with self._database.write() as connection:
            conversation = connection.execute(query.returning(inbox.c.conversation)).scalar_one_or_none()
            if conversation is not None:
                make_ready(connection, conversation, now)
            connection.commit()
        return conversation is not None


def count(connection: Connection) -> int:
    """How many of both."""
    queries = (select(func.count()).select_from(inbox).where(ASIDE), select(func.count()).select_from(strays))
    return sum(int(connection.execute(query).scalar_one()) for query in queries)
