"""The guarded loaders: every way from a number to a request passes here."""

from __future__ import annotations

import hmac
from datetime import datetime

from actions.desk import code, number
from actions.desk.person import HandOver, Person, Staff
from actions.desk.ports import UnitOfWork
from actions.desk.ticket import Ticket

TRIES = 5  # an hour, for a person; whoever mistypes a code has enough, whoever guesses has not
TALK_TICKETS = 50  # of one person; beyond that nobody can say what a talk holds
WRITERS = frozenset({"agent", "dispatcher", "office", "supervisor", "admin"})
READERS = WRITERS | {"auditor"}


class TooManyTriesError(Exception):
    """Too many wrong codes within the hour."""


class NotFoundError(Exception):
    """There is no such request, or this member of staff may not see it: both look alike."""


def ticket_of_person(uow: UnitOfWork, person: Person, text: str) -> Ticket | None:
    """The person's own request with this number."""
    ticket = _by_text(uow, text)
    return ticket if ticket is not None and ticket.requester == person.id else None


def ticket_for_citizen(uow: UnitOfWork, person: Person, text: str, now: datetime) -> Ticket | None:
    """The person's own request, or one that an approved link opens."""
    ticket = _by_text(uow, text)
    if ticket is None or ticket.requester == person.id:
        return ticket
    links = uow.people.links_of(person.id)
    followed = any(link.followed == ticket.requester and link.holds(now) for link in links)
    return ticket if followed and opens_to_followers(ticket) else None


def ticket_for_code(uow: UnitOfWork, person: Person, text: str, typed: str, now: datetime) -> Ticket | None:
    """The request whose number and code fit. Raises TooManyTriesError; unknown and wrong answer and take alike."""
    if uow.tries.count(person.id, "code", now) > TRIES:
        raise TooManyTriesError
    ticket = _by_text(uow, text)
    # without a request a code is hashed and compared all the same
    expected = ticket.code_hash if ticket is not None and ticket.code_hash else "-" * 64
    given = uow.codes.hash(ticket.number if ticket is not None else text[:32], code.normalised(typed))
    return ticket if hmac.compare_digest(given, expected) else None


def ticket_proven(uow: UnitOfWork, text: str, proven: str) -> Ticket | None:
    """The request whose number and code were shown in this talk before (`proven`), where that is the one asked for."""
    return _by_text(uow, text) if proven and number.find(text) == proven else None


def ticket_for_staff(uow: UnitOfWork, username: str, text: str, *, write: bool = False) -> tuple[Staff, Ticket]:
    """The request, for a member of staff whose role and queues allow it. Raises NotFoundError."""
    staff = staff_member(uow, username, write=write)
    ticket = _by_text(uow, text)
    if ticket is None or not sees(staff, ticket):
        raise NotFoundError(f"There is no request {text} for {username}.")
    return staff, ticket


def staff_member(uow: UnitOfWork, username: str, *, write: bool = False) -> Staff:
    """Somebody who works here. Raises NotFoundError for strangers, disabled ones and roles that may not."""
    staff = uow.staff.get(username)
    if staff is None or staff.disabled or staff.role not in (WRITERS if write else READERS):
        raise NotFoundError(f"{username} is nobody who may do this; `nuanxin staff` lists who works here.")
    return staff


def talk_for_staff(uow: UnitOfWork, username: str, conversation: str) -> tuple[Staff, HandOver | None]:
    """
    Who has the talk, for a member of staff who may read it. Raises NotFoundError.

    Whoever works for some queues only reads a talk once it is theirs: it may hold other matters.
    """
    staff = staff_member(uow, username)
    running = uow.hand_overs.of(conversation)
    if staff.queues and (running is None or running.staff != username):
        raise NotFoundError(f"There is no talk {conversation} for {username}.")
    return staff, running


def reads_talk_of(uow: UnitOfWork, staff: Staff, ticket: Ticket) -> bool:
    """Whether they may read the talk behind a request: nothing in it is kept from them."""
    if not knows_name(staff, ticket):
        return False
    if not staff.queues:
        return True
    every = uow.tickets.of_person(ticket.requester, limit=TALK_TICKETS)
    return len(every) < TALK_TICKETS and all(sees(staff, one) for one in every)


def knows_name(staff: Staff, ticket: Ticket) -> bool:
    """Who asked to keep their name secret is known to whoever works the request and to those who answer for it."""
    return not ticket.secret or ticket.assignee == staff.username or staff.role in ("supervisor", "admin")


def sees(staff: Staff, ticket: Ticket) -> bool:
    """Whether the request lies in one of their queues, came to one of them first, or is theirs."""
    if not staff.queues or ticket.queue in staff.queues or ticket.assignee == staff.username:
        return True
    return ticket.responsible in staff.queues and ticket.sensitivity == "ordinary"


def opens_to_followers(ticket: Ticket) -> bool:
    """A report about harm never shows to a guardian, nor does what a person in need asked for alone."""
    if ticket.sensitivity == "protected":
        return False
    return ticket.sensitivity == "ordinary" or ticket.details.get("asker", "self") != "self"


def _by_text(uow: UnitOfWork, text: str) -> Ticket | None:
    found = number.find(text)
    return uow.tickets.by_number(found or "", lock=True)
