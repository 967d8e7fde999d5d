"""A conversation to JSON and back; unknown keys are ignored, missing ones take their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from actions.desk.say import Button, Say
from actions.desk.ticket import Attachment
from actions.dialogue.shapes import Conversation, Form, Pending
from data.model import Words

TAGS = {"say": Say, "button": Button, "words": Words, "form": Form, "pending": Pending, "attachment": Attachment}
NAMES: Mapping[type, str] = {cls: name for name, cls in TAGS.items()}
FIELDS: Mapping[type, tuple[str, ...]] = {c: tuple(f.name for f in fields(c)) for c in (Conversation, *TAGS.values())}


def dump(conversation: Conversation) -> dict[str, Any]:
    """As JSON; what is empty is left out."""
    return _fields(conversation)


def _fields(thing: Any) -> dict[str, Any]:
    return {
        name: _out(v)
        for name in FIELDS[type(thing)]
        if (v := getattr(thing, name)) or isinstance(v, float) or type(thing) is Words
    }


def _out(value: Any) -> Any:
    if isinstance(value, str | int | float):
        return value
    if type(value) in NAMES:
        return {"=": NAMES[type(value)], **_fields(value)}
    if isinstance(value, datetime):
        return {"=": "moment", "at": value.isoformat()}
    if isinstance(value, date):
        return {"=": "date", "at": value.isoformat()}
    if isinstance(value, Mapping):
        return {"=": "map", "of": {k: _out(v) for k, v in value.items()}}
    if isinstance(value, tuple):
        return [_out(v) for v in value]
    return value


def restore(value: Mapping[str, Any]) -> Conversation:
    """From JSON."""
    known = FIELDS[Conversation]
    return Conversation(**{k: _in(v) for k, v in value.items() if k in known})


def _in(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_in(v) for v in value)
    if not isinstance(value, dict):
        return value
    match value.get("="):
        case "moment":
            return datetime.fromisoformat(value["at"])
        case "date":
            return date.fromisoformat(value["at"])
        case "map":
            return {k: _in(v) for k, v in value["of"].items()}
        case name:
            cls: Any = TAGS[str(name)]
            known = FIELDS[cls]
            return cls(**{k: _in(v) for k, v in value.items() if k in known})
