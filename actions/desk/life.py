"""The life of a request: which status may follow which, and which promise each step keeps."""

from __future__ import annotations

from datetime import datetime

from actions.desk.clock import due
from actions.desk.escalation import go_on, wind
from actions.desk.ports import UnitOfWork
from actions.desk.ticket import Due, Event, Status, Ticket, Value
from actions.desk.working_calendar import WorkingCalendar
from data.model import Catalogue

_NEXT = (Status.IN_PROGRESS, Status.WAITING, Status.ANSWERED, Status.CLOSED, Status.CANCELLED)
LEGAL: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset(_NEXT),  # assigned it becomes by being given to somebody
    Status.ASSIGNED: frozenset({Status.NEW, *_NEXT}),
    Status.IN_PROGRESS: frozenset(_NEXT) - {Status.IN_PROGRESS},
    Status.WAITING: frozenset(_NEXT) - {Status.WAITING},
    Status.ANSWERED: frozenset({Status.IN_PROGRESS, Status.WAITING, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.IN_PROGRESS}),
    Status.CANCELLED: frozenset({Status.IN_PROGRESS}),
}


def change(ticket: Ticket, now: datetime, kind: str, by: str, text: str = "", **data: Value) -> None:
    """Write one line of history."""
    ticket.history.append(Event(now, kind, by, text, {name: value for name, value in data.items() if value != ()}))
    ticket.updated_at = now


def contact(uow: UnitOfWork, ticket: Ticket, now: datetime) -> None:
    """Words went out to the person; who has no chat is contacted only once somebody told them (`by_phone.py`)."""
    person = uow.people.get(ticket.requester)
    if person is None or person.has_chat:
        ticket.first_contact_at = ticket.first_contact_at or now


def move(uow: UnitOfWork, ticket: Ticket, now: datetime, status: Status, by: str, catalogue: Catalogue) -> None:
    """Go to a status, and mark the promise that is kept by it; the clock stands still while it waits for the person."""
    before, ticket.status = ticket.status, status
    if before is Status.WAITING and ticket.is_open:
        go_on(ticket, catalogue.clocks[ticket.clock], now, WorkingCalendar.of(uow, catalogue))
    ticket.waiting_since = now if status is Status.WAITING else None
    if status in (Status.ANSWERED, Status.CLOSED):
        ticket.result_at = ticket.result_at or now
    if status in (Status.CLOSED, Status.CANCELLED):
        ticket.closed_at = now
    if status is Status.NEW:
        ticket.assignee = ""
    change(ticket, now, "status", by, before=before.value, status=status.value)


def reopen(uow: UnitOfWork, ticket: Ticket, now: datetime, by: str, catalogue: Catalogue) -> None:
    """Not solved after all: in work again, and the promises of result and closing start anew."""
    clock, calendar = catalogue.clocks[ticket.clock], WorkingCalendar.of(uow, catalogue)
    anew = due(clock, now, calendar)
    ticket.due = Due(ticket.due.taken_up, ticket.due.first_contact, anew.result, anew.closed)
    ticket.status, ticket.reopened = Status.IN_PROGRESS, ticket.reopened + 1
    ticket.result_at = ticket.closed_at = ticket.waiting_since = None
    wind(ticket, clock, calendar)
    change(ticket, now, "reopened", by)
