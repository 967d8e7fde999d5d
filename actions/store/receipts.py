"""The other side's numbers of messages that arrived there: which of ours has which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

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
        return self._of_number(outbox.c.cause, receipt, outbox.c.conversation == conversation)

    def since(self, conversation: str, since: datetime) -> Sequence[int]:
        """The other side's numbers for what arrived since then, of each piece."""
        query = select(outbox.c.earlier, outbox.c.receipt).where(
            outbox.c.conversation == conversation, outbox.c.sent_at >= since, outbox.c.receipt.is_not(None)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(outbox.c.id)).all()
        return [number for earlier, last in rows for number in (*map(int, (earlier or "").split(",")[1:-1]), last)]

    def conversation(self, channel: str, receipt: int) -> str | None:
        """The conversation whose message has this number on the other side."""
        return self._of_number(outbox.c.conversation, receipt, outbox.c.channel == channel)

    def _of_number(self, told: ColumnElement[str], receipt: int, where: ColumnElement[bool]) -> str | None:
        """Of the message with this number, else of the one with such a piece: few have any."""
        piece = and_(outbox.c.earlier.is_not(None), outbox.c.earlier.like(f"%,{receipt},%"))
        with self._database.read() as connection:
            for which in (outbox.c.receipt == receipt, piece):
                query = select(told).where(where, which).order_by(outbox.c.id.desc()).limit(1)
                if (found := connection.execute(query).scalar_one_or_none()) is not None:
                    return found
        return None
