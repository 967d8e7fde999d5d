"""One request as a member of staff may see it, with all that is done from its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.desk.access import NAMELESS, as_known, knows_name, may, reads_talk_of, sees, ticket_for_staff
from actions.desk.asking import open_question
from actions.desk.life import LEGAL
from actions.desk.person import HandOver, Person, Staff
from actions.desk.ready_reply import ready_replies
from actions.desk.ticket import Status, Ticket, Value
from actions.dialogue.form import taken
from actions.store.files import FileRow
from actions.store.unit_of_work import SqlUnitOfWork
from bot.transcript import Spoken
from bot.web.console.answers import field_value
from bot.web.console.bars import Bar, bars
from bot.web.console.board import colleagues
from data.model import Catalogue, Detail, Words

RELATED = 20


@dataclass(frozen=True, slots=True)
class Field:
    """A detail that may be changed: its value, and the words that stand in its field."""

    detail: Detail
    value: Value | None
    text: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A reply ready to be sent, in the person's language."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketPage:
    """`kept` are details, `spoken` is None where they are kept from them; `asked` is what the person was asked for."""

    ticket: Ticket
    named: bool
    kept: Sequence[str]
    person: Person | None
    spoken: list[Spoken] | None
    next: tuple[str, ...]
    colleagues: list[Staff]
    held: HandOver | None
    bars: Sequence[Bar]
    related: Sequence[Ticket]
    files: Mapping[str, FileRow]
    fields: Sequence[Field]
    ready: Sequence[Ready]
    asked: str
    mark: str

    def alike(self, other: Ticket) -> bool:
        """Whether another open request of the person may be the same once more."""
        mine = self.ticket
        same_place = bool(mine.place_key) and mine.place_key == other.place_key
        return other.is_open and mine.is_open and (other.service == mine.service or same_place)


def read_ticket(
    unit: SqlUnitOfWork,
    username: str,
    number: str,
    language: str,
    catalogue: Catalogue,
    spoken: Callable[[str], list[Spoken]],
    now: datetime,
) -> TicketPage:
    """Read it; raises NotFoundError."""
    staff, ticket = ticket_for_staff(unit, username, number)
    mark = unit.changes.mark(ticket.conversation)  # before the rest: what comes meanwhile is told
    named, person = knows_name(staff, ticket), unit.people.get(ticket.requester)
    others = unit.tickets.of_person(ticket.requester, limit=RELATED) if named else ()
    question, known = open_question(ticket), as_known(staff, ticket, catalogue)
    return TicketPage(
        ticket=known,
        named=named,
        kept=[id for id in ticket.details if id not in known.details],
        person=person if named else None,
        spoken=spoken(ticket.conversation) if reads_talk_of(unit, staff, ticket) else None,
        next=tuple(one.value for one in Status if one in LEGAL[ticket.status]),
        colleagues=colleagues(unit, ticket),
        held=unit.hand_overs.of(ticket.conversation),
        bars=bars(ticket, now),
        related=[one for one in others if one.id != ticket.id and sees(staff, one)],
        files={row.id: row for row in unit.files.of_ticket(ticket.id)} if named else {},
        fields=_fields(catalogue, ticket, language, named=named) if may(staff, "work", ticket) else [],
        ready=_ready(unit, catalogue, ticket, language, person.language if person else language),
        asked=str(question.data.get("detail", "")) if question and ticket.is_open else "",
        mark=mark,
    )


def editable(catalogue: Catalogue, ticket: Ticket, *, named: bool) -> list[Detail]:
    """What may be changed: never a file, nor what may say who somebody is where that is kept from the reader."""
    service = catalogue.services.get(ticket.service)
    known = taken(catalogue, service) if service is not None else catalogue.common
    return [one for one in known if one.kind != "file" and (named or one.kind in NAMELESS)]


def _fields(catalogue: Catalogue, ticket: Ticket, language: str, *, named: bool) -> list[Field]:
    found = []
    for one in editable(catalogue, ticket, named=named):
        value = ticket.details.get(one.id)
        found.append(Field(one, value, field_value(one, value, language)))
    return found


def _ready(unit: SqlUnitOfWork, catalogue: Catalogue, ticket: Ticket, language: str, theirs: str) -> list[Ready]:
    service, office = catalogue.services.get(ticket.service), catalogue.place.queues.get(ticket.queue)

    def named(words: Words | None, id: str) -> str:
        return words.of(theirs) if words else id

    params = {
        "number": ticket.number,
        "service": named(service.names if service else None, ticket.service),
        "office": named(office.names if office else None, ticket.queue),
    }
    stand = ready_replies(unit.ready, catalogue).values()
    return [Ready(one.id, one.names.of(language), one.text.of(theirs).format_map(params)) for one in stand]
