"""Requests in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, and_, bindparam, exists, false, insert, not_, or_, select, update

from actions.desk.access_table import Reach
from actions.desk.ports import StaleError
from actions.desk.scope import Scope
from actions.desk.ticket import OPEN, Attachment, Due, Event, Rating, Status, Ticket, Value
from actions.store import words
from actions.store.calls import calls
from actions.store.encryption import Vault
from actions.store.figures import follow
from actions.store.files import files
from actions.store.files import forget as forget_files
from actions.store.namings import forget as forget_namings
from actions.store.scopes import seen
from actions.store.tables import ASSIGNED, UNFINISHED, conversations, counters, ticket_events, tickets
from actions.store.upsert import insert as upsert

PLAIN = (
    *("id", "number", "service", "clock", "queue", "district", "requester", "conversation", "opened_at", "updated_at"),
    *("secret", "sensitivity", "minor", "assignee", "urged", "reopened", "came_back", "code_hash", "responsible"),
    *("taken_up_at", "first_contact_at", "result_at", "closed_at", "waiting_since", "acts_at"),
)
OPEN_NAMES = tuple(sorted(s.value for s in OPEN))

_BY_NUMBER = select(tickets).where(tickets.c.number == bindparam("number"))
_BY_NUMBER_LOCKED = _BY_NUMBER.with_for_update(key_share=True)
_CODE_HASH = select(tickets.c.code_hash).where(tickets.c.number == bindparam("number"))
_OF_PERSON = (
    select(tickets)
    .where(tickets.c.requester == bindparam("person"))
    .order_by(tickets.c.opened_at.desc(), tickets.c.number.desc())
    .limit(bindparam("most"))
)
_OPEN_LIKE = (
    select(tickets)
    .where(
        tickets.c.requester == bindparam("person"),
        tickets.c.service == bindparam("service"),
        tickets.c.status.in_(OPEN_NAMES),
    )
    .order_by(tickets.c.opened_at.desc(), tickets.c.number.desc())
)
_EVENTS = (
    select(ticket_events)
    .where(ticket_events.c.ticket.in_(bindparam("ids", expanding=True)))
    .order_by(ticket_events.c.ticket, ticket_events.c.place)
)
_ADD = insert(tickets)
_ADD_EVENTS = insert(ticket_events)
_ADD_CALLS = insert(calls)
_SAVE = (
    update(tickets)
    .where(tickets.c.id == bindparam("the_id"), tickets.c.version == bindparam("the_version"))
    .values({column.name: bindparam(f"new_{column.name}") for column in tickets.c if column.name != "blanked_at"})
)
_SAVE_OPEN = _SAVE.values(blanked_at=None)  # open again it holds words again; their time begins when it is closed


@cache
def _next(kind: str) -> Executable:
    query = upsert(kind, counters).values(name=bindparam("day"), last=1)
    query = query.on_conflict_do_update(index_elements=["name"], set_={"last": counters.c.last + 1})
    return query.returning(counters.c.last)


class SqlTickets:
    """The port `Tickets`."""

    def __init__(self, connection: Connection, vault: Vault, *, told: bool = False) -> None:
        self._connection = connection
        self._vault = vault
        self._told = told  # whether another program is told of each line of a history
        self._kept: dict[str, int] = {}  # events in the table, by ticket
        self._said: dict[str, tuple[str, dict[str, Value]]] = {}  # words and answers in the table, by ticket

    def add(self, ticket: Ticket) -> None:
        """Keep a new one."""
        self._connection.execute(_ADD, self._row(ticket) | {"version": ticket.version})
        words.add(self._connection, self._vault, ticket)
        self._add_events(ticket, 0)

    def save(self, ticket: Ticket) -> None:
        """Write back what changed, history included; StaleError where somebody else was faster."""
        row = self._row(ticket) | {"version": ticket.version + 1}
        values = {f"new_{name}": value for name, value in row.items()}
        values |= {"the_id": ticket.id, "the_version": ticket.version}
        saved = self._connection.execute(_SAVE_OPEN if ticket.is_open else _SAVE, values).rowcount
        if saved != 1:
            raise StaleError(f"Request {ticket.number} was changed meanwhile.")
        ticket.version += 1
        if self._said.get(ticket.id) != (ticket.text, ticket.details):
            words.keep(self._connection, self._vault, ticket)
        follow(self._connection, ticket)
        kept = self._kept.get(ticket.id)
        if kept is None:
            kept = len(self._history([ticket.id]).get(ticket.id, []))
        self._add_events(ticket, kept)

    def by_number(self, number: str, *, lock: bool = False) -> Ticket | None:
        """The one with this number."""
        rows = self._connection.execute(_BY_NUMBER_LOCKED if lock else _BY_NUMBER, {"number": number}).all()
        return next(iter(self.read(rows)), None)

    def code_hash(self, number: str) -> str:
        """What is kept of its query code, "" where there is none."""
        return self._connection.execute(_CODE_HASH, {"number": number}).scalar_one_or_none() or ""

    def of_person(self, person: str, *, limit: int = 20) -> Sequence[Ticket]:
        """A person's own, newest first."""
        return self.read(self._connection.execute(_OF_PERSON, {"person": person, "most": limit}).all())

    def with_ids(self, ids: Sequence[str]) -> dict[str, Ticket]:
        """Several at once."""
        rows = self._connection.execute(select(tickets).where(tickets.c.id.in_(ids))).all() if ids else ()
        return {ticket.id: ticket for ticket in self.read(rows)}

    def seen_whole(self, scope: Scope, talks: Sequence[str], *, secret: Reach) -> set[str]:
        """Of these talks those whose person has no request that the right does not go for, nor a name kept secret."""
        query = select(conversations.c.id).where(conversations.c.id.in_(talks))
        kept = [not_(and_(*limits))] if (limits := seen(scope)) else []
        if secret is not Reach.SCOPE:
            theirs = tickets.c.assignee == scope.username if secret is Reach.OWN else false()
            kept.append(and_(tickets.c.secret, not_(theirs)))
        if kept:
            query = query.where(~exists().where(tickets.c.requester == conversations.c.person, or_(*kept)))
        return set(self._connection.execute(query).scalars())

    def open_like(self, person: str, service: str) -> Sequence[Ticket]:
        """A person's own open ones of one service, newest first."""
        return self.read(self._connection.execute(_OPEN_LIKE, {"person": person, "service": service}).all())

    def listed(
        self,
        scope: Scope,
        *,
        queues: Sequence[str] = (),
        statuses: Sequence[str] = (),
        assignee: str = "",
        limit: int = 100,
    ) -> Sequence[Ticket]:
        """Of those that somebody sees, by urgency, then by what is due first; empty means all."""
        query = select(tickets).order_by(tickets.c.urgency.desc(), tickets.c.due_next, tickets.c.number).limit(limit)
        query = query.where(*seen(scope))
        if queues:
            query = query.where(tickets.c.queue.in_(queues))
        if statuses:
            query = query.where(tickets.c.status.in_(statuses))
            if set(statuses) <= set(OPEN_NAMES):  # said again so that the index of the open ones is taken
                query = query.where(UNFINISHED)
        if assignee:
            query = query.where(tickets.c.assignee == assignee, ASSIGNED)  # the index holds the assigned ones only
        return self.read(self._connection.execute(query).all())

    def within(
        self,
        since: datetime,
        until: datetime,
        *,
        changed: bool = False,
        services: Sequence[str] = (),
        statuses: Sequence[str] = (),
        scope: Scope | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> Sequence[Ticket]:
        """Opened, or last changed, in that span, newest first; with `scope` those that somebody sees."""
        when = tickets.c.updated_at if changed else tickets.c.opened_at
        query = select(tickets).where(when >= since, when <= until)
        if services:
            query = query.where(tickets.c.service.in_(services))
        if statuses:
            query = query.where(tickets.c.status.in_(statuses))
        if scope is not None:
            query = query.where(*seen(scope))
        query = query.order_by(when.desc(), tickets.c.number.desc()).limit(limit).offset(offset)
        return self.read(self._connection.execute(query).all())

    def blank(self, id: str, at: datetime) -> None:
        """Forget what was asked and said: details, words, files, place and the texts of its history."""
        empty = dict.fromkeys(("details", "text", "attachments", "place_key"))
        blanked = {"version": tickets.c.version + 1, "blanked_at": at, **empty}
        self._connection.execute(update(tickets).where(tickets.c.id == id).values(blanked))
        mine = ticket_events.c.ticket == id
        self._connection.execute(update(ticket_events).where(mine).values(text=None, data=None))
        forget_files(self._connection, files.c.ticket == id)
        words.drop(self._connection, id)
        forget_namings(self._connection, id)

    def next_in_day(self, day: str) -> int:
        """The next running number of `day`; the row stays taken until the transaction ends, so none is given twice."""
        return int(self._connection.execute(_next(self._connection.dialect.name), {"day": day}).scalar_one())

    def _row(self, t: Ticket) -> dict[str, Any]:
        seal, seal_json = self._vault.seal, self._vault.seal_json
        files = [[a.kind, a.url, a.text, a.lat, a.lon] for a in t.attachments]
        rating = t.rating
        return {name: getattr(t, name) for name in PLAIN} | {
            "status": t.status.value,
            "urgency": t.urgency,
            "due_taken_up": t.due.taken_up,
            "due_first_contact": t.due.first_contact,
            "due_result": t.due.result,
            "due_closed": t.due.closed,
            "due_next": t.due_next,
            "details": seal_json("tickets.details", t.id, t.details),
            "text": seal("tickets.text", t.id, t.text),
            "attachments": seal_json("tickets.attachments", t.id, files),
            "place_key": seal("tickets.place_key", t.id, t.place_key),
            "rated_contacted": rating and rating.contacted,
            "rated_solved": rating and rating.solved,
            "rated_satisfied": rating and rating.satisfied,
        }

    def _add_events(self, ticket: Ticket, kept: int) -> None:
        rows = []
        for place, event in enumerate(ticket.history[kept:], kept):
            id = f"{ticket.id}/{place}"
            rows.append(
                {
                    "ticket": ticket.id,
                    "place": place,
                    "at": event.at,
                    "kind": event.kind,
                    "by": event.by,
                    "text": self._vault.seal("ticket_events.text", id, event.text),
                    "data": self._vault.seal_json("ticket_events.data", id, dict(event.data)),
                }
            )
        if rows:
            self._connection.execute(_ADD_EVENTS, rows)
        if rows and self._told:
            waiting = {"state": "waiting", "attempts": 0, "error": ""}
            told = ({"ticket": r["ticket"], "place": r["place"], "ready_at": r["at"], **waiting} for r in rows)
            self._connection.execute(_ADD_CALLS, list(told))
        self._kept[ticket.id] = len(ticket.history)

    def read(self, rows: Sequence[Row[Any]]) -> list[Ticket]:
        """Rows of the table as requests."""
        history = self._history([row.id for row in rows])
        return [self._ticket(row, history.get(row.id, [])) for row in rows]

    def _history(self, ids: list[str]) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {id: [] for id in ids}
        for row in self._connection.execute(_EVENTS, {"ids": ids}) if ids else ():
            id = f"{row.ticket}/{row.place}"
            text = self._vault.open("ticket_events.text", id, row.text)
            data = _values(self._vault.open_json("ticket_events.data", id, row.data, {}))
            found[row.ticket].append(Event(row.at, row.kind, row.by, text, data))
        self._kept |= {id: len(events) for id, events in found.items()}
        return found

    def _ticket(self, row: Row[Any], history: list[Event]) -> Ticket:
        plain: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
        files = self._vault.open_json("tickets.attachments", row.id, row.attachments, [])
        rating = None
        if row.rated_solved is not None:
            rating = Rating(row.rated_contacted, row.rated_solved, row.rated_satisfied)
        text = self._vault.open("tickets.text", row.id, row.text)
        details = _values(self._vault.open_json("tickets.details", row.id, row.details, {}))
        self._said[row.id] = (text, dict(details))
        return Ticket(
            **plain,
            status=Status(row.status),
            due=Due(row.due_taken_up, row.due_first_contact, row.due_result, row.due_closed),
            details=details,
            text=text,
            attachments=tuple(Attachment(*one) for one in files),
            place_key=self._vault.open("tickets.place_key", row.id, row.place_key),
            rating=rating,
            history=history,
            version=row.version,
        )


def _values(found: dict[str, Any]) -> dict[str, Value]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
