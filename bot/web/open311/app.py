"""The application under /open311/v2: its own errors, its own OpenAPI description."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import Response
from starlette.routing import Mount

from bot.web.open311 import services, shapes
from bot.web.open311.arguments import MOST, Span, count, items, jurisdiction, read_form, span
from bot.web.open311.described import ABOUT, OPENING, PASSING, answers
from bot.web.open311.errors import Refusal, answer_errors
from bot.web.open311.formats import Format, written
from bot.web.open311.opening import Opener
from bot.web.open311.page import page_route
from bot.web.open311.register import STATES, Found, Register, Wanted
from bot.web.open311.requests import Shown
from bot.web.open311.updates import Passer, updates
from bot.web.page import preferred
from data.model import Catalogue

if TYPE_CHECKING:
    from bot.wiring import Desk

MOST_IDS = 100
JURISDICTION = Query(description="The place's id; one endpoint serves one place, so it may be left out.")
KEY = Query(description="Opens what its holder's role may see; without one only requests of public services are there.")
Jurisdiction = Annotated[str, JURISDICTION]
Key = Annotated[str, KEY]
Code = Annotated[str, Path(max_length=64)]
Dates = Annotated[str, Query(description="W3C date-time with an offset.")]
Commas = Annotated[str, Query(description="One, or several with commas between them.")]
Number = Annotated[str, Query(description="A whole number from 1.")]
More = Annotated[str, Query(description="`true`: attributes and notes too.")]


def open311(desk: Desk) -> Mount:
    """The application over a desk, where it stands; with line breaks in an address too, which a mount leaves alone."""
    mount = Mount("/open311/v2", app=_app(desk))
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


def _app(desk: Desk) -> FastAPI:
    app = FastAPI(title="Open311 GeoReport v2", version="2", description=ABOUT, docs_url=None, redoc_url=None)
    answer_errors(app)
    register = Register(desk.store, desk.catalogue)
    page_route(app, desk.wording)
    _catalogue_routes(app, desk.catalogue)
    _list_route(app, register, desk.catalogue)
    _request_routes(app, register, desk.catalogue)
    _update_routes(app, register, desk.catalogue)
    _writing_routes(app, desk)
    return app


def _catalogue_routes(app: FastAPI, catalogue: Catalogue) -> None:
    @app.get("/discovery.{format}", responses=answers(shapes.Discovery))
    async def discovery(request: Request, format: Format) -> Response:
        """What is served here, and in which formats."""
        return written(services.discovery(str(request.url).rpartition("/")[0]), "discovery", "", format)

    @app.get("/services.{format}", responses=answers(list[shapes.Service], 404))
    async def service_list(request: Request, format: Format, jurisdiction_id: Jurisdiction = "") -> Response:
        """All kinds of request."""
        jurisdiction(catalogue, jurisdiction_id)
        return written(services.listed(catalogue, preferred(request)), "services", "service", format)

    @app.get("/services/{service_code}.{format}", responses=answers(shapes.Definition, 404))
    async def definition(
        request: Request, service_code: Code, format: Format, jurisdiction_id: Jurisdiction = ""
    ) -> Response:
        """What a request of this service says."""
        jurisdiction(catalogue, jurisdiction_id)
        found = services.defined(catalogue, services.known(catalogue, service_code), preferred(request))
        return written(found, "service_definition", "", format)


def _list_route(app: FastAPI, register: Register, catalogue: Catalogue) -> None:
    zone = ZoneInfo(catalogue.place.timezone)

    @app.get("/requests.{format}", responses=answers(list[shapes.Request], 400, 403, 404))
    async def request_list(
        request: Request,
        format: Format,
        jurisdiction_id: Jurisdiction = "",
        api_key: Key = "",
        service_request_id: Commas = "",
        service_code: Commas = "",
        status: Commas = "",
        start_date: Dates = "",
        end_date: Dates = "",
        page: Number = "",
        page_size: Number = "",
        extensions: More = "",
    ) -> Response:
        """Requests, newest first: of the last 90 days, or at most 1,000."""
        jurisdiction(catalogue, jurisdiction_id)
        first, last = _part(page, page_size)
        wanted = Wanted(
            span=span(start_date, end_date, zone, register.clock()),
            ids=_ids(service_request_id),
            services=tuple(services.known(catalogue, code).id for code in items(service_code)),
            states=_states(status),
            first=first,
            last=last,
        )
        found = await asyncio.to_thread(register.find, api_key, wanted)
        return _shown(catalogue, request, found, format, extensions)


def _request_routes(app: FastAPI, register: Register, catalogue: Catalogue) -> None:
    @app.get("/requests/{service_request_id}.{format}", responses=answers(list[shapes.Request], 403, 404))
    async def one_request(
        request: Request,
        service_request_id: Code,
        format: Format,
        jurisdiction_id: Jurisdiction = "",
        api_key: Key = "",
        extensions: More = "",
    ) -> Response:
        """One request."""
        jurisdiction(catalogue, jurisdiction_id)
        found = await asyncio.to_thread(register.one, api_key, service_request_id)
        return _shown(catalogue, request, found, format, extensions)

    @app.get("/tokens/{token}.{format}", responses=answers(list[shapes.Token], 403, 404))
    async def token_of(token: Code, format: Format, jurisdiction_id: Jurisdiction = "", api_key: Key = "") -> Response:
        """The number for a token; numbers are given at once here, so a number is its own token."""
        jurisdiction(catalogue, jurisdiction_id)
        found = await asyncio.to_thread(register.one, api_key, token)
        told = [shapes.Token(service_request_id=one.number, token=token) for one in found.tickets]
        return written(told, "service_requests", "request", format)


def _shown(catalogue: Catalogue, request: Request, found: Found, format: Format, extensions: str) -> Response:
    shown = Shown(catalogue, preferred(request), found.staff, extensions=extensions == "true")
    return written([shown.request(one) for one in found.tickets], "service_requests", "request", format)


def _update_routes(app: FastAPI, register: Register, catalogue: Catalogue) -> None:
    zone = ZoneInfo(catalogue.place.timezone)

    @app.get("/servicerequestupdates.{format}", responses=answers(list[shapes.Update], 400, 403, 404))
    async def update_list(
        format: Format,
        jurisdiction_id: Jurisdiction = "",
        api_key: Key = "",
        start_date: Dates = "",
        end_date: Dates = "",
    ) -> Response:
        """What happened to requests, oldest first: in the last 90 days, of at most 1,000 requests."""
        jurisdiction(catalogue, jurisdiction_id)
        now = register.clock()
        asked = span(start_date, end_date, zone, now)
        since = Span(asked.start, max(asked.end, now))  # what went on after the span may have had steps within it
        found = await asyncio.to_thread(register.find, api_key, Wanted(since, changed=True))
        return written(
            updates(found, asked, catalogue.place.queues, zone), "service_request_updates", "request_update", format
        )


def _writing_routes(app: FastAPI, desk: Desk) -> None:
    opener, passer = Opener(desk.store, desk.catalogue), Passer(desk.store, desk.catalogue)

    @app.post("/requests.{format}", responses=answers(list[shapes.Taken], 400, 403), openapi_extra=OPENING)
    async def open_request(request: Request, format: Format) -> Response:
        """Open a request."""
        form = await read_form(request)
        taken = await asyncio.to_thread(opener.open, form, preferred(request))
        for topic in ("staff", "outbox"):
            await desk.signals.tell(topic)
        return written([taken], "service_requests", "request", format)

    @app.post("/servicerequestupdates.{format}", responses=answers(list[shapes.Noted], 400, 403), openapi_extra=PASSING)
    async def pass_on(request: Request, format: Format) -> Response:
        """Pass on what is known elsewhere of a request; an update_id counts once."""
        form = await read_form(request)
        noted = await asyncio.to_thread(passer.take, form)
        for topic in ("outbox", "talks", "staff"):
            await desk.signals.tell(topic)
        return written([noted], "service_request_updates", "request_update", format)


def _part(page: str, page_size: str) -> tuple[int, int]:
    """From which place to which."""
    size = count("page_size", page_size, MOST, MOST)
    first = (count("page", page, 1, MOST) - 1) * size
    return min(first, MOST), min(first + size, MOST)


def _ids(text: str) -> tuple[str, ...]:
    found = items(text)
    if len(found) > MOST_IDS:
        raise Refusal(400, f"service_request_id: names more than {MOST_IDS} requests")
    return found


def _states(text: str) -> tuple[str, ...]:
    found = items(text)
    if unknown := set(found) - STATES.keys():
        raise Refusal(400, f"status: is open or closed, not {sorted(unknown)[0][:40]!r}")
    return found
