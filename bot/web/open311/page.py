"""A small page for whoever writes a program: what is served, who sees what, where a key comes from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Template

from bot.locale.wording import Wording
from bot.web.page import HEADERS, TAGS, preferred, templates


def page_route(app: FastAPI, wording: Wording) -> None:
    """Put the page at the root."""

    @app.get("/", include_in_schema=False)
    async def page(request: Request) -> HTMLResponse:
        language = preferred(request)
        routes = [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]
        text = _template().render(
            t=lambda key: wording.key(f"open311.{key}", language),
            tag=TAGS[language],
            root=request.scope.get("root_path", ""),
            addresses=[(method, route.path) for route in routes for method in sorted(route.methods or ())],
        )
        return HTMLResponse(text, headers={**HEADERS, "Vary": "Accept-Language"})


@cache
def _template() -> Template:
    return templates(Path(__file__).parent).get_template("page.html")
