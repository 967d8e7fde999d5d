"""Whom staff have to ring up: news of a request for people who have no chat, and what came of the call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from actions.desk.access import knows_name, ticket_for_staff
from actions.desk.asking import ASKED_BY_PHONE
from actions.desk.life import change
from actions.desk.person import Person, Staff
from actions.desk.ports import UnitOfWork
from actions.desk.say import Say
from actions.desk.scope import Scope, scope_of
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import Ticket

AGAIN = timedelta(hours=1)  # after nobody answered
NOT_THERE = "NoAnswer"  # why a message did not arrive


@dataclass(frozen=True, slots=True)
class PhoneNotice:
    """One message, whose person it is for and which request it counts with."""

    id: int
    person: Person
    ticket: str
    say: Say
    put_at: datetime
    ready_at: datetime  # when they may be rung up again
    attempts: int


class PhoneNotices(Protocol):
    """Messages that wait until somebody tells them on the telephone."""

    def waiting(self, scope: Scope) -> Sequence[PhoneNotice]:
        """What nobody has told yet of requests in this scope."""

    def told(self, ids: Sequence[int], by: str, now: datetime) -> bool:
        """They know now; False where somebody else was faster with one of them."""

    def not_reached(self, ids: Sequence[int], again: datetime) -> bool:
        """Nobody answered: to be tried once more from then on."""

    def given_up(self, ids: Sequence[int], error: str) -> bool:
        """They cannot be reached there."""


class Ringing(UnitOfWork, Protocol):
    """A transaction that knows what is to be told by telephone."""

    @property
    def phone_notices(self) -> PhoneNotices:
        """What waits to be told."""


@dataclass(frozen=True, slots=True)
class ToRing:
    """One call to make: of which request, where, what to say; `upto` is the last message that stands there."""

    ticket: Ticket
    phone: str  # "" where there is none, or where it is kept from whoever looks
    name: str
    kept_secret: bool
    says: Sequence[tuple[Say, str, str]]  # with the person's language and manner
    since: datetime
    tries: int
    again: datetime | None  # not before then
    upto: int

    @property
    def asks(self) -> bool:
        """Whether something is asked that staff then put in."""
        return any(say.key == ASKED_BY_PHONE for say, _, _ in self.says)

    @property
    def sensitive(self) -> bool:
        """Whether nobody but the person may hear it."""
        return self.ticket.sensitivity != "ordinary" or self.ticket.secret


def to_ring(unit: Ringing, staff: Staff, now: datetime) -> list[ToRing]:
    """Whom a member of staff may ring up: of requests that are theirs to work, who waits longest first."""
    found = [_call(staff, ticket, notices, now) for ticket, notices in _waiting(unit, staff)]
    return sorted(found, key=lambda one: (one.again is not None, one.since))


def settle(unit: Ringing, username: str, number: str, result: str, upto: int, now: datetime) -> None:
    """
    What came of a call: told | not_reached | given_up, for the messages up to that id.

    NotPossibleError where a colleague was faster; NotFoundError where it is not theirs.
    """
    staff, ticket = ticket_for_staff(unit, username, number, "work")
    waiting = unit.phone_notices.waiting(scope_of(staff, "work"))
    ids = [one.id for one in waiting if one.ticket == ticket.id and one.id <= upto]
    done = {
        "told": lambda: unit.phone_notices.told(ids, username, now),
        "not_reached": lambda: unit.phone_notices.not_reached(ids, now + AGAIN),
        "given_up": lambda: unit.phone_notices.given_up(ids, NOT_THERE),
    }.get(result)
    if done is None or not ids or not done():
        raise NotPossibleError(f"Nobody waits to be told of {number}.", "rung")
    if result == "told":
        ticket.first_contact_at = ticket.first_contact_at or now
    change(ticket, now, result, username)
    unit.tickets.save(ticket)
    unit.audit.note(at=now, actor=username, action=result, kind="ticket", id=ticket.id)


def _waiting(unit: Ringing, staff: Staff) -> list[tuple[Ticket, list[PhoneNotice]]]:
    """Requests with what is to be told of them, in the order in which it was written."""
    found: dict[str, list[PhoneNotice]] = {}
    for one in sorted(unit.phone_notices.waiting(scope_of(staff, "work")), key=lambda one: one.id):
        found.setdefault(one.ticket, []).append(one)
    tickets = unit.tickets.with_ids(sorted(found))
    return [(tickets[id], notices) for id, notices in found.items()]


def _call(staff: Staff, ticket: Ticket, notices: list[PhoneNotice], now: datetime) -> ToRing:
    person, named = notices[0].person, knows_name(staff, ticket)
    ready = max(one.ready_at for one in notices)
    return ToRing(
        ticket=ticket,
        phone=_number(person, ticket) if named else "",
        name=person.name if named else "",
        kept_secret=not named,
        says=[(one.say, person.language, person.manner) for one in notices] if named else [],
        since=notices[0].put_at,
        tries=max(one.attempts for one in notices),
        again=ready if ready > now else None,
        upto=notices[-1].id,
    )


def _number(person: Person, ticket: Ticket) -> str:
    """Where this request's person wants to be reached, else where they were reached before."""
    told = ticket.details.get("phone")
    return str(told or person.phone or (person.address if person.address.strip("+").isdecimal() else ""))
