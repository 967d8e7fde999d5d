"""The list that staff work from: what one of them may see, narrowed, page by page, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Index,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

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

    def counts(self, scope: Scope, wanted: Wanted, now: datetime) -> dict[str, Mapping[str, int]]:
        """For each facet how many open ones there would be for each of its choices, with all the others as they are."""
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for name, value, many in self._connection.execute(_tally(scope, wanted, now)):
            found[name][value] = many
        return dict(found)


def _tally(scope: Scope, wanted: Wanted, now: datetime) -> CompoundSelect[Any]:
    """The open ones are read once, then summed up for each facet: few rows, where all combinations would be many."""
    who = case((tickets.c.assignee == scope.username, MINE), (tickets.c.assignee == "", NOBODY), else_=OTHER)
    late = case((_late(now), "1"), else_="")
    plain = [tickets.c[name] for name in ("status", "service", "queue", "district")]
    read = select(*plain, who.label("who"), late.label("late")).where(UNFINISHED, *seen(scope)).cte("read").c
    chosen = {name: read[name].in_(values) for name in FACETS if (values := _chosen(wanted, name))}
    sums = (
        select(literal(name), read[name], func.count())
        .where(*(condition for other, condition in chosen.items() if other != name))
        .group_by(read[name])
        for name in FACETS
    )
    return union_all(*sums)


def _chosen(wanted: Wanted, name: str) -> tuple[str, ...]:
    match name:
        case "status":
            return () if set(wanted.statuses) == set(OPEN_NAMES) else wanted.statuses
        case "late":
            return ("1",) if wanted.late else ()
        case _:
            return (value,) if (value := getattr(wanted, name)) else ()


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
    later = or_(tickets.c.urgency < after.urgency, tickets.c.due_next > after.at, same)
    return and_(tickets.c.urgency <= after.urgency, later)  # so the index is entered where the page begins


def _cursor(last: Ticket, wanted: Wanted) -> Cursor:
    return Cursor(last.urgency, last.due_next if wanted.open_only else last.updated_at, last.number)
