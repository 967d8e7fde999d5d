"""The console's routes: one router asks nothing, the other lets nobody in without a session."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.signals import Signals
from bot.transcript import Transcripts
from bot.web.console.accounts import AccountPages
from bot.web.console.attachments import Attachments
from bot.web.console.audit import AuditPages
from bot.web.console.clocks import ClockPages
from bot.web.console.counter import Counter
from bot.web.console.doors import route_class, visit_of
from bot.web.console.figures import FigurePages
from bot.web.console.figures_files import FigureFiles
from bot.web.console.gate import Gate
from bot.web.console.invited import Invited
from bot.web.console.login import login_routes, visit_routes
from bot.web.console.named import NamedPages
from bot.web.console.own_account import OwnAccount
from bot.web.console.pages import STATIC, Pages
from bot.web.console.reader import Reader
from bot.web.console.ready_replies import ReadyReplyPages
from bot.web.console.search import Search
from bot.web.console.settings import SettingPages
from bot.web.console.undelivered import UndeliveredPages
from bot.web.console.views import ViewPages
from bot.web.console.work import Id, Work

if TYPE_CHECKING:
    from bot.wiring import Desk

LOOK = 1.0  # seconds between looks when no wake-up came
THERE = 60.0  # seconds between two notes that a page is open
TOGETHER = 0.2  # seconds in which several changes are told as one


def console_files() -> StaticFiles:
    """Script and style."""
    return StaticFiles(directory=STATIC)


def console(desk: Desk) -> APIRouter:
    """All routes of the console."""
    gate = Gate(desk.store, demonstration=desk.demonstration)
    pages = Pages(gate, desk.wording, desk.catalogue)
    reader = Reader(desk.store, desk.catalogue, pages, Transcripts(desk.store, desk.wording, desk.incoming))
    door = route_class(pages)
    outside = APIRouter(prefix="/console", route_class=door)
    inside = APIRouter(prefix="/console", route_class=door, dependencies=[Depends(gate.enter)])
    _reading(inside, reader, pages, gate, desk.signals)
    ClockPages(desk.store, pages).routes(inside)
    Counter(desk.store, desk.catalogue, desk.signals, pages).routes(inside)
    Attachments(desk.store, desk.folder).routes(inside)
    UndeliveredPages(desk.store, desk.signals, pages).routes(inside)
    ViewPages(desk.store, desk.catalogue, reader, pages).routes(inside)
    SettingPages(desk.store, desk.catalogue, pages).routes(inside)
    ReadyReplyPages(desk.store, desk.catalogue, pages).routes(inside)
    FigurePages(desk.store, desk.catalogue, pages).routes(inside)
    FigureFiles(desk.store, desk.catalogue, pages).routes(inside)
    Work(desk.store, desk.catalogue, desk.signals, reader, pages).routes(inside)
    AuditPages(desk.store, desk.catalogue, pages, desk.settings.home).routes(inside)
    AccountPages(desk.store, desk.catalogue, pages).routes(inside)
    NamedPages(desk.store, pages).routes(inside)
    OwnAccount(desk.store, gate, pages, desk.catalogue).routes(inside)
    Search(desk.store, desk.catalogue, pages).routes(inside)
    Invited(desk.store, gate, pages).routes(outside)
    login_routes(outside, gate, pages)
    visit_routes(outside, inside, gate)
    router = APIRouter()
    router.include_router(outside)
    router.include_router(inside)
    return router


def _reading(router: APIRouter, reader: Reader, pages: Pages, gate: Gate, signals: Signals) -> None:
    @router.get("")
    async def board(request: Request) -> Response:
        return await asyncio.to_thread(reader.board, request, visit_of(request))

    @router.get("/tickets/{number}")
    async def ticket(request: Request, number: Id) -> Response:
        return await asyncio.to_thread(reader.ticket, request, visit_of(request), number)

    @router.get("/talks/{conversation}")
    async def talk(request: Request, conversation: Id) -> Response:
        return await asyncio.to_thread(reader.talk, request, visit_of(request), conversation)

    @router.get("/events")
    async def events(request: Request, mark: str = "", talk: str = "") -> Response:
        seen = request.headers.get("last-event-id") or mark
        stream = _changes(reader, gate, signals, visit_of(request).secret, seen, talk)
        return EventSourceResponse(stream, ping=15)


async def _changes(
    reader: Reader, gate: Gate, signals: Signals, secret: str, seen: str, talk: str
) -> AsyncIterator[ServerSentEvent]:
    """A word whenever the mark is another than the reader's, which is resumed after a lost connection."""
    there, told = 0.0, ""
    with signals.hear("staff", "talks", f"talk:{talk}") as ear:
        while True:
            looked = await asyncio.to_thread(gate.look, secret, talk)
            if looked is None:
                yield ServerSentEvent("", event="over")
                return
            if time.monotonic() - there >= THERE:
                there = time.monotonic()
                await asyncio.to_thread(reader.there, secret)
            mark, alarms, waiting = looked
            if told != (told := json.dumps({"alarms": alarms, "people": waiting})):
                yield ServerSentEvent(told, event="waiting")
            if mark != seen:
                seen = mark
                yield ServerSentEvent(mark, id=mark)
                await asyncio.sleep(TOGETHER)
            await ear.wait(LOOK)
