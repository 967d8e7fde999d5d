"""What waits: people who need somebody now, each once, and the list of requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from actions.desk.access import allowed, heard, may, staff_member
from actions.desk.by_phone import ToRing, to_ring
from actions.desk.hand_over import ahead
from actions.desk.incident import DANGER, danger
from actions.desk.person import HandOver, Incident, Staff
from actions.desk.scope import Scope, scope_of
from actions.desk.ticket import Ticket
from actions.store.unit_of_work import SqlUnitOfWork
from actions.store.views import SavedView
from actions.store.worklist import FACETS, Cursor, Wanted
from bot.web.console.filters import Filters

RECENT = timedelta(hours=12)  # how long a taken alarm stays in sight
THERE = timedelta(minutes=2)  # a page that was open so long ago is open still
MOST = 50  # requests on a page
COUNTED = timedelta(seconds=10)  # so old may be what a page that renews itself has counted
KEPT = 500  # counts of different readers and choices


@dataclass(slots=True)
class Waiting:
    """One person who needs somebody: their alarms, the worst first, and who has the talk; `place` as they were told."""

    conversation: str
    alarms: list[Incident] = field(default_factory=list)
    taken: list[Incident] = field(default_factory=list)
    talk: HandOver | None = None
    place: int = 0
    readable: bool = False

    @property
    def call(self) -> HandOver | None:
        """The talk, where nobody has it yet."""
        return self.talk if self.talk is not None and self.talk.state == "waiting" else None

    @property
    def rank(self) -> tuple[int, int, datetime]:
        """Danger that nobody looks after first, then alarms in a colleague's talk, calls, what somebody has."""
        call = self.call
        if self.alarms:
            return (0 if self.talk is None or call else 1, *danger(self.alarms[0]))
        since = self.talk.since if self.talk is not None else self.taken[0].at
        if call is not None and call.reason == "crisis":  # whoever took the alarm has forgotten the talk
            return 0, min((danger(one)[0] for one in self.taken), default=len(DANGER)), since
        return (3 if call is None else 2), 0, since

    @property
    def waits(self) -> bool:
        """Whether nobody has come yet."""
        return bool(self.alarms) or self.call is not None


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
        """Words of alarms, numbers of those who want to be called, and what is told to whom on the telephone."""
        shown = [one for one in self.people if one.readable]
        found = [Personal("incident", alarm.id, ("text",)) for one in shown for alarm in one.alarms]
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
    unit: SqlUnitOfWork, username: str, filters: Filters, now: datetime, counts: Counts, *, live: bool = False
) -> Board:
    """Read it; alarms and calls to whoever may hear of them, requests as their rights allow."""
    staff = staff_member(unit, username)
    scope = scope_of(staff)
    mark = unit.changes.mark()  # before the rest: what comes meanwhile is told
    page = unit.worklist.page(scope, filters.wanted, now, after=filters.cursor, limit=MOST)
    return Board(
        people=people(unit, staff, now),
        to_ring=to_ring(unit, staff, now),
        present=_present(unit, now),
        tickets=page.tickets,
        next=page.next,
        filters=filters,
        counts=counts.of(unit, scope, filters.wanted, now, live=live or bool(filters.after)),
        views=unit.views.of(username),
        mark=mark,
    )


def people(unit: SqlUnitOfWork, staff: Staff, now: datetime) -> list[Waiting]:
    """Who needs somebody, and who has them: each person once, the most urgent first."""
    if not allowed(staff, "incident.read"):
        return []
    found: dict[str, Waiting] = {}

    def of(conversation: str) -> Waiting:
        if conversation not in found:
            found[conversation] = Waiting(conversation)
        return found[conversation]

    for alarm in unit.incidents.open():
        of(alarm.conversation).alarms.append(alarm)
    waiting = unit.hand_overs.waiting()
    for talk in (*waiting, *unit.hand_overs.held()):
        of(talk.conversation).talk = talk
    for alarm in unit.incidents.taken_since(now - RECENT):
        of(alarm.conversation).taken.append(alarm)
    for talk in waiting:
        if talk.reason != "crisis":  # who is in danger was told no place
            of(talk.conversation).place = ahead(waiting, talk) + 1
    readable = heard(unit, staff, list(found), now)
    for one in found.values():
        one.readable = one.conversation in readable
        one.alarms.sort(key=danger)
    return sorted(found.values(), key=lambda one: one.rank)


def _present(unit: SqlUnitOfWork, now: datetime) -> list[Present]:
    here, held = set(unit.sessions.present(now - THERE)), [one.staff for one in unit.hand_overs.held()]
    return [Present(one, held.count(one.username)) for one in unit.staff.all() if one.username in here]


def colleagues(unit: SqlUnitOfWork, ticket: Ticket) -> list[Staff]:
    """Who can be given a request."""
    return [one for one in unit.staff.all() if not one.disabled and may(one, "work", ticket)]
