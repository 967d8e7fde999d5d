"""The staff room: for each talk that staff look after, the place where they do so in their group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, ForeignKey, Index, String, Table, func, select, union

from actions.store.tables import Id, audit, counters, hand_overs, incidents, metadata, tickets
from actions.store.upsert import insert

SEEN = "rooms_audit"  # the counter of audit lines that were looked at
OVERLAP = 64  # lines looked at once more: with PostgreSQL a lower id may be committed after a higher one

rooms = Table(
    "rooms",
    metadata,
    Column("conversation", ForeignKey("conversations.id"), primary_key=True),
    Column("chat", BigInteger, nullable=False),  # the group; 0 before the first message
    Column("thread", BigInteger, nullable=False),  # the topic; 0 in a group without topics
    Column("card", Id, nullable=False),  # a fingerprint of what the card shows
    Column("state", String(160), nullable=False),  # who had the talk, and which request was the newest
)
Index("ix_rooms_thread", rooms.c.chat, rooms.c.thread)


@dataclass(frozen=True, slots=True)
class Room:
    """One talk's place in the group."""

    conversation: str
    chat: int = 0
    thread: int = 0
    card: str = ""
    state: str = ""


class SqlRooms:
    """Within a unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, conversation: str) -> Room | None:
        """The room of this talk."""
        row = self._connection.execute(select(rooms).where(rooms.c.conversation == conversation)).one_or_none()
        return Room(**row._mapping) if row else None

    def at(self, chat: int, thread: int) -> Room | None:
        """The room that lies there."""
        query = select(rooms).where(rooms.c.chat == chat, rooms.c.thread == thread)
        row = self._connection.execute(query).one_or_none() if thread else None
        return Room(**row._mapping) if row else None

    def save(self, room: Room) -> None:
        """Add or write back."""
        values = {name: getattr(room, name) for name in Room.__slots__}
        query = insert(self._connection, rooms).values(values)
        self._connection.execute(query.on_conflict_do_update(index_elements=["conversation"], set_=values))

    def changed(self) -> tuple[int, Sequence[str]] | None:
        """The last audit line and the conversations that the new ones are about; at first those that need somebody."""
        last = int(self._connection.execute(select(func.coalesce(func.max(audit.c.id), 0))).scalar_one())
        seen = self._connection.execute(select(counters.c.last).where(counters.c.name == SEEN)).scalar_one_or_none()
        if seen is None:
            waiting = select(hand_overs.c.conversation).where(hand_overs.c.state != "ended")
            alarms = select(incidents.c.conversation).where(incidents.c.taken_by == "")
            return last, list(self._connection.execute(union(waiting, alarms)).scalars())
        if last <= seen:
            return None
        new = (audit.c.id > seen - OVERLAP, audit.c.action != "read")
        called = select(audit.c.subject).where(*new, audit.c.kind == "hand_over")
        asked = select(tickets.c.conversation).join_from(audit, tickets, audit.c.subject == tickets.c.id)
        alarmed = select(incidents.c.conversation).join_from(audit, incidents, audit.c.subject == incidents.c.id)
        query = union(
            called, asked.where(*new, audit.c.kind == "ticket"), alarmed.where(*new, audit.c.kind == "incident")
        )
        return last, list(self._connection.execute(query).scalars())

    def seen(self, last: int) -> None:
        """All audit lines up to this one were looked at."""
        query = insert(self._connection, counters).values(name=SEEN, last=last)
        self._connection.execute(query.on_conflict_do_update(index_elements=["name"], set_={"last": last}))
