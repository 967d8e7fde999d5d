"""One box: a number, a telephone number, a full name, or words that the person used; as far as the reader may see."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions import details
from actions.desk import number
from actions.desk.access import NotFoundError, knows_name, staff_member, ticket_for_staff
from actions.desk.person import Staff
from actions.desk.scope import scope_of
from actions.desk.ticket import Ticket
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from data.model import Catalogue

MOST = 50
LONGEST = 60  # characters of a query
_DIGITS = re.compile(r"\+?[\d\s().-]{6,24}")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, newest first, and whether there is more."""

    tickets: Sequence[Ticket]
    more: bool


class Search:
    """The page of results."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages) -> None:
        self._store, self._catalogue, self._pages = store, catalogue, pages

    def routes(self, router: APIRouter) -> None:
        """Put it on the router."""
        for method in ("GET", "POST"):
            router.add_api_route("/search", self._show, methods=[method])

    async def _show(self, request: Request) -> Response:
        visit = visit_of(request)  # what is looked for is posted: an address would keep it in histories and logs
        return await asyncio.to_thread(self._page, request, visit, visit.form.get("q", "")[:LONGEST])

    def _page(self, request: Request, visit: Visit, text: str) -> Response:
        me, now = visit.staff.username, now_utc()
        with self._store.unit(reading=True) as unit:
            staff = staff_member(unit, me)
            one = self._numbered(unit, me, text)
            found = Found((), more=False) if one else self._found(unit, staff, text)
            names = {member.username: member.name for member in unit.staff.all()}
        if one:
            return RedirectResponse(f"/console/tickets/{one}", 303)
        if text:
            self._note(me)
        shown = self._pages.shown(visit.language, names, now)
        return self._pages.page("search.html", request, visit, shown, here="/console/search", text=text, found=found)

    def _numbered(self, unit: SqlUnitOfWork, username: str, text: str) -> str:
        """The number in the text, where it is one that they may open."""
        try:
            return ticket_for_staff(unit, username, text)[1].number if number.find(text) else ""
        except NotFoundError:
            return ""

    def _found(self, unit: SqlUnitOfWork, staff: Staff, text: str) -> Found:
        """Of people who keep their name secret nothing is found by what would tell it."""
        if not text or number.find(text):
            return Found((), more=False)
        scope, search = scope_of(staff), unit.search
        phone = self._phone(text)
        people = unit.people.find(phone=phone) if phone else unit.people.find(name=text)
        found = search.of_persons(scope, [person.id for person in people], limit=MOST + 1)
        found += search.by_whole(scope, phone or text, limit=MOST + 1)
        if not phone:
            found += search.by_words(scope, text, limit=MOST + 1)
        newest = sorted({one.id: one for one in found if knows_name(staff, one)}.items(), reverse=True)
        return Found([ticket for _, ticket in newest[:MOST]], more=len(newest) > MOST)

    def _phone(self, text: str) -> str:
        """As the desk keeps it, where the text is nothing but a telephone number."""
        if not _DIGITS.fullmatch(unicodedata.normalize("NFKC", text)):
            return ""
        asked = next(detail for detail in self._catalogue.common if detail.kind == "phone")
        read = details.read(asked, text, details.Setting(now_utc(), self._catalogue))
        return str(read.value) if read is not None else ""

    def _note(self, username: str) -> None:
        """That somebody searched, not for what: the words may be personal."""
        with self._store.unit() as unit:
            unit.audit.note(at=now_utc(), actor=username, action="read", kind="search", id="")
            unit.commit()
