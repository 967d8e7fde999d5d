"""What waits: alarms, calls for a person, talks that somebody has, and the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from actions.desk.access import allowed, may, staff_member
from actions.desk.person import HandOver, Incident, Staff
from actions.desk.scope import scope_of
from actions.desk.ticket import OPEN, Status, Ticket
from actions.store.unit_of_work import SqlUnitOfWork
from data.model import Catalogue

RECENT = timedelta(hours=12)  # how long a taken alarm stays in sight
MOST = 100  # requests on a page
ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty status means the open ones."""

    status: str = ""
    queue: str = ""
    mine: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """From the address; what is unknown counts for nothing."""
        status = query.get("status", "")
        known = status == ALL or status in tuple(Status)
        return cls(status if known else "", query.get("queue", ""), query.get("mine") == "1")

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses to list; none means all."""
        if self.status == ALL:
            return ()
        return (self.status,) if self.status else tuple(sorted(one.value for one in OPEN))


@dataclass(frozen=True, slots=True)
class Board:
    """What one member of staff sees at a glance."""

    alarms: Sequence[Incident]
    taken: Sequence[Incident]
    calls: Sequence[HandOver]
    held: Sequence[HandOver]
    tickets: Sequence[Ticket]
    filters: Filters
    queues: tuple[str, ...]
    mark: str


def read_board(unit: SqlUnitOfWork, username: str, filters: Filters, catalogue: Catalogue, now: datetime) -> Board:
    """Read it; alarms and calls to whoever may hear of them, requests as their rights allow."""
    staff = staff_member(unit, username)
    mark = unit.changes.mark()  # before the rest: what comes meanwhile is told
    queues = staff.queues or tuple(catalogue.place.queues)
    if filters.queue not in queues:
        filters = Filters(filters.status, "", filters.mine)
    told = allowed(staff, "incident.read")
    return Board(
        alarms=unit.incidents.open() if told else (),
        taken=unit.incidents.taken_since(now - RECENT) if told else (),
        calls=unit.hand_overs.waiting() if told else (),
        held=unit.hand_overs.held() if told else (),
        tickets=_tickets(unit, staff, filters),
        filters=filters,
        queues=queues,
        mark=mark,
    )


def _tickets(unit: SqlUnitOfWork, staff: Staff, filters: Filters) -> list[Ticket]:
    narrowed = (filters.queue,) if filters.queue else ()
    assignee = staff.username if filters.mine else ""
    scope, statuses = scope_of(staff), filters.statuses
    return list(unit.tickets.listed(scope, queues=narrowed, statuses=statuses, assignee=assignee, limit=MOST))


def colleagues(unit: SqlUnitOfWork, ticket: Ticket) -> list[Staff]:
    """Who can be given a request."""
    return [one for one in unit.staff.all() if not one.disabled and may(one, "work", ticket)]
