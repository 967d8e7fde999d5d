"""Conversations: what the assistant remembers of a talk, with its person and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, false, select, true

from actions.desk.person import HandOver, Person
from actions.store import tables
from actions.store.encryption import Vault
from actions.store.people import person_of, person_row
from actions.store.tables import conversations, hand_overs, persons
from actions.store.upsert import insert

_ON_DUTY = exists().where(tables.staff.c.on_duty == true(), tables.staff.c.disabled == false())
_THERE = exists().where(
    tables.staff.c.username == hand_overs.c.staff, tables.staff.c.on_duty == true(), tables.staff.c.disabled == false()
)
_LOAD = (
    select(
        persons,
        conversations.c.id.label("conversation"),
        conversations.c.state.label("memory"),
        conversations.c.token,
        conversations.c.ready_at,
        conversations.c.lease_until,
        hand_overs.c.state.label("hand_over"),
        hand_overs.c.reason,
        hand_overs.c.since,
        hand_overs.c.staff,
        _ON_DUTY.label("on_duty"),
        _THERE.label("there"),
    )
    .join_from(conversations, persons, persons.c.id == conversations.c.person)
    .outerjoin(hand_overs, (hand_overs.c.conversation == conversations.c.id) & (hand_overs.c.state != "ended"))
    .where(conversations.c.id == bindparam("id"))
)


type Memory = tuple[dict[str, Any], bool]  # what is remembered, and whether a question is open


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as it stands: its person, what is remembered (None at first), who has the talk."""

    id: str
    person: Person
    state: dict[str, Any] | None
    hand_over: HandOver | None
    on_duty: bool
    left: bool  # whoever has the talk went home with it
    token: int
    free: bool  # nothing waits there, and no worker has it


class SqlConversations:
    """Reading and creating; what is saved is written by the unit of work, at its commit."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self.states: dict[str, Memory] = {}
        self.held: dict[str, bool] = {}  # of what was read: whether staff had the talk

    def load(self, channel: str, address: str, *, now: datetime, language: str = "zh_Hans") -> Loaded:
        """The one with whoever is reached there; person and conversation are made at first sight."""
        id = conversation_id(self._vault, channel, address)
        found = self.get(id)
        if found is None:
            create(self._connection, self._vault, channel, address, now, language)
            found = self.get(id)
        assert found is not None
        return found

    def get(self, id: str) -> Loaded | None:
        """By id, in one query."""
        row = self._connection.execute(_LOAD, {"id": id}).one_or_none()
        if row is None:
            return None
        held = HandOver(id, row.hand_over, row.reason, row.since, row.staff) if row.hand_over else None
        self.held[id] = row.hand_over == "held"
        left = self.held[id] and not row.there
        state = self._vault.open_json("conversations.state", id, row.memory, None)
        free = row.ready_at is None and row.lease_until is None
        return Loaded(id, person_of(row, self._vault), state, held, bool(row.on_duty), left, row.token, free)

    def save(self, id: str, state: dict[str, Any], *, asking: bool = False) -> None:
        """Remember this from now on; while the desk is `asking`, what comes is an answer and waits for nothing."""
        self.states[id] = (state, asking)


def conversation_id(vault: Vault, channel: str, address: str) -> str:
    """The id of the one conversation with whoever is reached there: the same at every time and in every process."""
    return "c" + vault.index("conversation", f"{channel}\0{address}").hex()


def create(
    connection: Connection, vault: Vault, channel: str, address: str, now: datetime, language: str = "zh_Hans"
) -> None:
    """Make person and conversation where they are missing; two at once make one."""
    person = Person("p" + vault.index("person", f"{channel}\0{address}").hex(), channel, address, language)
    person.created_at = now
    known = select(persons.c.id).where(
        persons.c.channel == channel, persons.c.address_index == person_row(person, vault)["address_index"]
    )
    query = insert(connection, persons).values(person_row(person, vault)).on_conflict_do_nothing()
    connection.execute(query)
    values = {
        "id": conversation_id(vault, channel, address),
        "person": connection.execute(known).scalar_one(),
        "channel": channel,
        "asking": False,
        "said": 0,
        "token": 0,
        "worker": "",
    }
    connection.execute(insert(connection, conversations).values(values).on_conflict_do_nothing())
