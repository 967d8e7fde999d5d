"""One raw update of the Bot API, read with distrust: whose it is, under which key it is kept, what was said."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from actions.desk import number as numbers
from actions.desk.ticket import Attachment
from bot.telegram import content
from bot.telegram.command import opened_with, pressed_by, unaddressed
from bot.telegram.raw import Unreadable, dumped, number, obj, text

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
GONE = frozenset({"kicked", "left"})


@dataclass(frozen=True, slots=True)
class Update:
    """A person's message, edit or press in a private chat."""

    key: str
    chat: int
    message: int  # the message's id; of a press: the desk's message below which the button stood
    version: int = 0  # the edit's date; 0 for the message as it was first
    text: str = ""
    command: bool = False
    pressed: str = ""  # the payload of a command
    data: str = ""  # what the button below a message sends back
    press: str = ""  # the press's id, to be answered
    opened: str = ""  # what a deep link brought (`/start …`)
    replied: str = ""  # the number of the request that the desk's message, to which this replies, was about
    attachments: tuple[Attachment, ...] = ()
    album: bool = False  # one of several that belong together
    phone: str = ""  # the writer's own, vouched for by Telegram
    sticker: bool = False
    language_code: str = ""

    @property
    def edited(self) -> bool:
        """Whether it replaces what was said before."""
        return self.version > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the bot stands with a chat: `gone` where it can no longer write there."""

    chat: int
    private: bool
    gone: bool


def read(raw: Any, bot: str) -> Update | Standing | None:
    """An update of the bot with this id; None where it is not for the desk (groups, other kinds); raises Unreadable."""
    if not isinstance(raw, dict):
        raise Unreadable("an update is not an object")
    for kind in KINDS:
        if kind in raw:
            one = obj(raw, kind)
            match kind:
                case "callback_query":
                    return _press(one, bot)
                case "my_chat_member":
                    return _standing(one)
                case _:
                    return _message(one, bot)
    return None


def stray_key(raw: Any, bot: str) -> str:
    """The key of what cannot be read: the same content is the same key, whatever its update_id."""
    content = {k: v for k, v in raw.items() if k != "update_id"} if isinstance(raw, dict) else raw
    return f"tg:{bot}:x:{hashlib.sha256(dumped(content).encode()).hexdigest()}"


def _message(one: dict[str, Any], bot: str) -> Update | None:
    chat = obj(one, "chat")
    id, message, version = number(chat, "id"), number(one, "message_id"), number(one, "edit_date", 0)
    moving = bool(version) and "location" in one  # a live location, every few seconds: the first one is the place
    if chat.get("type") != "private" or moving or content.is_service(one):
        return None
    said = unaddressed(text(one, "text") or text(one, "caption") or content.nodded(one))
    pressed = pressed_by(said) if not version else ""
    phone = content.own_phone(one)
    return Update(
        key=f"tg:{bot}:{id}:{message}:{version}",
        chat=id,
        message=message,
        version=version,
        text="" if pressed else said or phone,
        command=said.startswith("/"),
        pressed=pressed,
        opened=opened_with(said) if not version else "",
        replied=_replied(one),
        attachments=content.attachments(one),
        album=bool(text(one, "media_group_id")),
        phone=phone,
        sticker=content.is_noise(one),
        language_code=text(one.get("from"), "language_code"),
    )


def _replied(one: dict[str, Any]) -> str:
    """The request that the desk's own message spoke of; in a private chat no other bot writes."""
    to = one.get("reply_to_message")
    if not isinstance(to, dict) or not isinstance(to.get("from"), dict) or to["from"].get("is_bot") is not True:
        return ""
    return numbers.find(text(to, "text")) or ""


def _press(one: dict[str, Any], bot: str) -> Update | None:
    below = one.get("message")
    if below is None or obj(obj(one, "message"), "chat").get("type") != "private":
        return None
    chat, presser = number(below["chat"], "id"), number(obj(one, "from"), "id")
    if chat != presser:  # a private chat is its person's: nobody else can press there
        raise Unreadable("a button was pressed by somebody else")
    press, data = text(one, "id"), text(one, "data")
    if not press or len(press) > 64 or not data:
        raise Unreadable("callback_query: no id or no data")
    language = text(one["from"], "language_code")
    message = number(below, "message_id")
    return Update(f"tg:{bot}:press:{press}", chat, message, data=data, press=press, language_code=language)


def _standing(one: dict[str, Any]) -> Standing:
    chat = obj(one, "chat")
    status = text(obj(one, "new_chat_member"), "status")
    return Standing(number(chat, "id"), chat.get("type") == "private", status in GONE)
