"""The life of a request: which status may follow which, and which promise each step keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from actions.desk.clock import due
from actions.desk.escalation import go_on, wind
from actions.desk.ports import UnitOfWork
from actions.desk.ticket import TAKEN_UP, Event, Status, Ticket, Value
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
    change(ticket, now, "status", by, before=before.value, status=status.value)
    if status is Status.NEW:
        ticket.assignee = ""
        come_back(uow, ticket, now, catalogue)


def come_back(uow: UnitOfWork, ticket: Ticket, now: datetime, catalogue: Catalogue) -> None:
    """Nobody has it any more, as its last line says: taking it up is promised anew, unless it is owed still."""
    if TAKEN_UP in ticket.owed:
        return
    clock, calendar = catalogue.clocks[ticket.clock], WorkingCalendar.of(uow, catalogue)
    ticket.taken_up_at, ticket.came_back = None, len(ticket.history)
    ticket.due = replace(ticket.due, taken_up=due(clock, now, calendar).taken_up)
    wind(ticket, clock, calendar)


def reopen(uow: UnitOfWork, ticket: Ticket, now: datetime, by: str, catalogue: Catalogue) -> None:
    """Not solved after all: in work again; result and closing are promised anew, a take-up too where nobody has it."""
    clock, calendar = catalogue.clocks[ticket.clock], WorkingCalendar.of(uow, catalogue)
    anew = due(clock, now, calendar)
    ticket.due = replace(ticket.due, result=anew.result, closed=anew.closed)
    ticket.status, ticket.reopened = Status.IN_PROGRESS, ticket.reopened + 1
    ticket.result_at = ticket.closed_at = ticket.waiting_since = None
    change(ticket, now, "reopened", by)
    if not ticket.assignee:
        come_back(uow, ticket, now, catalogue)
    wind(ticket, clock, calendar)
