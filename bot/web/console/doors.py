"""What the routes share: what a request may not do becomes a page that says so."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute

from actions.desk.access import NotFoundError
from actions.desk.hand_over import TakenError
from actions.desk.ports import StaleError
from actions.desk.staff_work import NotPossibleError
from actions.store.errors import StoreError
from bot.web.console.gate import ForgedError, OutsideError, Visit
from bot.web.console.pages import Pages
from bot.web.errors import Refusal

log = structlog.get_logger()
LOGIN = "/console/login"
PROBLEMS = (OutsideError, ForgedError, NotFoundError, TakenError, NotPossibleError, StaleError, StoreError, Refusal)


def visit_of(request: Request) -> Visit:
    """Who asks: put there by the gate."""
    visit = request.state.visit
    assert isinstance(visit, Visit)
    return visit


def route_class(pages: Pages) -> type[APIRoute]:
    """Routes that answer problems with a page."""

    class ConsoleRoute(APIRoute):
        """A route of the console."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """The handler, with its problems told."""
            handle = super().get_route_handler()

            async def told(request: Request) -> Response:
                try:
                    return await handle(request)
                except PROBLEMS as error:
                    return _answer(pages, request, error)

            return told

    return ConsoleRoute


def _answer(pages: Pages, request: Request, error: Exception) -> Response:
    match error:
        case OutsideError() if request.method == "GET":
            return RedirectResponse(f"{LOGIN}{_wanted(request)}", 303)
        case OutsideError():
            return pages.problem(request, 403, "over")
        case ForgedError():
            return pages.problem(request, 403, "forged")
        case NotFoundError():
            # what may be read is there, so whoever may only read is told the true reason
            visit = getattr(request.state, "visit", None)
            reading = visit is not None and visit.only_reads and request.method == "POST"
            return pages.problem(request, 403, "read_only") if reading else pages.problem(request, 404, "not_found")
        case StoreError():
            log.error("console.store", problem=str(error))
            return pages.problem(request, 503, "store")
        case Refusal():
            return pages.problem(request, error.status, "form")
        case _:
            return pages.problem(request, 409, "changed")


def page_of_ours(path: str) -> str:
    """Where to go: an address that came with a request, where it is one of the console's."""
    return path if path.startswith("/console") and "\\" not in path else "/console"


def _wanted(request: Request) -> str:
    """What somebody wanted to see who has to log in first; a picture or a stream is nothing to come back to."""
    if request.headers.get("sec-fetch-dest") != "document" or request.url.path == "/console":
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"?{urlencode({'to': request.url.path + query})}"
