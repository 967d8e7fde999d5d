"""A detail is asked for: the question goes to the person's chat, and their answer fills the request."""

from __future__ import annotations

from datetime import datetime

from actions.desk.access import ticket_for_staff
from actions.desk.life import change, contact, move
from actions.desk.notice import is_private
from actions.desk.ports import UnitOfWork
from actions.desk.say import Button, Param, Say
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import Event, Status, Ticket
from data.model import Catalogue, Detail

FILL = "t:fill"  # what a button below the question sends back: this, the number, and a choice or nothing
ASKED_BY_PHONE = "notice.asked_phone"  # the question as staff read it out
CHOICES = 8  # as many are offered as buttons; more are read from words


def ask_detail(uow: UnitOfWork, username: str, number: str, id: str, *, catalogue: Catalogue, now: datetime) -> Ticket:
    """Ask the person; meanwhile the request waits for them, and its clock stands still."""
    _, ticket = ticket_for_staff(uow, username, number, "work")
    detail = asked_of(catalogue, ticket, id)
    if not ticket.is_open:
        raise NotPossibleError(f"{ticket.number} is over; open it again first.", "over")
    if detail is None:
        raise NotPossibleError(f"{ticket.service} has no detail {id}.", "no_detail")
    ticket.taken_up_at = ticket.taken_up_at or now
    contact(uow, ticket, now)
    change(ticket, now, "asked", username, detail=id)
    person = uow.people.get(ticket.requester)
    by_phone = person is not None and not person.has_chat
    said = _question(catalogue, ticket, detail, private=is_private(uow, ticket), by_phone=by_phone)
    uow.outbox.put(ticket.conversation, [said], lane="notice", cause=f"{ticket.id}/{len(ticket.history) - 1}")
    if ticket.status is not Status.WAITING:
        move(uow, ticket, now, Status.WAITING, username, catalogue)
    uow.tickets.save(ticket)
    uow.audit.note(at=now, actor=username, action="asked", kind="ticket", id=ticket.id, fields=(id,))
    return ticket


def open_question(ticket: Ticket) -> Event | None:
    """The last question that staff asked of the person, where it is not answered yet."""
    for event in reversed(ticket.history):
        if event.kind == "asked":
            return event
        if event.kind == "information" and event.data.get("details"):
            return None
    return None


def asked_of(catalogue: Catalogue, ticket: Ticket, id: str) -> Detail | None:
    """The detail of a request's service, or one that every service takes."""
    service = catalogue.services.get(ticket.service)
    known = (*(service.details if service else ()), *catalogue.common)
    return next((detail for detail in known if detail.id == id), None)


def answers(number: str, detail: Detail) -> tuple[Button, ...]:
    """Buttons for what can be pressed; whatever else is typed."""
    if detail.kind in ("yes_no", "consent"):
        pairs = (("button.yes", "true"), ("button.no", "false"))
        return tuple(Button(title, f"{FILL}:{number}:{value}") for title, value in pairs)
    if detail.kind == "choice" and len(detail.choices) <= CHOICES:
        return tuple(Button(one.label, f"{FILL}:{number}:{one.id}") for one in detail.choices)
    return (Button("button.answer_office", f"{FILL}:{number}"),)


def _question(catalogue: Catalogue, ticket: Ticket, detail: Detail, *, private: bool, by_phone: bool) -> Say:
    """Of what is private nothing stands in a chat before the person wants to see it; who rings up reads it out."""
    params: dict[str, Param] = {"number": ticket.number}
    if private and not by_phone:
        return Say("notice.asked_private", params, (Button("button.answer_office", f"{FILL}:{ticket.number}"),))
    service = catalogue.services.get(ticket.service)
    params |= {"service": service.names if service else ticket.service, "ask": detail.ask}
    if by_phone:
        return Say(ASKED_BY_PHONE, params)
    return Say("notice.asked", params, answers(ticket.number, detail))
