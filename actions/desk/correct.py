"""Values of a request are replaced: its clock and place follow, and its office while nobody has taken or moved it."""

from __future__ import annotations

from collections.abc import Mapping

from actions.desk.clock import clock_of, due
from actions.desk.escalation import wind
from actions.desk.ports import UnitOfWork
from actions.desk.routing import county_of, place_key, queue_of
from actions.desk.ticket import Status, Ticket, Value
from actions.desk.working_calendar import WorkingCalendar
from data.model import Catalogue


def correct(uow: UnitOfWork, catalogue: Catalogue, ticket: Ticket, values: Mapping[str, Value]) -> None:
    """Put the values in; whoever corrects them may live elsewhere than the requester, whose home counts."""
    service = catalogue.services.get(ticket.service)
    ticket.details |= values
    if service is None:  # the file was taken away since
        return
    requester = uow.people.get(ticket.requester)
    home = requester.district if requester else ""
    untouched = ticket.status is Status.NEW and ticket.queue == ticket.responsible
    ticket.place_key = place_key(service, ticket.details)
    ticket.district = county_of(service, ticket.details, home, catalogue.place)
    clock = clock_of(service, ticket.details)
    if clock != ticket.clock:
        ticket.clock = clock
        kind, calendar = catalogue.clocks[clock], WorkingCalendar.of(uow, catalogue)
        ticket.due = due(kind, ticket.opened_at, calendar)
        wind(ticket, kind, calendar)
    if untouched:  # else somebody gave it to another office, or it was given back
        ticket.queue = queue_of(service, ticket.details, home, catalogue.place)
        ticket.responsible = ticket.queue
