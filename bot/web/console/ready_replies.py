"""Ready replies in the console: what stands, where it comes from, who changed it; administrators change it here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk.access import staff_member
from actions.desk.ready_reply import NAME, PLACES, TEXT, ready_replies, restore_reply, set_reply, words_of
from actions.desk.staff_work import NotPossibleError
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.console.settings import HERE, KINDS
from data.model import LANGUAGES, Catalogue, Template

ReplyId = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,40}$")]


class ReadyReplyPages:
    """The page, and what is done on it."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages) -> None:
        self._store, self._catalogue, self._pages = store, catalogue, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""

        @router.get("/settings/replies")
        async def replies(request: Request) -> Response:
            return await asyncio.to_thread(self._page, request, visit_of(request))

        @router.post("/settings/replies")
        async def change(request: Request) -> Response:
            visit = visit_of(request)
            form = visit.form
            names = words_of({language: form.get(f"name_{language}", "") for language in LANGUAGES})
            text = words_of({language: form.get(f"text_{language}", "") for language in LANGUAGES})
            made = Template(form.get("id", ""), names, text)
            name = visit.staff.username
            return await self._do(request, lambda unit: set_reply(unit, unit.ready, name, made, now=now_utc()), "set")

        @router.post("/settings/replies/{id}/restore")
        async def restore(request: Request, id: ReplyId) -> Response:
            username, catalogue = visit_of(request).staff.username, self._catalogue
            return await self._do(
                request,
                lambda unit: restore_reply(unit, unit.ready, username, id, catalogue=catalogue, now=now_utc()),
                "restored",
            )

    async def _do(self, request: Request, step: Callable[[SqlUnitOfWork], None], told: str) -> Response:
        visit = visit_of(request)
        try:
            await asyncio.to_thread(self._commit, step)
        except NotPossibleError as error:
            said = self._pages.words(visit.language, f"error.{error.reason}", **error.params)
            return await asyncio.to_thread(self._page, request, visit, error=said, status=409)
        return RedirectResponse(f"{HERE}/replies?told=ready_{told}", 303)

    def _commit(self, step: Callable[[SqlUnitOfWork], None]) -> None:
        with self._store.unit() as unit:
            step(unit)
            unit.commit()

    def _page(self, request: Request, visit: Visit, *, error: str = "", status: int = 200) -> Response:
        with self._store.unit(reading=True) as unit:
            staff_member(unit, visit.staff.username, "settings.read")
            replies, latest = ready_replies(unit.ready, self._catalogue), unit.ready.latest()
            trail = unit.ready.trail()
            names = {one.username: one.name for one in unit.staff.all()}
        shown = self._pages.shown(visit.language, names, now_utc())
        return self._pages.page(
            "settings_replies.html",
            request,
            visit,
            shown,
            error=error,
            status=status,
            here=f"{HERE}/replies",
            kind="replies",
            kinds=KINDS,
            replies=replies,
            changed={id for id, edit in latest.items() if edit.made is not None},
            filed=self._catalogue.templates,
            trail=trail,
            draft=visit.form if error else {},
            written=LANGUAGES,
            longest={"name": NAME, "text": TEXT},
            places=PLACES,
        )
