"""Whoever was invited sets a password and brings the second factor to their telephone; the link works once."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk import accounts
from actions.desk.access import NotFoundError
from actions.store.store import Store
from bot import password
from bot.web.console import factor
from bot.web.console.form import Form
from bot.web.console.gate import Gate, now_utc
from bot.web.console.pages import Pages

Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Invited:
    """The page behind the link."""

    def __init__(self, store: Store, gate: Gate, pages: Pages) -> None:
        self._store, self._gate, self._pages = store, gate, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router that asks nothing."""
        router.add_api_route("/invited/{token}", self._show)
        router.add_api_route("/invited/{token}", self._take, methods=["POST"])

    async def _show(self, request: Request, token: Token) -> Response:
        fresh = self._gate.secret(request) or secrets.token_urlsafe(32)
        page = await asyncio.to_thread(self._page, request, token, fresh)
        if not self._gate.secret(request):
            self._gate.give(request, page, fresh)  # opens nothing; the form is bound to it
        return page

    async def _take(self, request: Request, token: Token) -> Response:
        form = await self._gate.form(request)
        seed = self._seed(token)
        step = factor.step_of(seed, form.get("code", ""), now_utc())
        problem = self._problem(form, step, plain=self._gate.plain(request))
        if problem:
            again = self._gate.secret(request)
            return await asyncio.to_thread(self._page, request, token, again, problem=problem, status=409)
        async with self._gate.checking:
            kept = await asyncio.to_thread(password.hashed, form["password"])
        username = await asyncio.to_thread(self._kept, token, kept, seed, step)
        response = RedirectResponse("/console", 303)
        self._gate.give(request, response, await asyncio.to_thread(self._gate.open, username))
        return response

    def _problem(self, form: Form, step: int | None, *, plain: bool) -> str:
        typed = form.get("password", "")
        if len(typed) < password.SHORTEST or len(typed) > password.LONGEST:
            return "short"
        if typed != form.get("again", ""):
            return "differ"
        return "code" if step is None and not (plain and not form.get("code")) else ""

    def _kept(self, token: str, kept: str, seed: str, step: int | None) -> str:
        with self._store.unit() as unit:
            staff = accounts.set_up(unit, token, kept, now=now_utc())
            if step is not None:
                unit.factors.keep(staff.username, seed, step)
            unit.commit()
        return staff.username

    def _page(self, request: Request, token: str, secret: str, *, problem: str = "", status: int = 200) -> Response:
        with self._store.unit(reading=True) as unit:
            username = unit.invites.whose(accounts.INVITATION, token, now_utc())
            staff = unit.staff.get(username) if username else None
        if staff is None or staff.disabled:
            raise NotFoundError("There is no such link any more.")
        seed = self._seed(token)
        return self._pages.outside(
            "invited.html",
            request,
            secret,
            status,
            problem=problem,
            member=staff,
            picture=factor.picture(seed, staff.username),
            seed=" ".join(seed[n : n + 4] for n in range(0, len(seed), 4)),
            optional=self._gate.plain(request),
            shortest=password.SHORTEST,
            address=request.url.path,
        )

    def _seed(self, token: str) -> str:
        """The second factor's secret, from the link's: nothing is kept before it was proven."""
        return factor.secret_of(self._store.vault.index("factor", token))
