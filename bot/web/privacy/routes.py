"""The data-protection page; its periods are those that the desk sweeps by."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.locale.wording import NAMES, Wording
from bot.web.chat.routes import HERE as CHAT
from bot.web.page import HEADERS, TAGS, preferred, templates, version_of
from data.model import LANGUAGES, Catalogue

HERE = Path(__file__).parent
YEAR = 365
PARTS = ("what", "why", "who", "how", "telegram", "children", "yours")
SHOWN = ("ordinary", "participation", "benefit", "protection", "talk", "alarm")  # of data/retention.yml, in this order


class PrivacyPage:
    """Renders the page."""

    def __init__(self, catalogue: Catalogue, wording: Wording) -> None:
        self._days, self._wording = catalogue.retention_days, wording
        self._template = templates(HERE).get_template("privacy.html")
        self._version = version_of(CHAT / "static")

    def render(self, language: str) -> str:
        """The page as HTML."""
        return self._template.render(
            t=lambda key: self._wording.key(key, language),
            tag=TAGS[language],
            tags=TAGS,
            language=language,
            languages=NAMES.items(),
            parts=PARTS,
            kept=[(f"privacy.kept.{kept}", self._period(self._days[kept], language)) for kept in SHOWN],
            version=self._version,
        )

    def _period(self, days: int, language: str) -> str:
        years, rest = divmod(days, YEAR)
        if rest:
            return self._wording.key("privacy.days", language, count=days)
        return self._wording.key("privacy.year" if years == 1 else "privacy.years", language, count=years)


def privacy(catalogue: Catalogue, wording: Wording) -> APIRouter:
    """The route of the page, which anybody may read."""
    router, page = APIRouter(), PrivacyPage(catalogue, wording)

    @router.get("/privacy")
    async def show(request: Request, language: str = "") -> Response:
        chosen = language if language in LANGUAGES else preferred(request)
        return HTMLResponse(page.render(chosen), headers=HEADERS)

    return router
