"""A member of staff opens a request for somebody on the phone or at the counter."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.desk.access import staff_member
from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.life import change
from actions.desk.person import Person
from actions.desk.ports import UnitOfWork
from actions.desk.results import Opened
from actions.desk.staff_work import NotPossibleError
from data.model import Catalogue

AGAIN = timedelta(hours=1)  # the same form sent twice within this time is one


def open_for(
    uow: UnitOfWork,
    username: str,
    person: Person,
    conversation: str,
    command: OpenTicket,
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Opened:
    """Open it in their name; its history and the audit say who did. Raises NotPossibleError where it stands already."""
    staff_member(uow, username, "request.open")
    for one in uow.tickets.open_like(person.id, command.service):
        if one.details == dict(command.details) and one.text == command.text and now - one.opened_at < AGAIN:
            raise NotPossibleError(f"It stands already: {one.number}.", "opened_already", number=one.number)
    opened = execute(command, uow=uow, person=person, conversation_id=conversation, catalogue=catalogue, now=now)
    assert isinstance(opened, Opened)
    ticket = uow.tickets.by_number(opened.ticket.number, lock=True)
    assert ticket is not None
    change(ticket, now, "opened_for", username)
    uow.tickets.save(ticket)
    uow.audit.note(at=now, actor=username, action="opened_for", kind="ticket", id=ticket.id)
    return opened
