"""Named approval: a minor's record opens to a colleague only once a supervisor has named them, with a reason."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.desk import code
from actions.desk.access import NotFoundError, staff_member, ticket_for_staff
from actions.desk.access_table import Reach, reach
from actions.desk.ports import UnitOfWork
from actions.desk.scope import EVERY
from actions.desk.staff_work import NotPossibleError

LONGEST = 90  # days; then whoever still needs it is named anew
REASON = 500  # characters


@dataclass(frozen=True, slots=True)
class Naming:
    """Who may open which minor's record, or all that lie in their queues (`EVERY`), until when."""

    id: str
    staff: str
    ticket: str  # a ticket's id, or EVERY
    by: str
    reason: str
    at: datetime
    until: datetime
    ended_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.ended_at is None and now < self.until


def name(uow: UnitOfWork, username: str, to: str, number: str, reason: str, *, days: int, now: datetime) -> Naming:
    """Open one record to a colleague, or with `EVERY` all in their queues; NotFoundError, NotPossibleError."""
    staff_member(uow, username, "request.name")
    ticket = EVERY if number == EVERY else _record(uow, username, number)
    _fitting(uow, to, reason, days)
    until = now + timedelta(days=days)
    made = Naming(_new_id(now), to, ticket, username, reason.strip(), now, until)
    uow.namings.add(made)
    uow.audit.note(at=now, actor=username, action="named", kind="naming", id=made.id, fields=(to, ticket))
    return made


def unname(uow: UnitOfWork, username: str, id: str, *, now: datetime) -> None:
    """End it at once; NotFoundError where there is none that still holds."""
    staff_member(uow, username, "request.name")
    if not uow.namings.end(id, now):
        raise NotFoundError(f"There is no naming {id} that still holds.")
    uow.audit.note(at=now, actor=username, action="unnamed", kind="naming", id=id)


def _record(uow: UnitOfWork, username: str, number: str) -> str:
    try:
        _, ticket = ticket_for_staff(uow, username, number)
    except NotFoundError:
        raise NotPossibleError(f"There is no request {number}.", "no_number") from None
    if not ticket.minor:
        raise NotPossibleError(f"{ticket.number} is no minor's record; it opens without naming.", "not_minor")
    return ticket.id


def _fitting(uow: UnitOfWork, to: str, reason: str, days: int) -> None:
    member = uow.staff.get(to)
    if member is None or member.disabled or reach(member.role, "request.read.minor") is not Reach.NAMED:
        raise NotPossibleError(
            f"{to} cannot be named: nobody of that name, or a role that needs or may no naming.", "no_naming"
        )
    if not reason.strip():
        raise NotPossibleError("Say why; it stays with the record.", "why_named")
    if len(reason) > REASON:
        raise NotPossibleError(f"More than {REASON} characters.", "long")
    if not 1 <= days <= LONGEST:
        raise NotPossibleError(f"From 1 to {LONGEST} days.", "days", most=str(LONGEST))


def _new_id(now: datetime) -> str:
    return code.new_id(int(now.timestamp() * 1000), secrets.randbelow)
