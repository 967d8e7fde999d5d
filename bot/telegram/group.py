"""One raw update from the staff's group, read with distrust: who, in which room, what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.telegram import content
from bot.telegram.raw import Unreadable, number, obj, text

KINDS = ("message", "edited_message", "callback_query")


@dataclass(frozen=True, slots=True)
class GroupUpdate:
    """What a member of the group wrote, changed, pressed or closed."""

    key: str
    chat: int
    thread: int  # the topic; 0 outside of any
    message: int
    sender: int  # 0 where the member hides behind the group
    version: int = 0
    text: str = ""
    data: str = ""
    press: str = ""
    replied: int = 0  # the bot's message that this replies to
    files: bool = False
    closed: bool = False  # the topic was closed
    moved: int = 0  # the group's new number


def read_group(raw: Any, bot: str, group: int) -> GroupUpdate | None:
    """An update of the group `group`; None where it is of any other chat, or the bot's own; raises Unreadable."""
    if not isinstance(raw, dict) or not group:
        return None
    for kind in KINDS:
        if kind in raw:
            one = obj(raw, kind)
            return _press(one, bot, group) if kind == "callback_query" else _message(one, bot, group)
    return None


def _message(one: dict[str, Any], bot: str, group: int) -> GroupUpdate | None:
    chat = obj(one, "chat")
    if chat.get("id") != group:
        return None
    message, version = number(one, "message_id"), number(one, "edit_date", 0)
    moved, closed = number(one, "migrate_to_chat_id", 0), "forum_topic_closed" in one
    if content.is_service(one) and not (moved or closed):
        return None
    return GroupUpdate(
        key=f"tg:{bot}:{group}:{message}:{version}",
        chat=group,
        thread=_thread(one),
        message=message,
        sender=_sender(one),
        version=version,
        text=text(one, "text") or text(one, "caption"),
        replied=_replied(one, _thread(one)),
        files=any(kind in one for kind in (*content.FILES, "location", "contact", "sticker")),
        closed=closed,
        moved=moved,
    )


def _replied(one: dict[str, Any], thread: int) -> int:
    """What a colleague wrote is nobody's card, and what opened the topic stands above all of it: none is looked for."""
    reply = one.get("reply_to_message")
    if not isinstance(reply, dict) or not isinstance(who := reply.get("from"), dict) or not who.get("is_bot"):
        return 0
    message = number(reply, "message_id", 0)
    return 0 if message == thread else message


def _press(one: dict[str, Any], bot: str, group: int) -> GroupUpdate | None:
    below = one.get("message")
    if not isinstance(below, dict) or obj(below, "chat").get("id") != group:
        return None
    press, data = text(one, "id"), text(one, "data")
    if not press or len(press) > 64 or not data:
        raise Unreadable("callback_query: no id or no data")
    message = number(below, "message_id")
    key = f"tg:{bot}:press:{press}"
    return GroupUpdate(key, group, _thread(below), message, _sender(one), data=data, press=press, replied=message)


def _thread(one: dict[str, Any]) -> int:
    return number(one, "message_thread_id", 0) if one.get("is_topic_message") else 0


def _sender(one: dict[str, Any]) -> int:
    """Who; whoever writes as the group or as a channel cannot be told."""
    who = one.get("from")
    if "sender_chat" in one or not isinstance(who, dict) or who.get("is_bot"):
        return 0
    return number(who, "id")
