"""Who has the talk, in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from actions.desk.person import HandOver
from actions.store.tables import hand_overs
from actions.store.upsert import insert


class SqlHandOvers:
    """The port `HandOvers`: one row a conversation, the latest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, conversation: str, *, lock: bool = False) -> HandOver | None:
        """The running one of this conversation, or None."""
        query = select(hand_overs).where(hand_overs.c.conversation == conversation, hand_overs.c.state != "ended")
        row = self._connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
        return HandOver(**row._mapping) if row else None

    def save(self, hand_over: HandOver) -> None:
        """Add or write back."""
        values = {name: getattr(hand_over, name) for name in HandOver.__slots__}
        query = insert(self._connection, hand_overs).values(values)
        self._connection.execute(query.on_conflict_do_update(index_elements=["conversation"], set_=values))

    def waiting(self) -> Sequence[HandOver]:
        """Those nobody has taken, oldest first."""
        query = select(hand_overs).where(hand_overs.c.state == "waiting").order_by(hand_overs.c.since)
        return [HandOver(**row._mapping) for row in self._connection.execute(query)]

    def held(self) -> Sequence[HandOver]:
        """Those that somebody has, oldest first."""
        query = select(hand_overs).where(hand_overs.c.state == "held").order_by(hand_overs.c.since)
        return [HandOver(**row._mapping) for row in self._connection.execute(query)]
