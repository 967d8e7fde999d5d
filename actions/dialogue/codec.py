"""A conversation to JSON and back; unknown keys are ignored, missing ones take their defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from actions.desk.say import Button, Say
from actions.desk.ticket import Attachment
from actions.dialogue.shapes import Conversation, Form, Pending
from data.model import Words

TAGS = {"say": Say, "button": Button, "words": Words, "form": Form, "pending": Pending, "attachment": Attachment}
NAMES: Mapping[type, str] = {cls: name for name, cls in TAGS.items()}


def dump(conversation: Conversation) -> dict[str, Any]:
    """As JSON; what is empty is left out."""
    return _fields(conversation)


def _fields(thing: Any) -> dict[str, Any]:
    return {f.name: _out(v) for f in fields(thing) if (v := getattr(thing, f.name)) not in ((), "", None, {})}


def _out(value: Any) -> Any:
    if is_dataclass(value):
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
    known = {f.name for f in fields(Conversation)}
    return Conversation(**{k: _in(v) for k, v in value.items() if k in known})


def _in(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_in(v) for v in value)
    if not isinstance(value, Mapping):
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
            known = {f.name for f in fields(cls)}
            return cls(**{k: _in(v) for k, v in value.items() if k in known})
