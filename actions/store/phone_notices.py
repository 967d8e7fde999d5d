"""News for people who have no chat: messages that wait until somebody tells them on the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, literal_column, select, update

from actions.desk.by_phone import PhoneNotice
from actions.desk.person import PHONE, Person
from actions.desk.scope import Scope
from actions.store import says
from actions.store.encryption import Vault
from actions.store.people import person_of
from actions.store.scopes import seen
from actions.store.tables import conversations, outbox, persons, tickets

MOST = 200  # looked at together; those come first that may be rung up the longest


class SqlPhoneNotices:
    """Delivery sends to channels that push; these are brought by whoever takes up the receiver."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def waiting(self, scope: Scope) -> Sequence[PhoneNotice]:
        """What nobody has told yet of requests in this scope; what tells of none counts with its person's latest."""
        rows = self._connection.execute(_waiting(scope, self._connection.dialect.name)).all()
        query = select(persons).where(persons.c.id.in_({row.person for row in rows}))
        people = {row.id: person_of(row, self._vault) for row in self._connection.execute(query)} if rows else {}
        return [self._notice(row, people[row.person]) for row in rows]

    def told(self, ids: Sequence[int], by: str, now: datetime) -> bool:
        """They know now; False where somebody else was faster with one of them."""
        return self._mark(ids, state="sent", sent_at=now, worker=by)

    def not_reached(self, ids: Sequence[int], again: datetime) -> bool:
        """Nobody answered: to be tried once more from then on."""
        return self._mark(ids, ready_at=again, attempts=outbox.c.attempts + 1)

    def given_up(self, ids: Sequence[int], error: str) -> bool:
        """They cannot be reached there; it stands among what did not arrive."""
        return self._mark(ids, state="failed", error=error)

    def _notice(self, row: Row[Any], person: Person) -> PhoneNotice:
        say = says.restore(self._vault.open_json("outbox.say", f"{row.conversation}/{row.place}", row.say, {}))
        return PhoneNotice(row.id, person, row.ticket, say, row.put_at, row.ready_at, row.attempts)

    def _mark(self, ids: Sequence[int], **values: object) -> bool:
        query = update(outbox).where(outbox.c.id.in_(ids), outbox.c.channel == PHONE, outbox.c.state == "waiting")
        return self._connection.execute(query.values(**values)).rowcount == len(ids)


def _waiting(scope: Scope, engine: str) -> Select[Any]:
    slash = (func.strpos if engine == "postgresql" else func.instr)(outbox.c.cause, "/")
    latest = (
        select(tickets.c.id)
        .where(tickets.c.requester == conversations.c.person)
        .order_by(tickets.c.opened_at.desc(), tickets.c.number.desc())
        .limit(1)
        .correlate(conversations)
        .scalar_subquery()
    )
    told_of = case((slash > 0, func.substr(outbox.c.cause, 1, slash - 1)), else_=latest)
    # in words of the index: a parameter would hide which part of the table it is
    mine = (outbox.c.state == literal_column("'waiting'"), outbox.c.channel == literal_column(f"'{PHONE}'"))
    query = select(outbox, conversations.c.person, tickets.c.id.label("ticket"))
    query = query.join_from(outbox, conversations, conversations.c.id == outbox.c.conversation)
    query = query.join(tickets, tickets.c.id == told_of).where(*mine, *seen(scope))
    return query.order_by(outbox.c.ready_at, outbox.c.id).limit(MOST)
