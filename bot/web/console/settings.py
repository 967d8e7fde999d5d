"""What the desk is set to: read from its data files, with the file that changes it; days are set here."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk.access import staff_member
from actions.desk.access_table import BOUND, reaches_any
from actions.desk.calendar_day import set_day
from actions.desk.person import Staff
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from data.model import Catalogue

HERE = "/console/settings"
KINDS = ("services", "offices", "days", "clocks", "numbers", "replies")
WAYS = {"works": True, "off": False, "official": None}


class _Reading(Protocol):
    def __call__(self, unit: SqlUnitOfWork) -> dict[str, Any]: ...


class SettingPages:
    """A page for each kind of thing that is set."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages) -> None:
        self._store, self._catalogue, self._pages = store, catalogue, pages
        self._readings: dict[str, _Reading] = {"offices": self._offices, "days": self._days}

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""

        @router.get("/settings")
        async def first() -> Response:
            return RedirectResponse(f"{HERE}/{KINDS[0]}", 303)

        for kind in KINDS[:-1]:  # the last has a module of its own
            router.add_api_route(f"/settings/{kind}", self._shows(kind))
        router.add_api_route("/settings/days", self._set_day, methods=["POST"])

    def _shows(self, kind: str) -> Any:
        async def show(request: Request) -> Response:
            return await asyncio.to_thread(self._page, kind, request, visit_of(request))

        return show

    async def _set_day(self, request: Request) -> Response:
        visit = visit_of(request)
        try:
            day, way = date.fromisoformat(visit.form.get("day", "")), WAYS[visit.form.get("way", "")]
        except (ValueError, KeyError):
            error = self._pages.words(visit.language, "settings.no_day")
            return await asyncio.to_thread(self._page, "days", request, visit, error=error, status=409)
        await asyncio.to_thread(self._keep, visit, day, way)
        return RedirectResponse(f"{HERE}/days?told=day_set", 303)

    def _keep(self, visit: Visit, day: date, works: bool | None) -> None:
        with self._store.unit() as unit:
            set_day(unit, visit.staff.username, day, works, now=now_utc())
            unit.commit()

    def _page(self, kind: str, request: Request, visit: Visit, *, error: str = "", status: int = 200) -> Response:
        with self._store.unit(reading=True) as unit:
            staff_member(unit, visit.staff.username, "settings.read")
            more = self._readings[kind](unit) if kind in self._readings else {}
            names = {one.username: one.name for one in unit.staff.all()}
        shown = self._pages.shown(visit.language, names, now_utc())
        return self._pages.page(
            f"settings_{kind}.html",
            request,
            visit,
            shown,
            error=error,
            status=status,
            here=f"{HERE}/{kind}",
            kind=kind,
            kinds=KINDS,
            catalogue=self._catalogue,
            place=self._catalogue.place,
            **more,
        )

    def _offices(self, unit: SqlUnitOfWork) -> dict[str, Any]:
        """Who works requests for each office; whoever has none named works for all, but for those bound to theirs."""
        members = [one for one in unit.staff.all() if not one.disabled and reaches_any(one.role, "request.work")]
        by_office: dict[str, list[Staff]] = {id: [] for id in self._catalogue.place.queues}
        for one in members:
            for queue in one.queues:
                by_office.setdefault(queue, []).append(one)
        everywhere = [one for one in members if not one.queues and one.role not in BOUND]
        return {"members": by_office, "everywhere": everywhere}

    def _days(self, unit: SqlUnitOfWork) -> dict[str, Any]:
        """Days of the files and those that staff set, and who set them."""
        return {
            "filed": sorted(self._catalogue.holidays.items()),
            "days": sorted(unit.calendar.days().items(), reverse=True),
            "trail": unit.audit.trail("calendar"),
            "ways": tuple(WAYS),
        }
