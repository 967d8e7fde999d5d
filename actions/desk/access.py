"""The guarded loaders: every way from a number to a request passes here."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from actions.desk import code, number
from actions.desk.access_table import BOUND, ROLES, Reach, reach
from actions.desk.person import HandOver, Incident, Person, Staff
from actions.desk.ports import UnitOfWork
from actions.desk.scope import scope_of
from actions.desk.ticket import Ticket
from data.model import Catalogue

TRIES = 5  # an hour, for a person; whoever mistypes a code has enough, whoever guesses has not
AFTERWARDS = timedelta(hours=2)  # of an alarm: who came to it words what was agreed, and rings those who left the talk
TALK_TICKETS = 50  # of one person; beyond that nobody can say what a talk holds
# kinds of details whose answers are a number, a day or words of ours: no name can stand in them
NAMELESS = frozenset(
    {"age", "choice", "choices", "consent", "count", "date", "district", "money", "month", "when", "yes_no"}
)


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
    asked = number.find(text) or ""
    # without a request a code is hashed and compared all the same, and one that is there is not opened before
    expected = uow.tickets.code_hash(asked) or "-" * 64
    given = uow.codes.hash(asked, code.normalised(typed))
    return _by_text(uow, asked) if hmac.compare_digest(given, expected) else None


def ticket_proven(uow: UnitOfWork, text: str, proven: str) -> Ticket | None:
    """The request whose number and code were shown in this talk before (`proven`), where that is the one asked for."""
    return _by_text(uow, text) if proven and number.find(text) == proven else None


def ticket_for_staff(uow: UnitOfWork, username: str, text: str, action: str = "read") -> tuple[Staff, Ticket]:
    """The request, for a member of staff who may do this with it: read | work | assign … Raises NotFoundError."""
    staff = staff_member(uow, username)
    ticket = _by_text(uow, text)
    if ticket is None or not may(staff, action, ticket):
        raise NotFoundError(f"There is no request {text} for {username}.")
    return staff, ticket


def staff_member(uow: UnitOfWork, username: str, action: str = "") -> Staff:
    """Somebody who works here, and may do this wherever it is. Raises NotFoundError for all others."""
    staff = uow.staff.get(username)
    stranger = staff is None or staff.disabled or staff.role not in ROLES
    if staff is None or stranger or (action and not allowed(staff, action)):
        raise NotFoundError(
            f"{username} is nobody who may do this; "
            "`nuanxin staff list` shows who works here, `nuanxin staff roles` who may do what."
        )
    return staff


def allowed(staff: Staff, action: str) -> bool:
    """Whether their role has this right, which goes for everything or for nothing."""
    return reach(staff.role, action) is Reach.ALL


def may(staff: Staff, action: str, ticket: Ticket) -> bool:
    """Whether they may do this with this request."""
    return scope_of(staff, action).holds(ticket)


def sees(staff: Staff, ticket: Ticket) -> bool:
    """Whether they may know that there is such a request, and read it."""
    return may(staff, "read", ticket)


def talk_for_staff(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> tuple[Staff, HandOver | None]:
    """
    Who has the talk, for a member of staff who may read it. Raises NotFoundError.

    Whoever works for some queues only reads a talk once it is theirs: it may hold other matters.
    """
    staff = staff_member(uow, username)
    if not hears(uow, staff, conversation, now):
        raise NotFoundError(f"There is no talk {conversation} for {username}.")
    return staff, uow.hand_overs.of(conversation)


def hears(uow: UnitOfWork, staff: Staff, conversation: str, now: datetime) -> bool:
    """Whether they may read this talk."""
    return conversation in heard(uow, staff, [conversation], now)


def heard(uow: UnitOfWork, staff: Staff, conversations: Sequence[str], now: datetime) -> set[str]:
    """Which of these talks they may read, asked of all at once; what an alarm opened closes soon after its end."""
    if reach(staff.role, "talk.read") is Reach.NONE:
        return set()
    found = {one.conversation for one in uow.hand_overs.held() if one.staff == staff.username}
    if not staff.queues and staff.role not in BOUND:
        found |= {one.conversation for one in uow.hand_overs.waiting() if one.rings}  # in danger nobody asks
        alarms = uow.incidents.latest(conversations)
        found |= {id for id, alarm in alarms.items() if _opened_by(alarm, staff, now)}
        found |= uow.tickets.seen_whole(scope_of(staff), conversations, secret=reach(staff.role, "secret_name.read"))
    return found.intersection(conversations)


def _opened_by(alarm: Incident, staff: Staff, now: datetime) -> bool:
    """Whether an alarm opens its talk to them: nobody or they took it, and it has not ended long ago."""
    lasts = alarm.ended_at is None or alarm.ended_at >= now - AFTERWARDS
    return lasts and alarm.taken_by in ("", staff.username)


def reads_talk_of(uow: UnitOfWork, staff: Staff, ticket: Ticket) -> bool:
    """Whether they may read the talk behind a request: nothing in it is kept from them."""
    if reach(staff.role, "talk.read") is Reach.NONE or not knows_name(staff, ticket):
        return False
    every = uow.tickets.of_person(ticket.requester, limit=TALK_TICKETS)
    unbound = not staff.queues and staff.role not in BOUND
    return (unbound or len(every) < TALK_TICKETS) and all(sees(staff, one) and knows_name(staff, one) for one in every)


def knows_name(staff: Staff, ticket: Ticket) -> bool:
    """Who asked to keep their name secret is known to whoever works the request and to those who answer for it."""
    if not ticket.secret:
        return True
    right = reach(staff.role, "secret_name.read")
    return right is Reach.SCOPE or (right is Reach.OWN and ticket.assignee == staff.username)


def as_known(staff: Staff, ticket: Ticket, catalogue: Catalogue) -> Ticket:
    """
    The request as this member of staff may know it.

    To whom a secret name is not known, neither is anything that may hold it: number, place, words of anybody's, files.
    """
    if knows_name(staff, ticket):
        return ticket
    service = catalogue.services.get(ticket.service)
    asked = (*(service.details if service else ()), *catalogue.common)
    nameless = {detail.id for detail in asked if detail.kind in NAMELESS}
    return replace(
        ticket,
        details={id: value for id, value in ticket.details.items() if id in nameless},
        text="",
        attachments=(),
        place_key="",
        history=[replace(event, text="") for event in ticket.history],
    )


def opens_to_followers(ticket: Ticket) -> bool:
    """A report about harm never shows to a guardian, nor does what a person in need asked for alone."""
    if ticket.sensitivity == "protected":
        return False
    return ticket.sensitivity == "ordinary" or ticket.details.get("asker", "self") != "self"


def _by_text(uow: UnitOfWork, text: str) -> Ticket | None:
    found = number.find(text)
    return uow.tickets.by_number(found or "", lock=True)
