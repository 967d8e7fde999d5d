"""The page of figures and the monthly report."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from actions.desk.figures import BY, RATES, Figures, Narrow, Standing, read_figures, read_standing, seer
from actions.desk.period import PERIODS, month, period, span
from actions.desk.person import Staff
from actions.desk.ticket import STEPS
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.figures_words import FigureWords, split_by, today
from bot.web.console.doors import visit_of
from bot.web.console.figures_charts import bar, columns, shade
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from data.model import Catalogue

OWN = "own"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what is unknown counts for nothing."""

    period: str
    since: date
    until: date
    service: str
    office: str
    district: str
    by: str

    @classmethod
    def of(cls, query: Mapping[str, str], catalogue: Catalogue, day: date) -> Self:
        """From the address."""
        name, (since, until) = _days(query, day)
        districts = {one.id for one in catalogue.place.districts}
        return cls(
            period=name,
            since=since,
            until=until,
            service=_known(query.get("service", ""), catalogue.services),
            office=_known(query.get("office", ""), catalogue.place.queues),
            district=_known(query.get("district", ""), districts),
            by=_known(query.get("by", ""), BY) or BY[0],
        )

    def narrow(self, staff: Staff) -> Narrow:
        """As far as this member of staff may see."""
        days = self.since.toordinal(), self.until.toordinal()
        return Narrow(*days, self.service, self.office, self.district, staff.queues)

    def address(self, **changes: str) -> str:
        """The same with other values."""
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()} if self.period == OWN else {}
        more = {"service": self.service, "office": self.office, "district": self.district, "by": self.by}
        found = {"period": self.period} | days | more | changes
        return urlencode({name: value for name, value in found.items() if value})


class FigurePages:
    """What the figures look like."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages) -> None:
        self._store, self._catalogue, self._pages = store, catalogue, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""

        @router.get("/figures")
        async def figures(request: Request) -> Response:
            return await asyncio.to_thread(self._show, request, visit_of(request))

        @router.get("/figures/report")
        async def report(request: Request) -> Response:
            return await asyncio.to_thread(self._report, request, visit_of(request))

    def _show(self, request: Request, visit: Visit) -> Response:
        now = now_utc()
        asked = Asked.of(request.query_params, self._catalogue, today(self._catalogue, now))
        with self._store.unit(reading=True) as unit:
            staff = seer(unit, visit.staff.username)
            standing = read_standing(unit, unit.figure_book, asked.narrow(staff), now)
            figures = self._read(unit, asked.narrow(staff), asked.by, now)
        return self._page("figures.html", request, visit, staff, asked, now, standing=standing, figures=figures)

    def _report(self, request: Request, visit: Visit) -> Response:
        now = now_utc()
        query = {"period": "last_month", **request.query_params}
        asked = Asked.of(query, self._catalogue, today(self._catalogue, now))
        with self._store.unit(reading=True) as unit:
            staff = seer(unit, visit.staff.username)
            tables = [self._read(unit, asked.narrow(staff), by, now) for by in split_by(self._catalogue)]
        return self._page("figures_report.html", request, visit, staff, asked, now, figures=tables[0], tables=tables)

    def _read(self, unit: SqlUnitOfWork, narrow: Narrow, by: str, now: datetime) -> Figures:
        return read_figures(unit.figure_book, narrow, by, self._catalogue, now)

    def _page(
        self,
        template: str,
        request: Request,
        visit: Visit,
        staff: Staff,
        asked: Asked,
        now: datetime,
        *,
        figures: Figures,
        standing: Standing | None = None,
        tables: list[Figures] | None = None,
    ) -> Response:
        shown = self._pages.shown(visit.language, {}, now)
        place, query = self._catalogue.place, f"?{request.url.query}" if request.url.query else ""
        return self._pages.page(
            template,
            request,
            visit,
            shown,
            here=f"{request.url.path}{query}",
            asked=asked,
            figures=figures,
            standing=standing,
            tables=tables,
            words=FigureWords(shown),
            bar=bar,
            columns=columns,
            shade=shade,
            place=place.names.of(visit.language),
            **self._choices(staff),
        )

    def _choices(self, staff: Staff) -> dict[str, Any]:
        """What may be chosen."""
        place = self._catalogue.place
        return {
            "periods": PERIODS,
            "steps": STEPS,
            "rates": tuple(RATES),
            "services": list(self._catalogue.services),
            "offices": staff.queues or tuple(place.queues),
            "districts": [one.id for one in place.districts],
            "by_names": split_by(self._catalogue),
        }


def _days(query: Mapping[str, str], day: date) -> tuple[str, tuple[date, date]]:
    """The period asked for: a month, two dates or a name; this month where none can be read."""
    try:
        if query.get("month"):
            return OWN, month(query["month"])
        if query.get("period") == OWN or _moved(query, day):
            return OWN, span(query.get("since", ""), query.get("until", ""))
    except ValueError:
        return "month", period("month", day)
    name = query.get("period", "")
    name = name if name in PERIODS else "month"
    return name, period(name, day)


def _moved(query: Mapping[str, str], day: date) -> bool:
    """Whether other dates were typed, and the period was left as it was."""
    name = query.get("period", "")
    if name not in PERIODS or name != query.get("was"):
        return False
    return (query.get("since"), query.get("until")) != tuple(one.isoformat() for one in period(name, day))


def _known(value: str, known: Mapping[str, object] | set[str] | tuple[str, ...]) -> str:
    return value if value in known else ""
