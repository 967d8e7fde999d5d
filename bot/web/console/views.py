"""Views of the list that members of staff keep for themselves."""

from __future__ import annotations

import asyncio
import secrets

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk.code import new_id
from actions.store.store import Store
from actions.store.views import SavedView
from bot.web.console.doors import visit_of
from bot.web.console.filters import Filters
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.console.reader import Reader
from bot.web.console.work import Id
from data.model import Catalogue

LONGEST, MOST = 40, 20  # characters of a name, views of one member of staff


class ViewPages:
    """Keeps and drops them."""

    def __init__(self, store: Store, catalogue: Catalogue, reader: Reader, pages: Pages) -> None:
        self._store, self._catalogue, self._reader, self._pages = store, catalogue, reader, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/views", self._keep, methods=["POST"])
        router.add_api_route("/views/{id}/drop", self._drop, methods=["POST"])

    async def _keep(self, request: Request) -> Response:
        visit = visit_of(request)
        where = await asyncio.to_thread(self._kept, visit)
        if where:
            return RedirectResponse(where, 303)
        error = self._pages.words(visit.language, "error.view")
        return await asyncio.to_thread(self._reader.board, request, visit, error=error, status=409)

    async def _drop(self, request: Request, id: Id) -> Response:
        await asyncio.to_thread(self._dropped, visit_of(request), id)
        return RedirectResponse("/console?told=view_dropped", 303)

    def _kept(self, visit: Visit) -> str:
        """Where to go; "" where it has no name, or there are too many."""
        name = visit.form.get("name", "")[:LONGEST]
        query = Filters.of(visit.form, self._catalogue).query
        with self._store.unit() as unit:
            if name and len(unit.views.of(visit.staff.username)) < MOST:
                id = new_id(int(now_utc().timestamp() * 1000), secrets.randbelow)
                unit.views.add(SavedView(id, visit.staff.username, name, query))
                unit.commit()
                return f"/console?{query}&told=view_kept".replace("?&", "?")
        return ""

    def _dropped(self, visit: Visit, id: str) -> None:
        with self._store.unit() as unit:
            unit.views.drop(visit.staff.username, id)
            unit.commit()
