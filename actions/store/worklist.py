"""The list that staff work from: what one of them may see, narrowed, page by page, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Index, and_, case, func, or_, select

from actions.desk.scope import Scope
from actions.desk.ticket import Ticket
from actions.store.scopes import seen
from actions.store.tables import ASSIGNED, UNFINISHED, tickets
from actions.store.tickets import OPEN_NAMES, SqlTickets

MINE, NOBODY, OTHER = "mine", "nobody", "other"
FACETS = ("status", "service", "queue", "district", "who", "late")

# all that is counted, so that the requests themselves need not be looked at
Index(
    "ix_tickets_count",
    *(tickets.c[name] for name in ("status", "service", "queue", "district", "assignee", "due_next")),
    *(tickets.c[name] for name in ("waiting_since", "responsible", "sensitivity", "minor")),
    sqlite_where=UNFINISHED,
    postgresql_where=UNFINISHED,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty means all. `who` mine | nobody, `late` past the next promise."""

    statuses: tuple[str, ...] = OPEN_NAMES
    service: str = ""
    queue: str = ""
    district: str = ""
    who: str = ""
    late: bool = False

    @property
    def open_only(self) -> bool:
        """Whether only what is still to be done is wanted."""
        return bool(self.statuses) and set(self.statuses) <= set(OPEN_NAMES)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place after which a page begins: of open ones by urgency and what is due, of others by the last change."""

    urgency: int
    at: datetime
    number: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and where the next begins; None where there is none."""

    tickets: Sequence[Ticket]
    next: Cursor | None


class Tally(NamedTuple):
    """How many open requests agree in all the ways in which the list can be narrowed."""

    status: str
    service: str
    queue: str
    district: str
    who: str
    late: bool
    many: int


class SqlWorklist:
    """Within a unit of work."""

    def __init__(self, connection: Connection, tickets: SqlTickets) -> None:
        self._connection, self._tickets = connection, tickets

    def page(
        self, scope: Scope, wanted: Wanted, now: datetime, *, after: Cursor | None = None, limit: int = 50
    ) -> Page:
        """Open ones by urgency and what is due first; where finished ones are wanted too, the latest change first."""
        order: tuple[ColumnElement[Any], ...] = (tickets.c.urgency.desc(), tickets.c.due_next, tickets.c.number)
        if not wanted.open_only:
            order = (tickets.c.updated_at.desc(), tickets.c.number.desc())
        query = select(tickets).where(*_which(scope, wanted, now)).order_by(*order).limit(limit + 1)
        if after is not None:
            query = query.where(_beyond(after, open_only=wanted.open_only))
        found = self._tickets.read(self._connection.execute(query).all())
        shown = found[:limit]
        return Page(shown, _cursor(shown[-1], wanted) if len(found) > limit else None)

    def counts(self, scope: Scope, now: datetime) -> Sequence[Tally]:
        """Of all open requests that somebody sees, in one look."""
        who = case((tickets.c.assignee == scope.username, MINE), (tickets.c.assignee == "", NOBODY), else_=OTHER)
        late = case((_late(now), 1), else_=0)
        columns = (tickets.c.status, tickets.c.service, tickets.c.queue, tickets.c.district, who, late)
        query = select(*columns, func.count()).where(UNFINISHED, *seen(scope)).group_by(*columns)
        rows = self._connection.execute(query)
        return [Tally(a, b, c, d, e, bool(f), n) for a, b, c, d, e, f, n in rows]


def facets(tallies: Sequence[Tally], wanted: Wanted) -> dict[str, Mapping[str, int]]:
    """For each facet how many there would be for each of its choices, with all the others as they are."""
    chosen = [(place, values) for place, name in enumerate(FACETS) if (values := _chosen(wanted, name))]
    found: list[dict[str, int]] = [{} for _ in FACETS]
    everywhere = range(len(FACETS))
    for one in tallies:
        off = [place for place, values in chosen if one[place] not in values]
        if len(off) > 1:
            continue
        for place in off or everywhere:  # what only its own choice leaves out is what another choice would hold
            value = str(one[place])
            found[place][value] = found[place].get(value, 0) + one.many
    return dict(zip(FACETS, found, strict=True))


def _chosen(wanted: Wanted, name: str) -> frozenset[str | bool]:
    if name == "status":
        return frozenset() if set(wanted.statuses) == set(OPEN_NAMES) else frozenset(wanted.statuses)
    value = getattr(wanted, name)
    return frozenset({value}) if value else frozenset()


def _which(scope: Scope, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [*seen(scope)]
    if wanted.open_only:
        found.append(UNFINISHED)  # type: ignore[arg-type]  # said so that the index of the open ones is taken
    if wanted.statuses and set(wanted.statuses) != set(OPEN_NAMES):
        found.append(tickets.c.status.in_(wanted.statuses))
    for name in ("service", "queue", "district"):
        if value := getattr(wanted, name):
            found.append(tickets.c[name] == value)
    if wanted.who == MINE:
        found += [tickets.c.assignee == scope.username, ASSIGNED]  # type: ignore[list-item]
    elif wanted.who == NOBODY:
        found.append(tickets.c.assignee == "")
    if wanted.late:
        found.append(_late(now))
    return found


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(tickets.c.waiting_since.is_(None), tickets.c.due_next < now, tickets.c.status.in_(OPEN_NAMES))


def _beyond(after: Cursor, *, open_only: bool) -> ColumnElement[bool]:
    if not open_only:
        earlier = and_(tickets.c.updated_at == after.at, tickets.c.number < after.number)
        return or_(tickets.c.updated_at < after.at, earlier)
    same = and_(tickets.c.due_next == after.at, tickets.c.number > after.number)
    calmer = and_(tickets.c.urgency == after.urgency, or_(tickets.c.due_next > after.at, same))
    return or_(tickets.c.urgency < after.urgency, calmer)


def _cursor(last: Ticket, wanted: Wanted) -> Cursor:
    return Cursor(last.urgency, last.due_next if wanted.open_only else last.updated_at, last.number)
