"""What a person does with a request that is open: add to it, urge, cancel, rate."""

from __future__ import annotations

from actions.desk import notice
from actions.desk.access import TooManyTriesError, ticket_for_citizen, ticket_for_code, ticket_of_person, ticket_proven
from actions.desk.commands import AddInformation, CancelTicket, Prove, Rate, Urge
from actions.desk.correct import correct
from actions.desk.desk import Desk
from actions.desk.life import change, move, reopen
from actions.desk.results import Cancelled, InformationAdded, Proven, Rated, Refused, Urged
from actions.desk.ticket import FOLLOWER, HOLDER, REQUESTER, Status, Ticket
from actions.desk.view import view_of

NOT_FOUND = Refused("not_found")
NOT_OPEN = Refused("not_open")


def add_information(desk: Desk, command: AddInformation) -> InformationAdded | Refused:
    """Add words, files and corrections; where the office waited for the person, it goes on."""
    ticket = _theirs(desk, command.number)
    if ticket is None:
        return NOT_FOUND
    if not ticket.is_open:
        return NOT_OPEN
    ticket.attachments += command.attachments
    # who follows adds words: what the request says is changed by whose it is
    by = _who(desk, ticket)
    changed = command.details if by != FOLLOWER else {}
    if changed:
        correct(desk.uow, desk.catalogue, ticket, changed)
    change(ticket, desk.now, "information", by, command.text, details=tuple(changed))
    if ticket.status in (Status.WAITING, Status.ANSWERED):
        move(desk.uow, ticket, desk.now, Status.IN_PROGRESS, by, desk.catalogue)
    desk.uow.tickets.save(ticket)
    desk.audit("added", "ticket", ticket.id, *changed)
    return InformationAdded(ticket.number)


def _theirs(desk: Desk, number: str) -> Ticket | None:
    ticket = ticket_for_citizen(desk.uow, desk.person, number, desk.now)
    return ticket or ticket_proven(desk.uow, number, desk.proven)


def _who(desk: Desk, ticket: Ticket) -> str:
    """Who writes, as the history calls them."""
    if ticket.requester == desk.person.id:
        return REQUESTER
    return HOLDER if ticket_proven(desk.uow, ticket.number, desk.proven) is not None else FOLLOWER


def urge(desk: Desk, command: Urge) -> Urged | Refused:
    """Count it; staff see it in the order of their list."""
    ticket = _theirs(desk, command.number)
    if ticket is None:
        return NOT_FOUND
    if not ticket.is_open:
        return NOT_OPEN
    ticket.urged += 1
    change(ticket, desk.now, "urged", _who(desk, ticket))
    desk.uow.tickets.save(ticket)
    desk.audit("urged", "ticket", ticket.id)
    return Urged(ticket.number, ticket.urged)


def cancel(desk: Desk, command: CancelTicket) -> Cancelled | Refused:
    """Stop it; only who opened it may, or has its number and code."""
    ticket = ticket_of_person(desk.uow, desk.person, command.number)
    ticket = ticket or ticket_proven(desk.uow, command.number, desk.proven)
    if ticket is None:
        return NOT_FOUND
    if not ticket.is_open:
        return NOT_OPEN
    ticket.status, ticket.closed_at = Status.CANCELLED, desk.now
    change(ticket, desk.now, "cancelled", _who(desk, ticket))
    desk.uow.tickets.save(ticket)
    desk.audit("cancelled", "ticket", ticket.id)
    notice.send(desk.uow, desk.catalogue, ticket, "cancelled", desk.now, own=ticket.requester == desk.person.id)
    return Cancelled(ticket.number)


def rate(desk: Desk, command: Rate) -> Rated | Refused:
    """Keep the three answers; not solved reopens, solved closes what was only answered."""
    ticket = ticket_of_person(desk.uow, desk.person, command.number)
    if ticket is None:
        return NOT_FOUND
    if ticket.status not in (Status.ANSWERED, Status.CLOSED):
        return NOT_OPEN
    ticket.rating = command.rating
    change(ticket, desk.now, "rated", REQUESTER, command.said)
    if not command.rating.solved:
        reopen(desk.uow, ticket, desk.now, REQUESTER, desk.catalogue)
        notice.send(desk.uow, desk.catalogue, ticket, "reopened", desk.now, own=True)
    elif ticket.status is Status.ANSWERED:
        move(desk.uow, ticket, desk.now, Status.CLOSED, REQUESTER, desk.catalogue)
    desk.uow.tickets.save(ticket)
    desk.audit("rated", "ticket", ticket.id, "rating")
    return Rated(ticket.number, reopened=not command.rating.solved)


def prove(desk: Desk, command: Prove) -> Proven | Refused:
    """Show a request to whoever has its number and its code."""
    try:
        ticket = ticket_for_code(desk.uow, desk.person, command.number, command.code, desk.now)
    except TooManyTriesError:
        return Refused("too_many_tries")
    desk.audit("proved" if ticket else "tried", "ticket", ticket.id if ticket else "")
    return Proven(view_of(ticket, proven=True)) if ticket else NOT_FOUND
