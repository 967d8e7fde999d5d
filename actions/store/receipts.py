"""The other side's numbers of messages that arrived there: which of ours has which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from actions.store.engine import Database
from actions.store.tables import outbox


class Receipts:
    """Looks up one by the other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, conversation: str, cause: str) -> int | None:
        """The other side's number for the latest message that this caused and that arrived."""
        query = select(outbox.c.receipt).where(
            outbox.c.conversation == conversation, outbox.c.cause == cause, outbox.c.receipt.is_not(None)
        )
        with self._database.read() as connection:
            return connection.execute(query.order_by(outbox.c.id.desc()).limit(1)).scalar_one_or_none()

    def cause(self, conversation: str, receipt: int) -> str | None:
        """What caused the message with this number on the other side; None where none of this conversation has it."""
        query = select(outbox.c.cause).where(outbox.c.conversation == conversation, outbox.c.receipt == receipt)
        with self._database.read() as connection:
            return connection.execute(query.order_by(outbox.c.id.desc()).limit(1)).scalar_one_or_none()

    def since(self, conversation: str, since: datetime) -> Sequence[int]:
        """The other side's numbers for what arrived since then."""
        query = select(outbox.c.receipt).where(
            outbox.c.conversation == conversation, outbox.c.sent_at >= since, outbox.c.receipt.is_not(None)
        )
        with self._database.read() as connection:
            return list(connection.execute(query.order_by(outbox.c.id)).scalars())

    def conversation(self, channel: str, receipt: int) -> str | None:
        """The conversation whose message has this number on the other side."""
        query = select(outbox.c.conversation).where(outbox.c.channel == channel, outbox.c.receipt == receipt)
        with self._database.read() as connection:
            return connection.execute(query.order_by(outbox.c.id.desc()).limit(1)).scalar_one_or_none()
