"""One raw update of the Bot API, read with distrust: whose it is, under which key it is kept, what was said."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from actions.desk.ticket import Attachment
from bot.telegram.command import pressed_by

KINDS = ("message", "edited_message", "callback_query")
FILES = ("photo", "voice", "audio", "video", "video_note", "animation", "document")
LARGEST = 1 << 63


class Unreadable(ValueError):
    """It is not what the Bot API promises; the message says where."""


@dataclass(frozen=True, slots=True)
class Update:
    """A person's message, edit or press in a private chat."""

    key: str
    chat: int
    message: int  # the message's id; of a press: the desk's message below which the button stood
    version: int = 0  # the edit's date; 0 for the message as it was first
    text: str = ""
    command: bool = False
    pressed: str = ""
    press: str = ""  # the press's id, to be answered
    attachments: tuple[Attachment, ...] = ()
    sticker: bool = False
    language_code: str = ""

    @property
    def edited(self) -> bool:
        """Whether it replaces what was said before."""
        return self.version > 0


def read(raw: Any, bot: str) -> Update | None:
    """An update of the bot with this id; None where it is not for the desk (groups, other kinds); raises Unreadable."""
    if not isinstance(raw, dict):
        raise Unreadable("an update is not an object")
    for kind in KINDS:
        if kind in raw:
            one = _object(raw, kind)
            return _press(one, bot) if kind == "callback_query" else _message(one, bot)
    return None


def stray_key(raw: Any, bot: str) -> str:
    """The key of what cannot be read: the same content is the same key, whatever its update_id."""
    content = {k: v for k, v in raw.items() if k != "update_id"} if isinstance(raw, dict) else raw
    return f"tg:{bot}:x:{hashlib.sha256(dumped(content).encode()).hexdigest()}"


def dumped(raw: Any) -> str:
    """An update as the text that is kept."""
    return json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _message(one: dict[str, Any], bot: str) -> Update | None:
    chat = _object(one, "chat")
    if chat.get("type") != "private":
        return None
    id, message, version = _number(chat, "id"), _number(one, "message_id"), _number(one, "edit_date", 0)
    text = _text(one, "text") or _text(one, "caption")
    pressed = pressed_by(text) if not version else ""
    return Update(
        key=f"tg:{bot}:{id}:{message}:{version}",
        chat=id,
        message=message,
        version=version,
        text="" if pressed else text or _phone(one),
        command=text.startswith("/"),
        pressed=pressed,
        attachments=tuple(_attachments(one)),
        sticker="sticker" in one or "dice" in one,
        language_code=_text(one.get("from"), "language_code"),
    )


def _press(one: dict[str, Any], bot: str) -> Update | None:
    below = one.get("message")
    if below is None or _object(_object(one, "message"), "chat").get("type") != "private":
        return None
    chat, presser = _number(below["chat"], "id"), _number(_object(one, "from"), "id")
    if chat != presser:  # a private chat is its person's: nobody else can press there
        raise Unreadable("a button was pressed by somebody else")
    press, data = _text(one, "id"), _text(one, "data")
    if not press or len(press) > 64 or not data:
        raise Unreadable("callback_query: no id or no data")
    language = _text(one["from"], "language_code")
    message = _number(below, "message_id")
    return Update(f"tg:{bot}:press:{press}", chat, message, pressed=data, press=press, language_code=language)


def _attachments(one: dict[str, Any]) -> list[Attachment]:
    found = []
    for kind in FILES:
        if kind in one and not (kind == "document" and "animation" in one):
            file = one[kind][-1] if kind == "photo" and isinstance(one[kind], list) and one[kind] else one[kind]
            if not isinstance(file, dict):
                raise Unreadable(f"{kind}: not an object")
            found.append(Attachment(kind, url=f"telegram:{_text(file, 'file_id')}", text=_text(file, "file_name")))
    if "location" in one:
        place = _object(one, "location")
        title = " ".join(filter(None, (_text(one.get("venue"), "title"), _text(one.get("venue"), "address"))))
        found.append(
            Attachment("location", text=title, lat=_degree(place, "latitude"), lon=_degree(place, "longitude"))
        )
    if "contact" in one:
        who = _object(one, "contact")
        names = (_text(who, "first_name"), _text(who, "last_name"), _text(who, "phone_number"))
        found.append(Attachment("contact", text=" ".join(filter(None, names))))
    return found


def _phone(one: dict[str, Any]) -> str:
    """A shared contact says its number, so that it answers a question for one."""
    return _text(one.get("contact"), "phone_number")


def _object(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    if not isinstance(found, dict):
        raise Unreadable(f"{key}: not an object")
    return found


def _number(value: dict[str, Any], key: str, default: int | None = None) -> int:
    found = value.get(key, default)
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) >= LARGEST:
        raise Unreadable(f"{key}: not a number")
    return found


def _degree(value: dict[str, Any], key: str) -> float:
    found = value.get(key)
    if not isinstance(found, int | float) or isinstance(found, bool) or not -180 <= found <= 180:
        raise Unreadable(f"{key}: not a degree")
    return float(found)


def _text(value: Any, key: str) -> str:
    found = value.get(key, "") if isinstance(value, dict) else ""
    if not isinstance(found, str):
        raise Unreadable(f"{key}: not a text")
    # lone surrogates are valid JSON escapes but no text that can be stored
    return found.encode("utf-8", "replace").decode("utf-8")
