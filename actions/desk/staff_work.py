"""What staff do with a request: give it to somebody, answer, move it on, note something."""

from __future__ import annotations

from datetime import datetime

from actions.desk import notice
from actions.desk.access import NotFoundError, may, staff_member, ticket_for_staff
from actions.desk.escalation import RETURNED, Escalation
from actions.desk.life import LEGAL, change, come_back, contact, move, reopen
from actions.desk.ports import UnitOfWork
from actions.desk.ticket import Status, Ticket
from data.model import Catalogue


class NotPossibleError(Exception):
    """It cannot be done; the message says why and what can be done instead, `reason` and `params` to be worded."""

    def __init__(self, message: str, reason: str, **params: str) -> None:
        super().__init__(message)
        self.reason, self.params = reason, params


def assign(uow: UnitOfWork, username: str, number: str, to: str, *, catalogue: Catalogue, now: datetime) -> Ticket:
    """Give it to a member of staff, or to another queue; what a colleague has only those who may take it.

    Given to the queue where it lies, nothing happens: its person is told of no move.
    """
    staff, ticket = ticket_for_staff(uow, username, number, "assign")
    _open(ticket)
    if ticket.assignee and not may(staff, "reassign", ticket):
        raise NotPossibleError(
            f"{ticket.assignee} has {ticket.number}; a supervisor may give it on.", "held", to=ticket.assignee
        )
    if to == ticket.queue and not ticket.assignee:
        return ticket
    if to in catalogue.place.queues:
        ticket.queue, ticket.assignee = to, ""
        ticket.status = Status.NEW if ticket.status is Status.ASSIGNED else ticket.status
        event = "moved"
    else:
        _give(uow, ticket, to, catalogue)
        ticket.taken_up_at = ticket.taken_up_at or now
        event = "assigned"
    change(ticket, now, "assigned", username, to=to)
    if not ticket.assignee:
        come_back(uow, ticket, now, catalogue)
    return _keep(uow, catalogue, ticket, event, username, now, "assigned", "queue", "assignee")


def send_back(
    uow: UnitOfWork, username: str, number: str, reason: str, *, catalogue: Catalogue, now: datetime
) -> Ticket:
    """An office gives it back with its reason: it lies with the field's own office again, to be given out anew."""
    _, ticket = ticket_for_staff(uow, username, number, "work")
    _open(ticket)
    if not reason.strip():
        raise NotPossibleError("Say why it is given back, so that the next office gets it right.", "empty")
    service = catalogue.services.get(ticket.service)
    ticket.queue, ticket.assignee = service.queue if service else ticket.queue, ""
    ticket.status = Status.NEW if ticket.status is Status.ASSIGNED else ticket.status
    change(ticket, now, "assigned", username, reason, to=ticket.queue)
    come_back(uow, ticket, now, catalogue)
    uow.escalations.add(Escalation(ticket.id, "taken_up", RETURNED, len(ticket.history), now))
    return _keep(uow, catalogue, ticket, "moved", username, now, "returned", "queue", "assignee")


def _give(uow: UnitOfWork, ticket: Ticket, to: str, catalogue: Catalogue) -> None:
    try:
        member = staff_member(uow, to)
    except NotFoundError:
        queues = ", ".join(catalogue.place.queues)
        raise NotPossibleError(
            f"{to} is neither a member of staff nor a queue; the queues are: {queues}.", "nobody", to=to
        ) from None
    if ticket.minor and not may(member, "work", ticket):
        raise NotPossibleError(
            f"{to} may not open a minor's record; a supervisor has to name them first.", "not_named", to=to
        )
    if not may(member, "work", ticket):
        raise NotPossibleError(
            f"{to} does not work in the queue {ticket.queue}; move it to a queue of theirs first.", "elsewhere", to=to
        )
    ticket.assignee = to
    if ticket.status is Status.NEW:
        ticket.status = Status.ASSIGNED


def reply(uow: UnitOfWork, username: str, number: str, text: str, *, catalogue: Catalogue, now: datetime) -> Ticket:
    """Write to the requester; the first reply is the first contact."""
    _, ticket = ticket_for_staff(uow, username, number, "work")
    _open(ticket)
    if not text.strip():
        raise NotPossibleError("The reply is empty; write what the person is to read.", "empty")
    ticket.taken_up_at = ticket.taken_up_at or now
    contact(uow, ticket, now)
    if ticket.status in (Status.NEW, Status.ASSIGNED):
        move(uow, ticket, now, Status.IN_PROGRESS, username, catalogue)
    change(ticket, now, "reply", username, text)
    notice.send(uow, catalogue, ticket, "reply", now, text=text)
    return _keep(uow, catalogue, ticket, "", username, now, "replied")


def set_status(
    uow: UnitOfWork,
    username: str,
    number: str,
    status: str,
    *,
    catalogue: Catalogue,
    now: datetime,
    result: str | None = None,
) -> Ticket:
    """Move it on, where that may follow. Closed or cancelled it is with a reason, which the person is told.

    None where nobody could be asked for it: another program, a line of a script.
    """
    _, ticket = ticket_for_staff(uow, username, number, "work")
    _may_follow(ticket, status)
    told = "" if result is None else _told(ticket, status, result.strip())
    ticket.taken_up_at = ticket.taken_up_at or now
    if not ticket.is_open:
        reopen(uow, ticket, now, username, catalogue)
        return _keep(uow, catalogue, ticket, "reopened", username, now, "reopened", "status")
    if told:
        contact(uow, ticket, now)
        change(ticket, now, "reply", username, told)
        if status == Status.CANCELLED.value:
            notice.send(uow, catalogue, ticket, "reply", now, text=told)
    move(uow, ticket, now, Status(status), username, catalogue)
    notice.send(uow, catalogue, ticket, f"status.{status}", now, text=told)
    return _keep(uow, catalogue, ticket, "", username, now, "moved", "status")


def _may_follow(ticket: Ticket, status: str) -> None:
    legal = sorted(s.value for s in LEGAL[ticket.status])
    if status not in legal:
        given = " It becomes assigned by being given to somebody." if status == Status.ASSIGNED.value else ""
        can = ", ".join(legal)
        raise NotPossibleError(
            f"{ticket.number} is {ticket.status.value}; from there it can become: {can}, not {status!r}.{given}",
            "not_next",
        )


def _told(ticket: Ticket, status: str, result: str) -> str:
    """What the person is told with this status. Raises NotPossibleError for an end that tells nothing."""
    closes = status in (Status.CLOSED.value, Status.CANCELLED.value)
    if result and not closes:
        raise NotPossibleError(
            "What came of it is told with closing or cancelling; anything else is a reply.", "only_closing"
        )
    if closes and not (result or _answered(ticket)):
        raise NotPossibleError(
            f"Nobody told the person yet what came of {ticket.number}: say it with closing or cancelling, or reply.",
            "no_result",
        )
    return result


def _answered(ticket: Ticket) -> bool:
    """Whether staff wrote to the person since it was opened, or opened again."""
    for event in reversed(ticket.history):
        if event.kind in ("reply", "reopened"):
            return event.kind == "reply"
    return False


def note(uow: UnitOfWork, username: str, number: str, text: str, *, now: datetime) -> Ticket:
    """Write something down for colleagues; the person is not told."""
    _, ticket = ticket_for_staff(uow, username, number, "work")
    change(ticket, now, "note", username, text)
    uow.tickets.save(ticket)
    uow.audit.note(at=now, actor=username, action="noted", kind="ticket", id=ticket.id)
    return ticket


def _open(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise NotPossibleError(
            f"{ticket.number} is {ticket.status.value}; to go on with it, set its status to in_progress first.",
            "over",
        )


def _keep(
    uow: UnitOfWork,
    catalogue: Catalogue,
    ticket: Ticket,
    event: str,
    username: str,
    now: datetime,
    action: str,
    *fields: str,
) -> Ticket:
    if event:
        notice.send(uow, catalogue, ticket, event, now)
    uow.tickets.save(ticket)
    uow.audit.note(at=now, actor=username, action=action, kind="ticket", id=ticket.id, fields=fields)
    return ticket
