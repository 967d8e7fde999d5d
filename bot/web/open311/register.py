"""Reading requests: every way to one passes the guarded loaders, and what is personal is noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from actions.desk.access import NotFoundError, sees, ticket_for_staff
from actions.desk.openness import open_to_all, public_services, ticket_for_anybody
from actions.desk.person import Staff
from actions.desk.scope import scope_of
from actions.desk.ticket import OPEN, Status, Ticket
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.open311.arguments import MOST, Span
from bot.web.open311.errors import Refusal
from bot.web.open311.holder import holder
from data.model import Catalogue

CHUNK = 200
STATES = {"open": OPEN, "closed": frozenset(Status) - OPEN}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: by number, or opened (or changed) in a span; rows `first` up to `last`."""

    span: Span
    ids: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    first: int = 0
    last: int = MOST
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the reader may see; `staff` is None where that is everybody."""

    tickets: Sequence[Ticket]
    staff: Staff | None


def utc_now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


class Register:
    """The requests of this desk as programs read them."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Callable[[], datetime] = utc_now) -> None:
        self._store, self._catalogue, self.clock = store, catalogue, clock

    def find(self, key: str, wanted: Wanted) -> Found:
        """What was asked for, as far as this key opens it. Raises Refusal 403."""
        with self._store.unit(reading=True) as unit:
            staff = holder(unit, key)
            if wanted.ids:
                loaded = (self._one(unit, staff, id) for id in wanted.ids)
                found = [ticket for ticket in loaded if ticket is not None]
            else:
                found = self._listed(unit, staff, wanted)
        self._note(staff, found)
        return Found(found, staff)

    def one(self, key: str, id: str) -> Found:
        """One request. Raises Refusal 403 and 404: unknown and forbidden look alike."""
        with self._store.unit(reading=True) as unit:
            staff = holder(unit, key)
            ticket = self._one(unit, staff, id)
        if ticket is None:
            raise Refusal(404, "service_request_id: there is no such request, or this key does not open it")
        self._note(staff, [ticket])
        return Found([ticket], staff)

    def _one(self, unit: SqlUnitOfWork, staff: Staff | None, id: str) -> Ticket | None:
        if staff is None:
            return ticket_for_anybody(unit, self._catalogue, id)
        try:
            return ticket_for_staff(unit, staff.username, id)[1]
        except NotFoundError:
            return None

    def _listed(self, unit: SqlUnitOfWork, staff: Staff | None, wanted: Wanted) -> list[Ticket]:
        """In chunks, until enough that may be seen were found."""
        services = wanted.services
        if staff is None:
            public = public_services(self._catalogue)
            services = tuple(id for id in public if not services or id in services)
            if not services:
                return []
        found: list[Ticket] = []
        for offset in range(0, MOST * CHUNK, CHUNK):
            chunk = unit.tickets.within(
                wanted.span.start,
                wanted.span.end,
                changed=wanted.changed,
                services=services,
                statuses=[status.value for state in wanted.states for status in STATES[state]],
                scope=scope_of(staff) if staff else None,
                limit=CHUNK,
                offset=offset,
            )
            found += [ticket for ticket in chunk if self._seen(staff, ticket)]
            if len(chunk) < CHUNK or len(found) >= wanted.last:
                break
        return found[wanted.first : wanted.last]

    def _seen(self, staff: Staff | None, ticket: Ticket) -> bool:
        return open_to_all(self._catalogue, ticket) if staff is None else sees(staff, ticket)

    def _note(self, staff: Staff | None, tickets: Sequence[Ticket]) -> None:
        """Without these lines in the audit nothing personal is shown."""
        if staff is None or not tickets:
            return
        with self._store.unit() as unit:
            for ticket in tickets:
                unit.audit.note(at=self.clock(), actor=staff.username, action="read", kind="ticket", id=ticket.id)
            unit.commit()
