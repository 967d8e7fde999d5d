"""Values of raw JSON, read with distrust."""

from __future__ import annotations

import json
from typing import Any

LARGEST = 1 << 63


class Unreadable(ValueError):
    """It is not what the Bot API promises; the message says where."""


def dumped(raw: Any) -> str:
    """An update as the text that is kept."""
    return json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def obj(value: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under `key`; raises Unreadable."""
    found = value.get(key)
    if not isinstance(found, dict):
        raise Unreadable(f"{key}: not an object")
    return found


def number(value: dict[str, Any], key: str, default: int | None = None) -> int:
    """The number under `key`; raises Unreadable."""
    found = value.get(key, default)
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) >= LARGEST:
        raise Unreadable(f"{key}: not a number")
    return found


def degree(value: dict[str, Any], key: str) -> float:
    """A latitude or longitude; raises Unreadable."""
    found = value.get(key)
    if not isinstance(found, int | float) or isinstance(found, bool) or not -180 <= found <= 180:
        raise Unreadable(f"{key}: not a degree")
    return float(found)


def text(value: Any, key: str) -> str:
    """The text under `key`, "" where there is none; raises Unreadable."""
    found = value.get(key, "") if isinstance(value, dict) else ""
    if not isinstance(found, str):
        raise Unreadable(f"{key}: not a text")
    # lone surrogates are valid JSON escapes but no text that can be stored
    return found.encode("utf-8", "replace").decode("utf-8")
