"""The web application: health and figures, REST channel, chat page, console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.store.errors import StoreError
from bot.metrics import Metrics
from bot.web.chat.routes import chat, page_files
from bot.web.console.routes import console, console_files
from bot.web.errors import answer_errors
from bot.web.health import Parts, health
from bot.web.open311.app import open311
from bot.web.privacy.routes import privacy
from bot.web.rest import rest

if TYPE_CHECKING:
    from bot.wiring import Desk


def health_app(desk: Desk, parts: Parts) -> FastAPI:
    """What a process shows that serves no people: whether it works, and its figures."""
    app = FastAPI(title="Nuanxin", docs_url=None, redoc_url=None, openapi_url=None)
    answer_errors(app)
    app.include_router(health(parts, Metrics(desk.store)))
    app.add_middleware(SafeHeaders)
    return app


def web_app(desk: Desk, parts: Parts) -> FastAPI:
    """The application over a desk; `parts` says which parts work now."""
    app = FastAPI(title="Nuanxin", docs_url=None, redoc_url=None, openapi_url=None)
    answer_errors(app)

    @app.exception_handler(StoreError)
    async def store_away(_: Request, error: StoreError) -> JSONResponse:
        return JSONResponse({"error": "the desk cannot keep messages right now; try again soon"}, 503)

    @app.get("/")
    async def root() -> Response:
        return RedirectResponse("/chat")

    app.include_router(health(parts, Metrics(desk.store)))
    app.include_router(rest(desk.talks["rest"], desk.settings))
    numbers = [contact.number for contact in desk.catalogue.contacts.values()]
    app.include_router(chat(desk.talks["web"], desk.wording, desk.settings, numbers))
    app.include_router(privacy(desk.catalogue, desk.wording))
    app.mount("/chat/static", page_files())
    app.include_router(console(desk))
    app.mount("/console/static", console_files())
    app.router.routes.append(open311(desk))
    app.add_middleware(SafeHeaders)
    return app


class SafeHeaders:
    """Adds the headers that every answer carries; plain ASGI, so that event streams pass through untouched."""

    HEADERS = (
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with more headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self.HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)
