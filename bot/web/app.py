"""The web application: health and figures, REST channel, chat page, console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from actions.store.errors import StoreError
from bot.metrics import Metrics
from bot.web.chat.routes import chat, page_files
from bot.web.console.routes import console, console_files
from bot.web.errors import answer_errors
from bot.web.headers import SafeHeaders
from bot.web.health import Parts, health
from bot.web.open311.app import open311
from bot.web.privacy.routes import privacy
from bot.web.rest import rest

if TYPE_CHECKING:
    from bot.wiring import Desk


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

    app.router.routes.extend(health(parts, Metrics(desk.store)))
    app.include_router(
        rest(desk.talks["rest"], desk.settings.rest_token.get_secret_value(), open_here=desk.demonstration)
    )
    numbers = [contact.number for contact in desk.catalogue.contacts.values()]
    app.include_router(chat(desk.talks["web"], desk.wording, numbers, demonstration=desk.demonstration))
    app.include_router(privacy(desk.catalogue, desk.wording))
    app.mount("/chat/static", page_files())
    app.include_router(console(desk))
    app.mount("/console/static", console_files())
    app.router.routes.append(open311(desk))
    app.add_middleware(SafeHeaders)
    return app
