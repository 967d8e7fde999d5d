"""The audit as a page: who did or read what and when, by ids and names of fields, and whether the chain holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response

from actions.desk.access import staff_member
from actions.desk.access_table import reaches_any
from actions.store.audit import Line, Sought
from actions.store.chain import BrokenChainError
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.locale.wording import catalogue as words_of
from bot.sealing import DamagedError, Notebook
from bot.shown import Shown
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from data.model import Catalogue

HERE, RIGHT = "/console/audit", "audit.read"
LATELY = timedelta(days=30)
MOST = 50  # lines on a page
YEARS = (2000, 2200)  # that a day may be of
LINES = 2**63  # more no database counts
NAMES = ("who", "action", "kind", "number")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what is unknown counts for nothing, and without a first day it is thirty days."""

    since: date
    until: date
    who: str = ""
    action: str = ""
    kind: str = ""
    number: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], today: date) -> Self:
        """From the address."""
        until = _day(query.get("until", "")) or today
        since = min(_day(query.get("since", "")) or until - LATELY, until)
        after = query.get("after", "") if _place(query.get("after", "")) else ""
        # PostgreSQL takes no NUL in a text
        who, action, kind, number = (query.get(name, "").replace("\0", "")[:64].strip() for name in NAMES)
        return cls(since, until, who, action, kind, number, after)

    @property
    def chosen(self) -> list[str]:
        """By what the lines were narrowed, for the audit itself."""
        return ["since", "until", *(name for name in NAMES if getattr(self, name))]

    def address(self, after: str = "") -> str:
        """The page with this, or the one that begins after a line."""
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        found = days | {name: getattr(self, name) for name in NAMES} | {"after": after}
        return f"{HERE}?{urlencode({name: value for name, value in found.items() if value})}"

    def sought(self, unit: SqlUnitOfWork, zone: ZoneInfo) -> Sought | None:
        """For the store; None where no request has that number."""
        since = datetime.combine(self.since, time(), zone)
        until = datetime.combine(self.until + timedelta(days=1), time(), zone)
        if not self.number:
            return Sought(since, until, self.who, self.action, kind=self.kind)
        ticket = unit.tickets.by_number(self.number)
        if ticket is None:
            return None
        return Sought(since, until, self.who, self.action, ticket.id, ticket.conversation, self.kind)


@dataclass(slots=True)
class Noted:
    """A line as the page shows it: the latest of so many alike, the first of them at `since`."""

    line: Line
    times: int
    since: datetime


def folded(lines: Iterable[Line]) -> list[Noted]:
    """The newest first; who read the same again and again, with nothing but reading between, stands there once."""
    found: list[Noted] = []
    reads: dict[tuple[str, str, str, tuple[str, ...]], Noted] = {}
    for line in lines:
        if line.action != "read":
            reads.clear()
            found.append(Noted(line, 1, line.at))
            continue
        key = (line.actor, line.kind, line.subject, line.fields)
        if (known := reads.get(key)) is not None:
            known.times, known.since = known.times + 1, line.at
            continue
        reads[key] = Noted(line, 1, line.at)
        found.append(reads[key])
    return found


class AuditPages:
    """The lines, and looking whether they are what they were; both are lines of the audit themselves."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages, home: Path) -> None:
        self._store, self._pages, self._notebook = store, pages, Notebook(home)
        self._zone = ZoneInfo(catalogue.place.timezone)
        self._checking = asyncio.Semaphore(1)  # it reads the audit from end to end

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/audit", self._show)
        router.add_api_route("/audit/check", self._check, methods=["POST"])

    async def _show(self, request: Request) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request))

    async def _check(self, request: Request) -> Response:
        visit = visit_of(request)
        async with self._checking:
            return await asyncio.to_thread(self._checked, request, visit)

    def _checked(self, request: Request, visit: Visit) -> Response:
        self._note(visit, "checked", ())
        try:
            fits = self._store.chain.verify(self._notebook.head())
        except DamagedError:
            return self._page(request, visit, error=self._pages.words(visit.language, "audit.damaged"), status=409)
        except BrokenChainError as error:
            flaw = self._pages.words(visit.language, f"audit.{error.flaw}", line=str(error.line))
            return self._page(request, visit, error=flaw, status=409)
        waits = self._store.chain.unsealed()
        found = self._pages.words(visit.language, "audit.fits", count=str(fits), waiting=str(waits))
        return self._page(request, visit, found=found)

    def _note(self, visit: Visit, action: str, fields: tuple[str, ...]) -> None:
        """Raises NotFoundError; without this line nothing is shown."""
        with self._store.unit() as unit:
            me = staff_member(unit, visit.staff.username, RIGHT).username
            unit.audit.note(at=now_utc(), actor=me, action=action, kind="audit", id="", fields=fields)
            unit.commit()

    def _page(self, request: Request, visit: Visit, *, found: str = "", error: str = "", status: int = 200) -> Response:
        now = now_utc()
        asked = Asked.of(request.query_params, now.astimezone(self._zone).date())
        self._note(visit, "read", tuple(asked.chosen))
        with self._store.unit(reading=True) as unit:
            sought = asked.sought(unit, self._zone)
            lines = list(unit.audit.page(sought, _place(asked.after), limit=MOST + 1)) if sought else []
            names = {one.username: one.name for one in unit.staff.all()}
        more = f"{lines[MOST - 1].at.timestamp():.6f}~{lines[MOST - 1].id}" if len(lines) > MOST else ""
        shown = self._pages.shown(visit.language, names, now)
        return self._pages.page(
            "audit.html",
            request,
            visit,
            shown,
            here=asked.address(asked.after),
            error=error,
            status=status,
            found=found,
            asked=asked,
            lines=folded(lines[:MOST]),
            more=more,
            opens=reaches_any(visit.staff.role, "request.read"),
            bound=self._store.chain.end().place,
            said=lambda group, id: _said(shown, group, id),
            actions=_named(shown, "did"),
            kinds=_named(shown, "of"),
        )


def _said(shown: Shown, group: str, id: str) -> str:
    """In words, where it has some: what an older desk noted may have none any more."""
    return shown.t(f"audit.{group}.{id}") if f"console.audit.{group}.{id}" in words_of(shown.language) else id


def _named(shown: Shown, group: str) -> list[tuple[str, str]]:
    """What to choose from: ids and their words."""
    prefix = f"console.audit.{group}."
    return [
        (key.removeprefix(prefix), said) for key, said in words_of(shown.language).items() if key.startswith(prefix)
    ]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if YEARS[0] <= found.year <= YEARS[1] else None


def _place(text: str) -> tuple[datetime, int] | None:
    """The line that a page begins after."""
    at, _, id = text[:60].partition("~")
    try:
        line = int(id)
        return (datetime.fromtimestamp(float(at), tz=ZoneInfo("UTC")), line) if 0 <= line < LINES else None
    except (ValueError, OverflowError, OSError):
        return None
