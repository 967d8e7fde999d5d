"""Opening a request: its number, its office, its promises and its query code."""

from __future__ import annotations

from actions.desk import code, notice, number
from actions.desk.clock import clock_of, due
from actions.desk.commands import OpenTicket
from actions.desk.counting import count_opened
from actions.desk.desk import Desk
from actions.desk.escalation import wind
from actions.desk.results import Opened
from actions.desk.routing import county_of, place_key, queue_of
from actions.desk.ticket import Event, Status, Ticket
from actions.desk.view import view_of
from actions.desk.working_calendar import WorkingCalendar
from data.model import Service


def open_ticket(desk: Desk, command: OpenTicket) -> Opened:
    """Open it and tell its number and code."""
    told, service = code.make(desk.random), desk.catalogue.services[command.service]
    ticket = _made(desk, command, service, told)
    desk.uow.tickets.add(ticket)
    count_opened(desk, ticket, service)
    _remember(desk, command)
    desk.audit("opened", "ticket", ticket.id)
    notice.send(desk.uow, desk.catalogue, ticket, "opened", desk.now, own=True)
    return Opened(view_of(ticket), told)


def _made(desk: Desk, command: OpenTicket, service: Service, told: str) -> Ticket:
    """The request with its number, its office and its promises."""
    catalogue, uow, now = desk.catalogue, desk.uow, desk.now
    calendar = WorkingCalendar.of(uow, catalogue)
    clock, today = clock_of(service, command.details), now.astimezone(calendar.zone)
    named = number.make(today, uow.tickets.next_in_day(f"{today:%y%m%d}"))
    ticket = Ticket(
        id=code.new_id(int(now.timestamp() * 1000), desk.random),
        number=named,
        service=service.id,
        status=Status.NEW,
        clock=clock,
        due=due(catalogue.clocks[clock], now, calendar),
        queue=queue_of(service, command.details, desk.person.district, catalogue.place),
        requester=desk.person.id,
        conversation=desk.conversation,
        opened_at=now,
        updated_at=now,
        details=dict(command.details),
        text=command.text,
        attachments=command.attachments,
        secret=command.secret,
        sensitivity=service.sensitivity,
        minor=service.sensitivity == "protected" and "child" in service.audience,
        code_hash=uow.codes.hash(named, told),
        district=county_of(service, command.details, desk.person.district, catalogue.place),
        place_key=place_key(service, command.details),
        history=[Event(now, "opened", "requester")],
    )
    ticket.responsible = ticket.queue
    wind(ticket, catalogue.clocks[clock], calendar)
    return ticket


def _remember(desk: Desk, command: OpenTicket) -> None:
    """Keep phone and district for next time, where the person spoke of themselves."""
    person, details = desk.person, command.details
    before = (person.phone, person.district)
    phone, district = details.get("phone"), details.get("district")
    if isinstance(phone, str):
        person.phone = phone
    if isinstance(district, str) and details.get("asker", "self") == "self":
        person.district = district
    if before != (person.phone, person.district):
        desk.uow.people.save(person)
