"""Who has the talk, in the database, and how long calls waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, Select, Table, delete, select
from sqlalchemy import insert as plain_insert

from actions.desk.person import HandOver
from actions.store.encryption import Vault
from actions.store.tables import Moment, Serial, hand_overs, metadata
from actions.store.upsert import insert

take_overs = Table(
    "take_overs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("waited_s", Integer, nullable=False),
)
KEPT = timedelta(days=30)  # after which nobody asks how long a call waited


class SqlHandOvers:
    """The port `HandOvers`: one row a conversation, the latest."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def of(self, conversation: str, *, lock: bool = False) -> HandOver | None:
        """The running one of this conversation, or None."""
        query = select(hand_overs).where(hand_overs.c.conversation == conversation, hand_overs.c.state != "ended")
        row = self._connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
        return self._hand_over(row) if row else None

    def is_held(self, conversation: str) -> bool:
        """Whether somebody of the staff has the talk; nothing sealed is opened for it."""
        held = (hand_overs.c.conversation == conversation, hand_overs.c.state == "held")
        return self._connection.execute(select(hand_overs.c.conversation).where(*held)).one_or_none() is not None

    def save(self, hand_over: HandOver) -> None:
        """Add or write back."""
        values = {name: getattr(hand_over, name) for name in HandOver.__slots__}
        back = hand_over.callback
        values["callback"] = (
            self._vault.seal_json("hand_overs.callback", hand_over.conversation, back) if back else None
        )
        query = insert(self._connection, hand_overs).values(values)
        self._connection.execute(query.on_conflict_do_update(index_elements=["conversation"], set_=values))

    def waiting(self) -> Sequence[HandOver]:
        """Those nobody has taken, oldest first."""
        return self._all(select(hand_overs).where(hand_overs.c.state == "waiting"))

    def held(self) -> Sequence[HandOver]:
        """Those that somebody has, oldest first."""
        return self._all(select(hand_overs).where(hand_overs.c.state == "held"))

    def took(self, at: datetime, waited: timedelta) -> None:
        """Note how long a call had waited when it was taken; what is long past goes."""
        self._connection.execute(delete(take_overs).where(take_overs.c.at < at - KEPT))
        self._connection.execute(plain_insert(take_overs).values(at=at, waited_s=int(waited.total_seconds())))

    def waits(self, since: datetime) -> Sequence[timedelta]:
        """How long each call waited that was taken since then."""
        query = select(take_overs.c.waited_s).where(take_overs.c.at >= since)
        return [timedelta(seconds=seconds) for seconds in self._connection.execute(query).scalars()]

    def _all(self, query: Select[Any]) -> list[HandOver]:
        return [self._hand_over(row) for row in self._connection.execute(query.order_by(hand_overs.c.since))]

    def _hand_over(self, row: Row[Any]) -> HandOver:
        back = self._vault.open_json("hand_overs.callback", row.conversation, row.callback, None)
        return HandOver(**dict(row._mapping) | {"callback": (back[0], back[1]) if back else None})
