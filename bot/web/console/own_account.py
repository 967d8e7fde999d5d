"""One's own account: who one is here, whether one is on duty, what guards the account, and a new password."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk import accounts
from actions.desk.access_table import BOUND
from actions.store.store import Store
from bot import password
from bot.web.console.doors import visit_of
from bot.web.console.form import Form
from bot.web.console.gate import TRIES, WITHIN, Gate, Visit, now_utc
from bot.web.console.pages import Pages
from data.model import Catalogue

HERE, GUESSED = "/console/me", "password"


class OwnAccount:
    """The page behind one's own name; a new password asks for the old one."""

    def __init__(self, store: Store, gate: Gate, pages: Pages, catalogue: Catalogue) -> None:
        self._store, self._gate, self._pages, self._catalogue = store, gate, pages, catalogue

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/me", self._show)
        router.add_api_route("/me/password", self._change, methods=["POST"])
        router.add_api_route("/me/duty", self._duty, methods=["POST"])

    async def _show(self, request: Request) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request))

    async def _duty(self, request: Request) -> Response:
        visit = visit_of(request)
        there = visit.form.get("there") == "1"
        left = await asyncio.to_thread(self._come_or_go, visit, there)
        told = "duty_on" if there else "duty_off_talks" if left else "duty_off"
        return RedirectResponse(f"/console?told={told}", 303)

    def _come_or_go(self, visit: Visit, there: bool) -> bool:
        with self._store.unit() as unit:
            me = visit.staff.username
            left = accounts.duty(unit, me, me, there=there, catalogue=self._catalogue, now=now_utc())
            unit.commit()
        return left

    async def _change(self, request: Request) -> Response:
        visit = visit_of(request)
        problem = _problem(visit.form)
        if problem:
            return await asyncio.to_thread(self._page, request, visit, problem=problem, status=409)
        kept, tries = await asyncio.to_thread(self._count, visit)
        if tries > TRIES:
            page = await asyncio.to_thread(self._page, request, visit, problem="throttled", status=429)
            page.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
            return page
        async with self._gate.checking:
            right = await asyncio.to_thread(password.fits, kept, visit.form.get("old", "")[: password.LONGEST])
            new = await asyncio.to_thread(password.hashed, visit.form["password"]) if right else ""
        if not right:
            await asyncio.to_thread(self._refuse, visit)
            return await asyncio.to_thread(self._page, request, visit, problem="wrong", status=409)
        response = RedirectResponse(f"{HERE}?told=password_set", 303)
        self._gate.give(request, response, await asyncio.to_thread(self._keep, visit, new))
        return response

    def _count(self, visit: Visit) -> tuple[str, int]:
        """Counted before the look; whoever found a console open guesses no oftener than at the door."""
        me = visit.staff.username
        with self._store.unit() as unit:
            tries = unit.tries.count(me, GUESSED, now_utc(), within=WITHIN)
            staff = unit.staff.get(me)
            if tries <= TRIES:
                unit.commit()
        return staff.password_hash if staff is not None else "", tries

    def _keep(self, visit: Visit, new: str) -> str:
        """Every session of theirs ends; this browser's begins anew, its secret is returned."""
        me = visit.staff.username
        with self._store.unit() as unit:
            accounts.new_password(unit, me, new, now=now_utc())
            unit.tries.forgive(me, GUESSED)
            secret = self._gate.begin(unit, me)
            unit.commit()
        return secret

    def _refuse(self, visit: Visit) -> None:
        me = visit.staff.username
        with self._store.unit() as unit:
            unit.audit.note(at=now_utc(), actor=me, action="password_refused", kind="staff", id=me)
            unit.commit()

    def _page(self, request: Request, visit: Visit, *, problem: str = "", status: int = 200) -> Response:
        with self._store.unit(reading=True) as unit:
            factor = visit.staff.username in unit.factors.holders()
        shown = self._pages.shown(visit.language, {}, now_utc())
        said = shown.t(f"me.{problem}", shortest=str(password.SHORTEST)) if problem else ""
        return self._pages.page(
            "me.html",
            request,
            visit,
            shown,
            here=HERE,
            error=said,
            status=status,
            factor=factor,
            bound=BOUND,
            shortest=password.SHORTEST,
        )


def _problem(form: Form) -> str:
    new = form.get("password", "")
    if not password.SHORTEST <= len(new) <= password.LONGEST:
        return "short"
    if new != form.get("again", ""):
        return "differ"
    return "same" if new == form.get("old", "") else ""
