"""Reading a request's body: bounded, JSON, an object."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request

from bot.web.errors import Refusal

LARGEST = 64 * 1024  # bytes; 4,096 characters of Chinese in JSON escapes are 24 KB
DEEPEST = 8


async def read_object(request: Request) -> dict[str, Any]:
    """The body's JSON object; raises Refusal 413 where it is too large and 400 where it is none."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > LARGEST:
        raise Refusal(413, f"the body is larger than {LARGEST} bytes")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise Refusal(413, f"the body is larger than {LARGEST} bytes")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is not JSON") from None
    if not isinstance(value, dict):
        raise Refusal(400, "the body must be a JSON object")
    if _depth(value) > DEEPEST:
        raise Refusal(400, f"the body is nested deeper than {DEEPEST} levels")
    return value


def text_of(value: dict[str, Any], key: str, longest: int, *, required: bool = False) -> str:
    """A text of an object; raises Refusal 400 where it is none, 413 where it is too long."""
    found = value.get(key)
    if found is None and not required:
        return ""
    if not isinstance(found, str) or (required and not found.strip()):
        raise Refusal(400, f"{key!r} must be a text" + (" that is not empty" if required else ""))
    if len(found) > longest:
        raise Refusal(413, f"{key!r} is longer than {longest} characters")
    return storable(found)


def storable(text: str) -> str:
    """The text without lone surrogates: they are valid JSON escapes but no text that can be kept."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
