"""Whether a process lives, whether it can work, and its figures; every role has these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics
from bot.web.errors import http
from bot.web.headers import SafeHeaders

type Parts = Callable[[], Awaitable[dict[str, bool]]]


def health(parts: Parts, figures: Metrics) -> list[Route]:
    """The routes; `parts` says which parts work now, `store` among them."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        found = await parts()
        return JSONResponse({"ready": found["store"], **found}, 200 if found["store"] else 503)

    async def metrics(_: Request) -> Response:
        return Response(await figures.text(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def health_app(parts: Parts, figures: Metrics) -> Starlette:
    """What a process shows that serves no people: whether it works, and its figures; FastAPI is not worth its start."""
    return Starlette(
        routes=health(parts, figures),
        middleware=[Middleware(SafeHeaders)],
        exception_handlers={HTTPException: http},
    )
