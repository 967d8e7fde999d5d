"""What is late and nearly late, as far as a member of staff sees the requests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from actions.desk.access import sees, staff_member
from actions.desk.escalation import LATE, RETURNED, WARNING, Escalation
from actions.desk.scope import scope_of
from actions.desk.ticket import Ticket
from actions.desk.watch import lasts
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages

SIGHT = timedelta(days=60)  # what is late for longer stands in the queue all the same
MOST = 200
ORDER = (LATE, RETURNED, WARNING)


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what was told, and the request as it stands."""

    told: Escalation
    ticket: Ticket

    @property
    def due(self) -> datetime:
        """By when the step was promised."""
        found: datetime = getattr(self.ticket.due, self.told.step)
        return found


def read_clocks(unit: SqlUnitOfWork, username: str, now: datetime) -> Sequence[Told]:
    """What still has to be looked after: the late ones first, the most urgent above."""
    staff = staff_member(unit, username)
    found = unit.escalations.since(now - SIGHT, limit=MOST, scope=scope_of(staff))
    tickets = unit.tickets.with_ids(sorted({one.ticket for one in found}))
    late = {(one.ticket, one.step, one.round) for one in found if one.level == LATE}
    lines = [
        Told(one, tickets[one.ticket])
        for one in found
        if sees(staff, tickets[one.ticket]) and lasts(one, tickets[one.ticket])
        if one.level != WARNING or (one.ticket, one.step, one.round) not in late
    ]
    return sorted(lines, key=lambda one: (ORDER.index(one.told.level), -one.ticket.urgency, one.due))


class ClockPages:
    """The page of clocks."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store, self._pages = store, pages

    def routes(self, router: APIRouter) -> None:
        """Put it on the router."""
        router.add_api_route("/clocks", self._show)

    async def _show(self, request: Request) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request))

    def _page(self, request: Request, visit: Visit) -> Response:
        now = now_utc()
        with self._store.unit(reading=True) as unit:
            mark = unit.changes.mark()  # before the rest: what comes meanwhile is told
            lines = read_clocks(unit, visit.staff.username, now)
            names = {one.username: one.name for one in unit.staff.all()}
        shown = self._pages.shown(visit.language, names, now)
        return self._pages.page("clocks.html", request, visit, shown, mark=mark, here="/console/clocks", lines=lines)
