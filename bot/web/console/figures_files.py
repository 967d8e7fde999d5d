"""Figures and the list of requests as files to take away; each is noted in the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from actions.desk.access import staff_member
from actions.desk.figures import read_figures, seer
from actions.desk.scope import scope_of
from actions.desk.ticket import OPEN, Status
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.export import KINDS, Sheet, as_csv, as_xlsx
from bot.export_figures import by_line, sheets
from bot.export_requests import MOST, listed
from bot.figures_words import FigureWords, split_by, today
from bot.web.console.doors import visit_of
from bot.web.console.figures import Asked
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.page import HEADERS
from data.model import Catalogue

Kind = Annotated[str, Path(pattern=r"^(csv|xlsx)$")]
OPEN_ONES = tuple(sorted(status.value for status in OPEN))


class FigureFiles:
    """What can be taken away."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages) -> None:
        self._store, self._catalogue, self._pages = store, catalogue, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""

        @router.get("/figures.{kind}")
        async def figures(request: Request, kind: Kind) -> Response:
            return await asyncio.to_thread(self._taken, self._figures, request, visit_of(request), kind, "figures")

        @router.get("/requests.{kind}")
        async def requests(request: Request, kind: Kind) -> Response:
            return await asyncio.to_thread(self._taken, self._requests, request, visit_of(request), kind, "requests")

    def _taken(
        self,
        make: Callable[[SqlUnitOfWork, Request, Visit, str], list[Sheet]],
        request: Request,
        visit: Visit,
        kind: str,
        name: str,
    ) -> Response:
        now = now_utc()
        with self._store.unit(reading=True) as unit:
            found = make(unit, request, visit, kind)
        with self._store.unit() as unit:  # without this line nothing is handed out
            unit.audit.note(at=now, actor=visit.staff.username, action="read", kind="export", id=name)
            unit.commit()
        file = f"nuanxin-{name}-{today(self._catalogue, now).isoformat()}.{kind}"
        named = {"Content-Disposition": f'attachment; filename="{file}"', "X-Content-Type-Options": "nosniff"}
        body = as_csv(found[0]) if kind == "csv" else as_xlsx(found)
        return Response(body, media_type=KINDS[kind], headers=HEADERS | named)

    def _figures(self, unit: SqlUnitOfWork, request: Request, visit: Visit, kind: str) -> list[Sheet]:
        now, catalogue = now_utc(), self._catalogue
        staff = seer(unit, visit.staff.username)
        asked = Asked.of(request.query_params, catalogue, today(catalogue, now))
        words = FigureWords(self._pages.shown(visit.language, {}, now))
        every = (asked.by,) if kind == "csv" else split_by(catalogue)
        tables = [read_figures(unit.figure_book, asked.narrow(staff), by, catalogue, now) for by in every]
        return [by_line(tables[0], words)] if kind == "csv" else sheets(tables, words)

    def _requests(self, unit: SqlUnitOfWork, request: Request, visit: Visit, _: str) -> list[Sheet]:
        staff = staff_member(unit, visit.staff.username, "requests.export")
        status, queue = (request.query_params.get(name, "") for name in ("status", "queue"))
        statuses = () if status == "all" else (status,) if status in tuple(Status) else OPEN_ONES
        queues = (queue,) if queue in self._catalogue.place.queues else ()
        found = unit.tickets.listed(scope_of(staff), queues=queues, statuses=statuses, limit=MOST)
        names = {one.username: one.name for one in unit.staff.all()}
        return [listed(found, staff, self._pages.shown(visit.language, names, now_utc()))]
