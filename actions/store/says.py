"""Messages to JSON and back; words, dates and moments keep their kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from actions.desk.say import Button, Param, Say
from data.model import Words


def dump(say: Say) -> dict[str, Any]:
    """As JSON."""
    found: dict[str, Any] = {"key": say.key}
    if say.params:
        found["params"] = {name: _out(value) for name, value in say.params.items()}
    if say.buttons:
        found["buttons"] = [
            {"title": _out(b.title), "payload": b.payload, "params": {k: _out(v) for k, v in b.params.items()}}
            for b in say.buttons
        ]
    return found


def restore(value: Mapping[str, Any]) -> Say:
    """From JSON."""
    return Say(
        value["key"],
        {name: _in(v) for name, v in value.get("params", {}).items()},
        tuple(
            Button(_in(b["title"]), b["payload"], {k: _in(v) for k, v in b.get("params", {}).items()})
            for b in value.get("buttons", ())
        ),
    )


def _out(value: Param) -> Any:
    if isinstance(value, Words):
        return {"words": [value.zh_Hans, value.zh_Hant, value.en]}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return [_out(v) for v in value]
    return value


def _in(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_in(v) for v in value)
    if not isinstance(value, dict):
        return value
    if "words" in value:
        return Words(*value["words"])
    return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["date"])
