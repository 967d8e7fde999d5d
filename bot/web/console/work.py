"""Working: a step is one transaction, reaches chats and colleagues at once; what cannot be is told on the page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk.access import NotFoundError
from actions.desk.hand_over import TakenError
from actions.desk.ports import StaleError
from actions.desk.staff_work import NotPossibleError
from actions.store.store import Store
from bot.signals import Signals
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.console.reader import Reader
from bot.web.console.steps import ON_TALKS, ON_TICKETS, Step, take_alarm
from data.model import Catalogue

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

type Handler = Callable[[Request, Id], Awaitable[Response]]


class Work:
    """Takes steps and answers with the page that comes next."""

    def __init__(self, store: Store, catalogue: Catalogue, signals: Signals, reader: Reader, pages: Pages) -> None:
        self._store, self._catalogue, self._signals = store, catalogue, signals
        self._reader, self._pages = reader, pages

    def routes(self, router: APIRouter) -> None:
        """Put every step on the router."""
        for name, step in ON_TICKETS.items():
            router.add_api_route(f"/tickets/{{id}}/{name}", self._on_ticket(step), methods=["POST"])
        for name, (step, problem) in ON_TALKS.items():
            router.add_api_route(f"/talks/{{id}}/{name}", self._on_talk(step, problem), methods=["POST"])
        router.add_api_route("/talks/{id}/typing", self._typing, methods=["POST"])
        router.add_api_route("/alarms/{id}/take", self._on_talk(take_alarm, "alarm_taken"), methods=["POST"])

    async def _typing(self, request: Request, id: Id) -> Response:
        """Whoever has the talk is writing: told to the person's open page, kept nowhere."""
        visit = visit_of(request)
        held = await asyncio.to_thread(self._held, visit, id)
        if held:
            await self._signals.tell(f"typing:{id}")
        return Response(status_code=204 if held else 409)

    def _held(self, visit: Visit, conversation: str) -> bool:
        with self._store.unit(reading=True) as unit:
            running = unit.hand_overs.of(conversation)
        return running is not None and running.state == "held" and running.staff == visit.staff.username

    def _on_ticket(self, step: Step) -> Handler:
        async def handle(request: Request, id: Id) -> Response:
            visit = visit_of(request)
            try:
                return await self._take(step, visit, id)
            except (NotPossibleError, StaleError) as error:
                said = self._words(visit, error)
            return await asyncio.to_thread(self._reader.ticket, request, visit, id, error=said, status=409)

        return handle

    def _on_talk(self, step: Step, problem: str) -> Handler:
        async def handle(request: Request, id: Id) -> Response:
            visit = visit_of(request)
            try:
                return await self._take(step, visit, id)
            except (NotPossibleError, StaleError) as error:
                said = self._words(visit, error)
            except TakenError:
                said = self._pages.words(visit.language, f"error.{problem}")
            try:
                return await asyncio.to_thread(self._reader.talk, request, visit, id, error=said, status=409)
            except NotFoundError:  # an alarm, or a talk that is not theirs to read
                return await asyncio.to_thread(self._reader.board, request, visit, error=said, status=409)

        return handle

    async def _take(self, step: Step, visit: Visit, id: str) -> Response:
        where = await asyncio.to_thread(self._do, step, visit, id)
        for topic in ("outbox", "talks", "staff"):
            await self._signals.tell(topic)
        return RedirectResponse(where, 303)

    def _do(self, step: Step, visit: Visit, id: str) -> str:
        with self._store.unit() as unit:
            where = step(unit, visit, id, self._catalogue, now_utc())
            unit.commit()
        return where

    def _words(self, visit: Visit, error: NotPossibleError | StaleError) -> str:
        if isinstance(error, NotPossibleError):
            return self._pages.words(visit.language, f"error.{error.reason}", **error.params)
        return self._pages.words(visit.language, "error.changed")
