"""When the clock of a request acts: a warning when a quarter of the time is left, an escalation when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from actions.desk.clock import day_and_night, put_off, warned
from actions.desk.ticket import Ticket
from data.model import ClockClass

if TYPE_CHECKING:
    from actions.desk.working_calendar import WorkingCalendar

WARNING, LATE, RETURNED = "warning", "late", "returned"


@dataclass(frozen=True, slots=True)
class Escalation:
    """One thing that staff are told of a request, once: ticket, step, level and round name it."""

    ticket: str  # a ticket's id
    step: str
    level: str  # warning | late | returned
    round: int  # of the request (`Ticket.round`); returned: the line of its history
    at: datetime


def moments(ticket: Ticket, clock: ClockClass, calendar: WorkingCalendar) -> Iterator[tuple[datetime, str, str]]:
    """
    When which step is to be told of, and at which level.

    Of requests that nobody takes up outside office hours nobody is told outside them either.
    """
    for step in ticket.owed:
        due: datetime = getattr(ticket.due, step)
        for level, at in ((WARNING, warned(clock, step, due, calendar)), (LATE, due)):
            yield (at if day_and_night(clock) else calendar.opens(at)), step, level


def wind(ticket: Ticket, clock: ClockClass, calendar: WorkingCalendar) -> None:
    """Have its clock looked at, at its first moment: what was told before is not told again."""
    ticket.acts_at = min((at for at, *_ in moments(ticket, clock, calendar)), default=None)


def go_on(ticket: Ticket, clock: ClockClass, now: datetime, calendar: WorkingCalendar) -> None:
    """It waits for the requester no more: what is still owed is put off by the time that it waited."""
    since, ticket.waiting_since = ticket.waiting_since, None
    if since is None:
        return
    stood = {s: max(since, ticket.begun(s)) for s in ticket.owed}  # what is promised since waits since then only
    moved = {s: put_off(clock, s, getattr(ticket.due, s), at, now, calendar) for s, at in stood.items()}
    ticket.due = replace(ticket.due, **moved)
    wind(ticket, clock, calendar)
