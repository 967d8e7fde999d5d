"""Rasa's REST channel: `POST /webhooks/rest/webhook` and the events that follow."""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.background import BackgroundTask

from bot.web.body import read_object, storable, text_of
from bot.web.errors import Refusal
from bot.web.talk import TYPING, Line, Talk
from data.model import LANGUAGES

LONGEST_SENDER = 128
LONGEST_MESSAGE = 16_000  # characters kept; the assistant reads the first 4,096
ATTACHMENTS = 10


def rest(talk: Talk, token: str, *, open_here: bool) -> APIRouter:
    """The routes of the REST channel; without a token it is open, or closed to all."""
    router = APIRouter(prefix="/webhooks/rest")

    @router.get("/")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @router.post("/webhook")
    async def webhook(request: Request) -> Response:
        _authorise(request, token, open_here=open_here)
        body = await read_object(request)
        sender = text_of(body, "sender", LONGEST_SENDER, required=True)
        lines = await talk.say(sender, _payload(body), _message_id(body))
        return JSONResponse([_reply(sender, line) for line in lines], background=await taking(talk, request, lines))

    @router.get("/events")
    async def events(request: Request, sender: str = "") -> Response:
        _authorise(request, token, open_here=open_here)
        if not sender or len(sender) > LONGEST_SENDER:
            raise Refusal(400, f"'sender' must be a text of 1 to {LONGEST_SENDER} characters")
        stream = talk.events(sender, last_event(request))
        return EventSourceResponse(_events(sender, stream), ping=15)

    return router


async def taking(talk: Talk, request: Request, lines: Sequence[Line]) -> BackgroundTask | None:
    """What marks the answers as taken; none for who gave up meanwhile, so that they follow as events."""
    if not lines or await request.is_disconnected():
        return None
    return BackgroundTask(talk.taken, lines)


async def _events(sender: str, stream: AsyncIterator[Line]) -> AsyncIterator[ServerSentEvent]:
    async for line in (one async for one in stream if one is not TYPING):
        yield ServerSentEvent(json.dumps(_reply(sender, line), ensure_ascii=False), id=line.id)


def last_event(request: Request) -> int | None:
    """The last event that this reader saw, or None."""
    seen = request.headers.get("last-event-id", "")
    return int(seen) if seen.isdecimal() and len(seen) < 19 else None


def _authorise(request: Request, token: str, *, open_here: bool) -> None:
    if not token and open_here:
        return
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Refusal(401, "give the bearer token of NUANXIN_REST_TOKEN")


def _reply(sender: str, line: Line) -> dict[str, Any]:
    reply: dict[str, Any] = {"recipient_id": sender, "text": line.text}
    if line.buttons:
        reply["buttons"] = list(line.buttons)
    return reply


def _metadata(body: dict[str, Any]) -> dict[str, Any]:
    metadata = {} if body.get("metadata") is None else body["metadata"]
    if not isinstance(metadata, dict):
        raise Refusal(400, "'metadata' must be an object")
    return metadata


def _message_id(body: dict[str, Any]) -> str:
    id = _metadata(body).get("message_id", "")
    if isinstance(id, int) and not isinstance(id, bool):
        return str(id)
    if not isinstance(id, str) or len(id) > LONGEST_SENDER:
        raise Refusal(400, f"'metadata.message_id' must be a text of at most {LONGEST_SENDER} characters")
    return storable(id)


def _payload(body: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a post; a button's payload or title as the message is seen by the dialogue."""
    metadata = _metadata(body)
    language = metadata.get("language")
    if language is not None and language not in LANGUAGES:
        raise Refusal(400, f"'metadata.language' must be one of {', '.join(LANGUAGES)}")
    payload: dict[str, Any] = {"text": text_of(body, "message", LONGEST_MESSAGE)}
    if language:
        payload["language"] = language
    if found := _attachments(metadata.get("attachments")):
        payload["attachments"] = found
    return payload


def _attachments(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > ATTACHMENTS:
        raise Refusal(400, f"'metadata.attachments' must be a list of at most {ATTACHMENTS}")
    return [_attachment(one) for one in value]


def _attachment(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(400, "'metadata.attachments' must hold objects")
    kept: dict[str, Any] = {"kind": text_of(value, "kind", 32, required=True)}
    for key in ("url", "text"):
        if text := text_of(value, key, 2_000):
            kept[key] = text
    for key, most in (("lat", 90), ("lon", 180)):
        number = value.get(key)
        if number is None:
            continue
        if not isinstance(number, int | float) or isinstance(number, bool) or not -most <= number <= most:
            raise Refusal(400, f"'metadata.attachments.{key}' must be a number from -{most} to {most}")
        kept[key] = float(number)
    return kept
