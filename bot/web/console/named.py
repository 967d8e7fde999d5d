"""Minors' records: whom a supervisor has named, for which record, why and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk import naming
from actions.desk.access import sees, staff_member
from actions.desk.access_table import Reach, reach
from actions.desk.naming import Naming
from actions.desk.person import Staff
from actions.desk.scope import EVERY
from actions.desk.staff_work import NotPossibleError
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.console.work import Id

DAYS = (1, 7, 30, 90)


@dataclass(frozen=True, slots=True)
class Line:
    """One naming that holds; `number` is "" where it goes for all in their queues."""

    naming: Naming
    number: str


class NamedPages:
    """The page, and its two steps."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store, self._pages = store, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/named", self._show)
        router.add_api_route("/named", self._name, methods=["POST"])
        router.add_api_route("/named/{id}/end", self._end, methods=["POST"])

    async def _show(self, request: Request) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request))

    async def _name(self, request: Request) -> Response:
        visit = visit_of(request)
        try:
            await asyncio.to_thread(self._do_name, visit)
        except NotPossibleError as error:
            problem = self._pages.words(visit.language, f"error.{error.reason}", **error.params)
            return await asyncio.to_thread(self._page, request, visit, error=problem, status=409)
        return RedirectResponse("/console/named?told=named", 303)

    async def _end(self, request: Request, id: Id) -> Response:
        await asyncio.to_thread(self._do_end, visit_of(request), id)
        return RedirectResponse("/console/named?told=unnamed", 303)

    def _do_name(self, visit: Visit) -> None:
        form = visit.form
        days = int(form.get("days", "")) if form.get("days", "") in map(str, DAYS) else 0
        number = EVERY if form.get("which") == "every" else form.get("number", "")
        with self._store.unit() as unit:
            naming.name(
                unit, visit.staff.username, form.get("to", ""), number, form.get("reason", ""), days=days, now=now_utc()
            )
            unit.commit()

    def _do_end(self, visit: Visit, id: str) -> None:
        with self._store.unit() as unit:
            naming.unname(unit, visit.staff.username, id, now=now_utc())
            unit.commit()

    def _page(self, request: Request, visit: Visit, *, error: str = "", status: int = 200) -> Response:
        now = now_utc()
        with self._store.unit(reading=True) as unit:
            staff = staff_member(unit, visit.staff.username, "request.name")
            lines = _lines(unit, staff, unit.namings.holding(now))
            everybody = unit.staff.all()
        shown = self._pages.shown(visit.language, {one.username: one.name for one in everybody}, now)
        can = [s for s in everybody if not s.disabled and reach(s.role, "request.read.minor") is Reach.NAMED]
        form = visit.form if error else request.query_params
        return self._pages.page(
            "named.html",
            request,
            visit,
            shown,
            error=error,
            status=status,
            here="/console/named",
            lines=lines,
            colleagues=can,
            days=DAYS,
            form=form,
        )


def _lines(unit: SqlUnitOfWork, staff: Staff, found: Sequence[Naming]) -> list[Line]:
    tickets = unit.tickets.with_ids([one.ticket for one in found if one.ticket != EVERY])
    lines = []
    for one in found:
        ticket = tickets.get(one.ticket)
        if one.ticket == EVERY or (ticket is not None and sees(staff, ticket)):
            lines.append(Line(one, ticket.number if ticket is not None else ""))
    return lines
