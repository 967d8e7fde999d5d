"""Coming in, going out, and the language of the pages."""

from __future__ import annotations

import asyncio
import secrets

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.web.console.doors import LOGIN, page_of_ours, visit_of
from bot.web.console.gate import WITHIN, Gate, TooManyTriesError
from bot.web.console.pages import Pages
from data.model import LANGUAGES


def login_routes(outside: APIRouter, gate: Gate, pages: Pages) -> None:
    """The form at the door."""

    @outside.get("/login")
    async def form(request: Request) -> Response:
        secret = gate.secret(request)
        if await asyncio.to_thread(gate.staff, secret, touch=False) is not None:
            return RedirectResponse("/console", 303)
        fresh = secret or secrets.token_urlsafe(32)
        code = await asyncio.to_thread(gate.asks_code, request)
        page = pages.login(request, fresh, code=code, to=request.query_params.get("to", ""))
        if not secret:
            gate.give(request, page, fresh)  # opens nothing; the form is bound to it
        return page

    @outside.post("/login")
    async def login(request: Request) -> Response:
        form = await gate.form(request)
        to = form.get("to", "")
        code, plain = await asyncio.to_thread(gate.asks_code, request), gate.plain(request)
        try:
            typed = (form.get(name, "") for name in ("username", "password", "code"))
            secret = await gate.login(*typed, plain=plain)
        except TooManyTriesError:
            page = pages.login(request, gate.secret(request), code=code, to=to, status=429, problem="throttled")
            page.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
            return page
        if secret is None:
            return pages.login(request, gate.secret(request), code=code, to=to, status=401, problem="wrong")
        response = RedirectResponse(page_of_ours(to), 303)
        gate.give(request, response, secret)  # a new one: whoever knew the old one has nothing
        return response


def visit_routes(outside: APIRouter, inside: APIRouter, gate: Gate) -> None:
    """The language, before and after coming in, and going out."""

    @outside.post("/language")
    async def language(request: Request) -> Response:
        form = await gate.form(request)
        chosen, back = form.get("language", ""), form.get("back", "")
        response = RedirectResponse(page_of_ours(back), 303)
        if chosen in LANGUAGES:
            gate.choose(request, response, chosen)
        return response

    @inside.post("/logout")
    async def logout(request: Request) -> Response:
        await asyncio.to_thread(gate.logout, visit_of(request))
        response = RedirectResponse(LOGIN, 303)
        gate.take(request, response)
        return response
