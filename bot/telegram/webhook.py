"""The webhook: Telegram posts updates to an address that nobody can guess; 200 is said after the commit."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from contextlib import suppress
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from bot.telegram.api import Api
from bot.telegram.arrivals import FIRST_S, LONGEST_S, Arrivals, tried

log = structlog.get_logger()
LARGEST = 512 * 1024  # bytes of one update
HEADER = "x-telegram-bot-api-secret-token"


class Webhook:
    """One bot's webhook at `root`; path and secret follow from the bot's token, unless a secret was set."""

    def __init__(self, api: Api, arrivals: Arrivals, token: str, root: str, secret: str = "") -> None:
        self._api, self._arrivals = api, arrivals
        self.path = f"/telegram/{_derived(token, 'path')}"
        self._url, self._secret = root.rstrip("/") + self.path, secret or _derived(token, "secret")

    @property
    def route(self) -> Route:
        """What the web application serves."""
        return Route(self.path, self._take, methods=["POST"])

    async def run(self, stop: asyncio.Event) -> None:
        """Tell Telegram where to post, again and again until it has heard."""
        pause = FIRST_S
        while not stop.is_set():
            if await tried(lambda: self._api.prepare(self._url, self._secret)):
                log.info("telegram.webhook", note="Telegram posts updates to this desk")
                break
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(LONGEST_S, pause * 2)
        await stop.wait()
        await self._arrivals.drain()

    async def _take(self, request: Request) -> Response:
        told = request.headers.get(HEADER, "")
        if not hmac.compare_digest(told.encode(), self._secret.encode()):
            return JSONResponse({"error": "not allowed"}, 403)
        body = await _read(request)
        if body is None:
            return JSONResponse({"error": "too large"}, 413)
        update = _update(body)
        if update is None:
            return JSONResponse({"error": "not an update"}, 400)
        try:
            await self._arrivals.take([update])
        except (StoreError, StaleError) as error:
            log.error("telegram.store", problem=str(error))
            return JSONResponse({"error": "try again"}, 503)  # and Telegram will
        return Response(status_code=200)


def _derived(token: str, what: str) -> str:
    return hmac.digest(token.encode(), f"nuanxin telegram {what}".encode(), hashlib.sha256).hex()[:48]


async def _read(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body


def _update(body: bytes) -> Any:
    """An object with a number of its own, as Telegram sends it; None for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    id = value.get("update_id") if isinstance(value, dict) else None
    return value if isinstance(id, int) and not isinstance(id, bool) else None
