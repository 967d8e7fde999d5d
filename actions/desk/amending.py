"""Staff change what a request says, and join requests that are one: with a reason, and without losing a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from actions.desk.access import ticket_for_staff
from actions.desk.asking import open_question
from actions.desk.correct import correct
from actions.desk.life import change, move
from actions.desk.ports import UnitOfWork
from actions.desk.say import Say
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import Status, Ticket, Value
from data.model import Catalogue


def amend(
    uow: UnitOfWork,
    username: str,
    number: str,
    values: Mapping[str, Value],
    reason: str,
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Ticket:
    """Replace details; the history says which and why, the audit which."""
    _, ticket = ticket_for_staff(uow, username, number, "work")
    if not ticket.is_open:
        raise NotPossibleError(f"{ticket.number} is over; open it again first.", "over")
    changed = {id: value for id, value in values.items() if ticket.details.get(id) != value}
    if not changed:
        raise NotPossibleError("Nothing is different from what stands there.", "unchanged")
    if not reason.strip():
        raise NotPossibleError("Say why it is changed.", "no_reason")
    question = open_question(ticket)
    correct(uow, catalogue, ticket, changed)
    change(ticket, now, "information", username, reason.strip(), details=tuple(changed))
    if question is not None and question.data.get("detail") in changed and ticket.status is Status.WAITING:
        move(uow, ticket, now, Status.IN_PROGRESS, username, catalogue)  # they told it by another way
    uow.tickets.save(ticket)
    uow.audit.note(at=now, actor=username, action="amended", kind="ticket", id=ticket.id, fields=tuple(changed))
    return ticket


def merge(uow: UnitOfWork, username: str, number: str, into: str, *, catalogue: Catalogue, now: datetime) -> Ticket:
    """Close a request that is the same as another of the same person; its words go over, and the person is told."""
    taken = {one: ticket_for_staff(uow, username, one, "work")[1] for one in sorted((number, into))}
    ticket, other = taken[number], taken[into]
    if ticket.id == other.id or ticket.requester != other.requester:
        raise NotPossibleError(f"{into} is not another request of the same person.", "not_same_person")
    if not (ticket.is_open and other.is_open):
        raise NotPossibleError("Both requests have to be open.", "over")
    other.attachments += tuple(one for one in ticket.attachments if one not in other.attachments)
    other.urged += ticket.urged
    change(other, now, "joined", username, ticket.text, number=ticket.number)
    change(ticket, now, "merged", username, number=other.number)
    ticket.taken_up_at = ticket.taken_up_at or now
    move(uow, ticket, now, Status.CLOSED, username, catalogue)
    said = Say("notice.merged", {"number": ticket.number, "into": other.number})
    uow.outbox.put(ticket.conversation, [said], lane="notice", cause=f"{ticket.id}/merged")
    for one in (ticket, other):
        uow.tickets.save(one)
    uow.audit.note(at=now, actor=username, action="merged", kind="ticket", id=ticket.id, fields=("status",))
    uow.audit.note(at=now, actor=username, action="joined", kind="ticket", id=other.id, fields=("text", "attachments"))
    return other
