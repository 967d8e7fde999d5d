"""Accounts of staff in the console: who works here, invited, changed, begun anew, closed; keys of programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from actions.desk import accounts
from actions.desk.access import NotFoundError, staff_member
from actions.desk.access_table import BOUND, ROLES
from actions.desk.person import Staff
from actions.desk.staff_work import NotPossibleError
from actions.store.keys import Key
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.doors import visit_of
from bot.web.console.form import Form
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from data.model import Catalogue

HERE = "/console/accounts"
Username = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
PURPOSE = 120  # characters

type Step = Callable[[SqlUnitOfWork, Visit, str], str]  # what is to be told once, "" where nothing


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list."""

    member: Staff
    state: str  # active | invited | disabled
    factor: bool
    keys: Sequence[Key] = ()


class AccountPages:
    """The list, one account, and what is done to it."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages) -> None:
        self._store, self._catalogue, self._pages = store, catalogue, pages
        self._steps: dict[str, Step] = {
            "change": self._change,
            "reset": lambda unit, visit, name: accounts.reset(unit, _me(visit), name, now=now_utc()),
            "disable": self._disable,
            "enable": _enable,
            "key": self._key,
            "end-key": self._end_key,
        }

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/accounts", self._list)
        router.add_api_route("/accounts", self._invite, methods=["POST"])
        router.add_api_route("/accounts/{username}", self._one)
        for name, step in self._steps.items():
            router.add_api_route(f"/accounts/{{username}}/{name}", self._on(name, step), methods=["POST"])

    async def _list(self, request: Request) -> Response:
        return await asyncio.to_thread(self._all, request, visit_of(request))

    async def _one(self, request: Request, username: Username) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request), username)

    async def _invite(self, request: Request) -> Response:
        visit = visit_of(request)
        member = self._member(visit.form)

        def work(unit: SqlUnitOfWork) -> str:
            accounts.add(unit, _me(visit), member, catalogue=self._catalogue, now=now_utc())
            return accounts.link(unit, _me(visit), member.username, "invited", now=now_utc())

        try:
            token = await asyncio.to_thread(self._do, work)
        except NotPossibleError as error:
            problem = self._words(visit, error)
            return await asyncio.to_thread(self._all, request, visit, error=problem, status=409)
        once = {"link": _link(request, token)}
        return await asyncio.to_thread(self._page, request, visit, member.username, once=once)

    def _on(self, name: str, step: Step) -> Callable[[Request, Username], object]:
        async def handle(request: Request, username: Username) -> Response:
            visit = visit_of(request)
            try:
                told = await asyncio.to_thread(self._do, lambda unit: step(unit, visit, username))
            except NotPossibleError as error:
                problem = self._words(visit, error)
                return await asyncio.to_thread(self._page, request, visit, username, error=problem, status=409)
            if not told:
                return RedirectResponse(f"{HERE}/{username}?told=account_{name.replace('-', '_')}", 303)
            # shown in the answer itself, once: it stands nowhere else
            once = {"link": _link(request, told)} if name == "reset" else {"key": told}
            return await asyncio.to_thread(self._page, request, visit, username, once=once)

        return handle

    def _do(self, work: Callable[[SqlUnitOfWork], str]) -> str:
        with self._store.unit() as unit:
            told = work(unit)
            unit.commit()
        return told

    def _all(self, request: Request, visit: Visit, *, error: str = "", status: int = 200) -> Response:
        with self._store.unit(reading=True) as unit:
            staff_member(unit, _me(visit), "account.read")
            factors = unit.factors.holders()
            lines = [Account(one, _state(one), one.username in factors) for one in unit.staff.all()]
        return self._render(
            "accounts.html", request, visit, error, status, lines=lines, form=visit.form if error else {}
        )

    def _page(
        self,
        request: Request,
        visit: Visit,
        username: str,
        *,
        error: str = "",
        status: int = 200,
        once: dict[str, str] | None = None,
    ) -> Response:
        with self._store.unit(reading=True) as unit:
            staff_member(unit, _me(visit), "account.read")
            member = unit.staff.get(username)
            if member is None:
                raise NotFoundError(f"There is no account {username}.")
            keys = [key for key in unit.keys.all() if key.staff == username]
            line = Account(member, _state(member), username in unit.factors.holders(), keys)
        return self._render("account.html", request, visit, error, status, line=line, once=once or {})

    def _render(self, template: str, request: Request, visit: Visit, error: str, status: int, **more: Any) -> Response:
        shown = self._pages.shown(visit.language, {}, now_utc())
        return self._pages.page(
            template,
            request,
            visit,
            shown,
            error=error,
            status=status,
            here=HERE,
            roles=ROLES,
            bound=BOUND,
            queues=list(self._catalogue.place.queues),
            **more,
        )

    def _member(self, form: Form) -> Staff:
        queues = tuple(form.get("queues", "").split())
        return Staff(form.get("username", ""), form.get("name", ""), form.get("role", ""), queues)

    def _change(self, unit: SqlUnitOfWork, visit: Visit, username: str) -> str:
        member = replace(self._member(visit.form), username=username)
        accounts.change(unit, _me(visit), member, catalogue=self._catalogue, now=now_utc())
        return ""

    def _key(self, unit: SqlUnitOfWork, visit: Visit, username: str) -> str:
        """A new key of a program; who answers for it is this account."""
        staff_member(unit, _me(visit), "key.change")
        purpose = visit.form.get("purpose", "")
        if not 0 < len(purpose) <= PURPOSE or unit.staff.get(username) is None:
            raise NotPossibleError("Say what the key is for.", "purpose")
        key, secret = unit.keys.make(username, purpose, now_utc())
        unit.audit.note(at=now_utc(), actor=_me(visit), action="key_made", kind="staff", id=username, fields=(key.id,))
        return secret

    def _disable(self, unit: SqlUnitOfWork, visit: Visit, username: str) -> str:
        accounts.disable(unit, _me(visit), username, catalogue=self._catalogue, now=now_utc())
        return ""

    def _end_key(self, unit: SqlUnitOfWork, visit: Visit, username: str) -> str:
        staff_member(unit, _me(visit), "key.change")
        id = visit.form.get("key", "")
        if all((key.id, key.staff) != (id, username) for key in unit.keys.all()) or not unit.keys.end(id, now_utc()):
            raise NotFoundError(f"{id} is no key of {username} that still opens.")
        unit.audit.note(at=now_utc(), actor=_me(visit), action="key_ended", kind="staff", id=id)
        return ""

    def _words(self, visit: Visit, error: NotPossibleError) -> str:
        return self._pages.words(visit.language, f"error.{error.reason}", **error.params)


def _enable(unit: SqlUnitOfWork, visit: Visit, username: str) -> str:
    accounts.enable(unit, _me(visit), username, now=now_utc())
    return ""


def _me(visit: Visit) -> str:
    return visit.staff.username


def _state(member: Staff) -> str:
    if member.disabled:
        return "disabled"
    return "active" if member.password_hash else "invited"


def _link(request: Request, token: str) -> str:
    return f"{str(request.base_url).rstrip('/')}/console/invited/{token}"
