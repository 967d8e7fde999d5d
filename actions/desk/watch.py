"""What the clocks do by themselves: each warning and each escalation once, however many processes look."""

from __future__ import annotations

from datetime import datetime

from actions.desk.escalation import LATE, RETURNED, Escalation, moments
from actions.desk.ports import UnitOfWork
from actions.desk.ticket import Event, Status, Ticket
from actions.desk.working_calendar import WorkingCalendar
from data.model import Catalogue

KINDS = {"warning": "warned", "late": "escalated"}  # a level's line in the history


def act(uow: UnitOfWork, number: str, catalogue: Catalogue, now: datetime) -> tuple[Ticket | None, list[Escalation]]:
    """Look at one request's clock; the request and what is to be told of it, nothing where another was faster."""
    ticket = uow.tickets.by_number(number, lock=True)
    if ticket is None or ticket.acts_at is None or ticket.acts_at > now:
        return ticket, []
    clock = catalogue.clocks.get(ticket.clock)
    if clock is None or not ticket.is_open or ticket.status is Status.WAITING:
        ticket.acts_at = None  # going on winds it again
        uow.tickets.save(ticket)
        return ticket, []
    coming = sorted(moments(ticket, clock, WorkingCalendar.of(uow, catalogue)))
    # what is late already needs no warning
    passed = {step: level for at, step, level in coming if at <= now}
    passed |= {step: level for at, step, level in coming if at <= now and level == LATE}
    found = [Escalation(ticket.id, step, level, ticket.round(step), now) for step, level in passed.items()]
    told = [one for one in found if uow.escalations.add(one)]
    ticket.acts_at = next((at for at, *_ in coming if at > now), None)
    for one in told:  # nobody did anything, so `updated_at` stays
        ticket.history.append(Event(now, KINDS[one.level], "system", data={"step": one.step}))
        uow.audit.note(at=now, actor="system", action=KINDS[one.level], kind="ticket", id=ticket.id, fields=[one.step])
    uow.tickets.save(ticket)
    return ticket, told


def lasts(told: Escalation, ticket: Ticket) -> bool:
    """Whether somebody still has to look after it."""
    if not ticket.is_open:
        return False
    if told.level == RETURNED:
        return not ticket.assignee
    return ticket.status is not Status.WAITING and told.step in ticket.owed and told.round == ticket.round(told.step)
