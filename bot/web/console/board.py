"""What waits: people who need somebody now, each once, and the list of requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from actions.desk.access import may, staff_member
from actions.desk.by_phone import ToRing, to_ring
from actions.desk.person import Staff
from actions.desk.scope import Scope, scope_of
from actions.desk.ticket import Ticket
from actions.store.unit_of_work import SqlUnitOfWork
from actions.store.views import SavedView
from actions.store.worklist import FACETS, Cursor, Wanted
from bot.web.console.filters import Filters
from bot.who_waits import Waiting, who_waits

THERE = timedelta(minutes=2)  # a page that was open so long ago is open still
MOST = 50  # requests on a page
COUNTED = timedelta(seconds=10)  # so old may be what a page that renews itself has counted
KEPT = 500  # counts of different readers and choices


@dataclass(frozen=True, slots=True)
class Personal:
    """What a page shows of somebody: in which record, which fields; `version` is another once they changed."""

    kind: str
    id: str
    fields: tuple[str, ...]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at the console now, and how many talks they have."""

    staff: Staff
    talks: int


@dataclass(frozen=True, slots=True)
class Board:
    """What one member of staff sees at a glance."""

    people: Sequence[Waiting]
    to_ring: Sequence[ToRing]
    present: Sequence[Present]
    tickets: Sequence[Ticket]
    next: Cursor | None
    filters: Filters
    counts: Mapping[str, Mapping[str, int]]
    views: Sequence[SavedView]
    mark: str

    @property
    def waiting(self) -> int:
        """How many people nobody has come to."""
        return sum(one.waits for one in self.people)

    @property
    def personal(self) -> list[Personal]:
        """Words of alarms, of calls after them and of what was agreed, numbers to call, and what is told there."""
        shown = [one for one in self.people if one.readable]
        found = [Personal("incident", alarm.id, ("text",)) for one in shown for alarm in one.alarms]
        found += [Personal("incident", one.agreed.id, ("result",)) for one in shown if one.agreed]
        found += [Personal("conversation", one.conversation, ("words",), hash(one.words)) for one in shown if one.words]
        back = [(one.conversation, one.talk.callback) for one in shown if one.talk and one.talk.callback]
        found += [Personal("hand_over", id, ("callback",), hash(number)) for id, number in back]
        for one in self.to_ring:
            fields = tuple(name for name in ("phone", "name", "says") if getattr(one, name))
            found.append(Personal("ticket", one.ticket.id, fields, one.upto))
        return found


class Counts:
    """How many there are, for each who looks; a page that renews itself need not have them counted each time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Scope, Wanted], tuple[datetime, Mapping[str, Mapping[str, int]]]] = {}
        self._lock = Lock()

    def of(
        self, unit: SqlUnitOfWork, scope: Scope, wanted: Wanted, now: datetime, *, live: bool
    ) -> Mapping[str, Mapping[str, int]]:
        """Of open requests, fresh for who opens the page; where finished ones are listed too, there are too many."""
        if not wanted.open_only:
            return {name: {} for name in FACETS}
        with self._lock:
            at, found = self._kept.pop((scope, wanted), (now - COUNTED, {}))
        if not live or now - at >= COUNTED:
            at, found = now, unit.worklist.counts(scope, wanted, now)
        with self._lock:
            self._kept[scope, wanted] = at, found
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)))  # who looked longest ago
        return found


def read_board(
    unit: SqlUnitOfWork,
    username: str,
    filters: Filters,
    now: datetime,
    counts: Counts,
    last_words: Callable[[str], str],
    *,
    live: bool = False,
) -> Board:
    """Read it; alarms and calls to whoever may hear of them, requests as their rights allow."""
    staff = staff_member(unit, username)
    scope = scope_of(staff)
    mark = unit.changes.mark()  # before the rest: what comes meanwhile is told
    page = unit.worklist.page(scope, filters.wanted, now, after=filters.cursor, limit=MOST)
    return Board(
        people=who_waits(unit, staff, now, last_words),
        to_ring=to_ring(unit, staff, now),
        present=_present(unit, now),
        tickets=page.tickets,
        next=page.next,
        filters=filters,
        counts=counts.of(unit, scope, filters.wanted, now, live=live or bool(filters.after)),
        views=unit.views.of(username),
        mark=mark,
    )


def _present(unit: SqlUnitOfWork, now: datetime) -> list[Present]:
    here, held = set(unit.sessions.present(now - THERE)), [one.staff for one in unit.hand_overs.held()]
    return [Present(one, held.count(one.username)) for one in unit.staff.all() if one.username in here]


def colleagues(unit: SqlUnitOfWork, ticket: Ticket) -> list[Staff]:
    """Who can be given a request."""
    return [one for one in unit.staff.all() if not one.disabled and may(one, "work", ticket)]
