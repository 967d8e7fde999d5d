"""What could not be brought to people, or not be read: why, and once more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk.access import NotFoundError, heard, staff_member
from actions.store.outbox import OutRow
from actions.store.store import Store
from actions.store.unread import Unread
from bot.signals import Signals
from bot.undelivered import READ, RETRY, read_again, send_again, why
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.console.work import Id

PLACE = "/console/undelivered"
type PutBack = Callable[[Store, str, int, datetime], bool]


@dataclass(frozen=True, slots=True)
class Missing:
    """One message; `open` where its talk may be read by whoever looks."""

    row: OutRow
    why: str
    open: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """One message that was set aside; `open` as above."""

    row: Unread
    open: bool


class UndeliveredPages:
    """The list, and sending once more."""

    def __init__(self, store: Store, signals: Signals, pages: Pages) -> None:
        self._store, self._signals, self._pages = store, signals, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/undelivered", self._show)
        router.add_api_route("/undelivered/{id}", self._retry, methods=["POST"])
        router.add_api_route("/unread/{id}", self._reread, methods=["POST"])

    async def _show(self, request: Request) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request))

    def _page(self, request: Request, visit: Visit, *, error: str = "", status: int = 200) -> Response:
        with self._store.unit(reading=True) as unit:
            mark = unit.changes.mark()
            staff = staff_member(unit, visit.staff.username, READ)
            missing, aside = self._store.outbox.troubled(), self._store.unread.latest()
            talks = [row.conversation for row in missing if row.channel != "staffroom"]
            talks += [row.conversation for row in aside if row.channel != "staffroom"]
            readable = heard(unit, staff, talks, now_utc())
        lines = [Missing(row, why(row), row.conversation in readable) for row in missing]
        unread = [Unclear(row, row.conversation in readable) for row in aside]
        shown = self._pages.shown(visit.language, {}, now_utc())
        return self._pages.page(
            "undelivered.html",
            request,
            visit,
            shown,
            status=status,
            mark=mark,
            here=PLACE,
            error=error,
            lines=lines,
            unread=unread,
            retries=visit.may(RETRY),
        )

    async def _retry(self, request: Request, id: Id) -> Response:
        return await self._again(request, id, send_again, "sent_again", "outbox")

    async def _reread(self, request: Request, id: Id) -> Response:
        return await self._again(request, id, read_again, "read_again", "inbox")

    async def _again(self, request: Request, id: str, put_back: PutBack, told: str, queue: str) -> Response:
        visit = visit_of(request)
        if not id.isdecimal():
            raise NotFoundError(id)
        if await asyncio.to_thread(put_back, self._store, visit.staff.username, int(id), now_utc()):
            for topic in (queue, "talks"):
                await self._signals.tell(topic)
            return RedirectResponse(f"{PLACE}?told={told}", 303)
        error = self._pages.words(visit.language, f"error.{told}")
        return await asyncio.to_thread(self._page, request, visit, error=error, status=409)
