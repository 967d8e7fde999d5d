"""The console's pages as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from bot.locale.wording import NAMES, Wording
from bot.shown import Shown
from bot.web.console.gate import Gate, Visit, csrf, now_utc
from bot.web.page import HEADERS, TAGS, templates, version_of
from data.model import Catalogue

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Pages:
    """Renders templates in the reader's language."""

    def __init__(self, gate: Gate, wording: Wording, catalogue: Catalogue) -> None:
        self._gate, self._wording, self._catalogue = gate, wording, catalogue
        self._jinja = templates(HERE)
        self._version = version_of(STATIC)

    def shown(self, language: str, names: Mapping[str, str], now: datetime) -> Shown:
        """Words for a reader."""
        return Shown(self._wording, self._catalogue, language, now, names)

    def page(
        self,
        template: str,
        request: Request,
        visit: Visit,
        shown: Shown,
        *,
        status: int = 200,
        mark: str = "",
        talk: str = "",
        here: str = "",
        error: str = "",
        **more: Any,
    ) -> HTMLResponse:
        """A page for somebody who is logged in; with `mark` it keeps itself up to date."""
        told = request.query_params.get("told", "")
        html = self._jinja.get_template(template).render(
            **self._frame(visit.language, visit.csrf),
            visit=visit,
            shown=shown,
            t=shown.t,
            mark=mark,
            talk=talk,
            here=here or request.url.path,
            error=error,
            told=told if told in TOLD else "",
            **more,
        )
        return HTMLResponse(html, status, headers=HEADERS)

    def login(
        self, request: Request, secret: str, *, code: bool, to: str, status: int = 200, problem: str = ""
    ) -> HTMLResponse:
        """The log-in page, with a field for the second factor where one is asked; `to` is the page wanted."""
        return self.outside("login.html", request, secret, status, problem=problem, code=code, to=to)

    def problem(self, request: Request, status: int, problem: str) -> HTMLResponse:
        """A page that says what cannot be done."""
        return self.outside("problem.html", request, self._gate.secret(request), status, problem=problem)

    def words(self, language: str, key: str, **params: str) -> str:
        """The console's words."""
        return self._wording.key(f"console.{key}", language, **params)

    def outside(self, template: str, request: Request, secret: str, status: int, **more: Any) -> HTMLResponse:
        """A page for somebody who is not logged in."""
        language = self._gate.language(request)
        shown = self.shown(language, {}, now_utc())
        html = self._jinja.get_template(template).render(
            **self._frame(language, csrf(secret)),
            visit=None,
            t=shown.t,
            mark="",
            talk="",
            here="/console",
            told="",
            error="",
            **more,
        )
        return HTMLResponse(html, status, headers=HEADERS)

    def _frame(self, language: str, token: str) -> dict[str, Any]:
        return {
            "tag": TAGS[language],
            "tags": TAGS,
            "language": language,
            "languages": NAMES.items(),
            "version": self._version,
            "csrf": token,
        }


TOLD = (
    "assigned",
    "moved",
    "replied",
    "status",
    "noted",
    "said",
    "given_back",
    "alarm_taken",
    "taught",
    "day_set",
    "ready_set",
    "ready_restored",
    "view_kept",
    "view_dropped",
    "named",
    "unnamed",
    "account_change",
    "account_disable",
    "account_enable",
    "account_end_key",
    "amended",
    "password_set",
    "duty_on",
    "duty_off",
    "duty_off_talks",
    "off_duty_took",
    "to_ring",
    "rung_told",
    "rung_not_reached",
    "rung_given_up",
    "called",
    "not_called",
    "asked",
    "returned",
    "merged",
    "sent_again",
    "read_again",
)
