"""Persons and the links between them in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, delete, insert, select, update

from actions.desk.person import Link, Person
from actions.store.encryption import Vault
from actions.store.files import files
from actions.store.files import forget as forget_files
from actions.store.invites import invites
from actions.store.strays import PLACE as STRAY
from actions.store.tables import conversations, hand_overs, inbox, incidents, links, outbox, persons, strays, tries

PROFILE: dict[str, Any] = dict.fromkeys(("name", "name_index", "phone", "phone_index", "district", "consents"))

_AT = select(persons).where(persons.c.channel == bindparam("channel"), persons.c.address_index == bindparam("address"))
_GET = select(persons).where(persons.c.id == bindparam("id"))

_LINKS = select(links).order_by(links.c.created_at, links.c.id)
_LINKS_TO = _LINKS.where(links.c.followed == bindparam("person"))
_LINKS_OF = _LINKS.where(links.c.follower == bindparam("person"))


class SqlPeople:
    """The port `People`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self.forgot: set[str] = set()  # conversations of those who were forgotten in this transaction

    def at(self, channel: str, address: str) -> Person | None:
        """Who is reached there."""
        index = address_index(self._vault, channel, address)
        row = self._connection.execute(_AT, {"channel": channel, "address": index}).one_or_none()
        return person_of(row, self._vault) if row else None

    def get(self, id: str) -> Person | None:
        """By id."""
        row = self._connection.execute(_GET, {"id": id}).one_or_none()
        return person_of(row, self._vault) if row else None

    def find(self, *, phone: str = "", name: str = "") -> Sequence[Person]:
        """Those with this phone, or this full name."""
        column, value = ("phone_index", phone) if phone else ("name_index", name)
        query = select(persons).where(persons.c[column] == self._vault.index(column, value)).order_by(persons.c.id)
        return [person_of(row, self._vault) for row in self._connection.execute(query)]

    def add(self, person: Person) -> None:
        """Keep a new one."""
        self._connection.execute(insert(persons), person_row(person, self._vault))

    def save(self, person: Person) -> None:
        """Write back."""
        row = person_row(person, self._vault)
        self._connection.execute(update(persons).where(persons.c.id == person.id), row)

    def forget(self, id: str, at: datetime) -> None:
        """
        Blank what is known of a person, the conversation's memory and messages; the address stays, to answer.

        Rows are taken as staff take them: the talk, its alarms, all else, and the conversation last, at the commit.
        """
        run = self._connection.execute
        mine = list(run(select(conversations.c.id).where(conversations.c.person == id)).scalars())
        self.forgot.update(mine)
        run(update(hand_overs).where(hand_overs.c.conversation.in_(mine)).values(callback=None))
        # an alarm that nobody took yet keeps its words until somebody did (`retention.py`)
        run(
            update(incidents).where(incidents.c.person == id, incidents.c.taken_by != "").values(text=None, result=None)
        )
        self._drop_strays(id)
        run(update(persons).where(persons.c.id == id).values(**PROFILE, manner="", forgotten_at=at))
        forget_files(self._connection, files.c.conversation.in_(mine) & (files.c.ticket == ""))
        run(update(inbox).where(inbox.c.conversation.in_(mine), inbox.c.state != "waiting").values(payload=None))
        # one that is being sent goes too: whoever sends it has it in hand and finds nothing to mark
        run(delete(outbox).where(outbox.c.conversation.in_(mine)))
        run(delete(tries).where(tries.c.person == id))
        run(delete(invites).where(invites.c.subject == id))

    def _drop_strays(self, id: str) -> None:
        """What nobody could read and names this person's address: there are few, and no column tells whose they are."""
        person = self.get(id)
        if person is None:
            return
        query = select(strays.c.key, strays.c.payload).where(strays.c.channel == person.channel)
        found = self._connection.execute(query).all()
        gone = [row.key for row in found if person.address in self._vault.open(STRAY, row.key, row.payload)]
        self._connection.execute(delete(strays).where(strays.c.key.in_(gone)))

    def conversation_of(self, id: str) -> str | None:
        """The id of the conversation where this person is reached."""
        query = select(conversations.c.id).where(conversations.c.person == id).limit(1)
        return self._connection.execute(query).scalar_one_or_none()

    def links_to(self, followed: str) -> Sequence[Link]:
        """Who follows this person."""
        return self._links(_LINKS_TO, followed)

    def links_of(self, follower: str) -> Sequence[Link]:
        """Whom this person follows."""
        return self._links(_LINKS_OF, follower)

    def add_link(self, link: Link) -> None:
        """Keep a new one."""
        self._connection.execute(insert(links), _link_row(link, self._vault))

    def save_link(self, link: Link) -> None:
        """Write back."""
        self._connection.execute(update(links).where(links.c.id == link.id), _link_row(link, self._vault))

    def _links(self, query: Executable, person: str) -> list[Link]:
        return [self._link(row) for row in self._connection.execute(query, {"person": person})]

    def _link(self, row: Row[Any]) -> Link:
        return Link(**dict(row._mapping) | {"label": self._vault.open("links.label", row.id, row.label)})

    def links_waiting(self) -> Sequence[Link]:
        """Those that nobody has agreed to yet, for staff."""
        query = _LINKS.where(links.c.approved_at.is_(None), links.c.expires_at.is_(None))
        return [self._link(row) for row in self._connection.execute(query)]


def address_index(vault: Vault, channel: str, address: str) -> bytes:
    """What a person is found by."""
    return vault.index("address", f"{channel}\0{address}")


def person_row(p: Person, vault: Vault) -> dict[str, Any]:
    """A person as a row."""
    return {
        "id": p.id,
        "channel": p.channel,
        "address": vault.seal("persons.address", p.id, p.address),
        "address_index": address_index(vault, p.channel, p.address),
        "language": p.language,
        "name": vault.seal("persons.name", p.id, p.name),
        "name_index": vault.index("name_index", p.name) if p.name else None,
        "phone": vault.seal("persons.phone", p.id, p.phone),
        "phone_index": vault.index("phone_index", p.phone) if p.phone else None,
        "district": vault.seal("persons.district", p.id, p.district),
        "consents": vault.seal_json("persons.consents", p.id, p.consents),
        "created_at": p.created_at,
        "manner": p.manner,
    }


def person_of(row: Row[Any], vault: Vault) -> Person:
    """A row as a person."""
    return Person(
        id=row.id,
        channel=row.channel,
        address=vault.open("persons.address", row.id, row.address),
        language=row.language,
        name=vault.open("persons.name", row.id, row.name),
        phone=vault.open("persons.phone", row.id, row.phone),
        district=vault.open("persons.district", row.id, row.district),
        consents=vault.open_json("persons.consents", row.id, row.consents, {}),
        created_at=row.created_at,
        manner=row.manner,
    )


def _link_row(link: Link, vault: Vault) -> dict[str, Any]:
    row = {name: getattr(link, name) for name in Link.__slots__}
    return row | {"label": vault.seal("links.label", link.id, link.label)}
