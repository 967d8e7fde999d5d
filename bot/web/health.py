"""Whether a process lives, whether it can work, and its figures; every role has these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from bot.metrics import Metrics
from bot.web.errors import answer_errors
from bot.web.headers import SafeHeaders

type Parts = Callable[[], Awaitable[dict[str, bool]]]


def health(parts: Parts, figures: Metrics) -> APIRouter:
    """The routes; `parts` says which parts work now, `store` among them."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> Response:
        found = await parts()
        return JSONResponse({"ready": found["store"], **found}, 200 if found["store"] else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(await figures.text(), media_type=CONTENT_TYPE_LATEST)

    return router


def health_app(parts: Parts, figures: Metrics) -> FastAPI:
    """What a process shows that serves no people: whether it works, and its figures."""
    app = FastAPI(title="Nuanxin", docs_url=None, redoc_url=None, openapi_url=None)
    answer_errors(app)
    app.include_router(health(parts, figures))
    app.add_middleware(SafeHeaders)
    return app
