"""Finding requests by words, names and numbers, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, exists, func, select

from actions.desk.scope import Scope
from actions.desk.ticket import Ticket
from actions.desk.words import holds, pairs, pieces, plain
from actions.store.encryption import Vault
from actions.store.engine import Database
from actions.store.scopes import seen
from actions.store.tables import counters, tickets
from actions.store.tickets import SqlTickets
from actions.store.upsert import insert
from actions.store.words import keep, print_of, ticket_words

NARROW = 6  # of a query's pairs, the rarest; more narrow nothing further
RARE = 500  # rows that are counted to tell how rare a pair is
CHUNK = 500
CANDIDATES = 60  # read at once: nearly all of them hold the words too
LOOKS = 4
INDEXED = "words"  # the counter that says that the requests of before are indexed too


class SqlSearch:
    """Finds what somebody may see, the newest first; what they may not see is not counted either."""

    def __init__(self, connection: Connection, vault: Vault, tickets: SqlTickets) -> None:
        self._connection, self._vault, self._tickets = connection, vault, tickets

    def by_words(self, scope: Scope, text: str, *, limit: int) -> list[Ticket]:
        """Requests in whose words every piece of the text stands; none where no two characters stand together in it."""
        marks = [print_of(self._vault, "pair", pair) for pair in pairs(text)]
        wanted, found, before = pieces(text), list[Ticket](), ""
        for _ in range(LOOKS):
            some = self.candidates(scope, marks, before=before)
            found += [one for one in some if holds(one, wanted)]
            if len(some) < CANDIDATES or len(found) >= limit:
                break
            before = some[-1].id
        return found[:limit]

    def by_whole(self, scope: Scope, value: str, *, limit: int) -> list[Ticket]:
        """Requests with this answer, a full name or a telephone number."""
        return self.candidates(scope, [print_of(self._vault, "whole", plain(value).strip())])[:limit]

    def of_persons(self, scope: Scope, ids: Sequence[str], *, limit: int) -> list[Ticket]:
        """Requests of these people."""
        query = select(tickets).where(tickets.c.requester.in_(ids), *seen(scope)).order_by(tickets.c.id.desc())
        return self._tickets.read(self._connection.execute(query.limit(limit)).all()) if ids else []

    def candidates(self, scope: Scope, marks: Sequence[bytes], *, before: str = "") -> list[Ticket]:
        """Requests with all these fingerprints, the rarest looked up first; the newest of those before an id."""
        if not marks:
            return []
        first, *others = sorted(marks, key=self._count)[:NARROW]
        query = select(tickets).join(ticket_words, ticket_words.c.ticket == tickets.c.id)
        query = query.where(ticket_words.c.word == first, *seen(scope))
        for mark in others:
            other = ticket_words.alias()
            query = query.where(exists().where(other.c.word == mark, other.c.ticket == ticket_words.c.ticket))
        if before:
            query = query.where(ticket_words.c.ticket < before)
        query = query.order_by(ticket_words.c.ticket.desc()).limit(CANDIDATES)  # an id sorts by time
        return self._tickets.read(self._connection.execute(query).all())

    def _count(self, mark: bytes) -> int:
        some = select(ticket_words.c.ticket).where(ticket_words.c.word == mark).limit(RARE).subquery()
        return int(self._connection.execute(select(func.count()).select_from(some)).scalar_one())


def index_all(database: Database, vault: Vault) -> None:
    """Once, after an update: the requests of before, so that they are found too."""
    with database.read() as connection:
        if connection.execute(select(counters.c.last).where(counters.c.name == INDEXED)).one_or_none():
            return
    last = ""
    while True:
        with database.write() as connection:
            chunk = select(tickets).where(tickets.c.id > last).order_by(tickets.c.id).limit(CHUNK)
            found = SqlTickets(connection, vault).read(connection.execute(chunk).all())
            for ticket in found:
                keep(connection, vault, ticket)
                last = ticket.id
            if not found:
                done = insert(connection, counters).values(name=INDEXED, last=1)
                connection.execute(done.on_conflict_do_nothing())
            connection.commit()
        if not found:
            return
