"""A group with the bot in it, with topics or without: members write, reply and press there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.emulator.record import Refusal
from tests.emulator.user import BOT, User
from tests.eventually import WITHIN

if TYPE_CHECKING:
    from tests.emulator.server import Emulator


@dataclass
class Topic:
    """One topic of a forum."""

    name: str
    closed: bool = False


@dataclass
class Group:
    """What members see; messages are kept as the bot's and the members' alike."""

    server: Emulator
    id: int
    forum: bool = True
    administrator: bool = True
    messages: list[dict[str, Any]] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    moved_to: int = 0
    _last: int = 0

    @property
    def chat(self) -> dict[str, Any]:
        """The chat as updates name it."""
        return {"id": self.id, "type": "supergroup", "title": "值班群", "is_forum": self.forum}

    def texts(self, thread: int = 0) -> list[str]:
        """What the bot said, in one topic or anywhere."""
        with self.server.changed:
            return [m["text"] for m in self.messages if thread in (0, m.get("message_thread_id", 0)) and "text" in m]

    def sees(self, text: str, within: float = WITHIN) -> dict[str, Any]:
        """Wait for a message of the bot's that holds `text`, the newest of them."""

        def found() -> dict[str, Any] | None:
            return next((m for m in reversed(self.messages) if text in m.get("text", "")), None)

        try:
            return self.server.wait(found, within)
        except AssertionError:
            raise AssertionError(f"{text!r} was not seen in the group, but {self.texts()}") from None

    def says(
        self, who: User, text: str = "", *, thread: int = 0, reply: int = 0, edits: int = 0, **content: Any
    ) -> int:
        """A member writes, in a topic, in reply, or anew what was written; the message's number."""
        with self.server.changed:
            id = edits or self.number()
            message = self._written(id, who, thread) | ({"text": text} if text else {}) | content
            if reply:
                message["reply_to_message"] = next(m for m in self.messages if m["message_id"] == reply)
            if edits:
                message["edit_date"] = int(time.time())
            self.server.kept[self.id, id] = message
            self.server.update(**{"edited_message" if edits else "message": message})
            return id

    def presses(self, who: User, title: str, within: float = WITHIN) -> str:
        """A member presses the newest button with this title, once it is there; the press's id."""

        def found() -> tuple[dict[str, Any], str] | None:
            for message in reversed(self.messages):
                for row in (message.get("reply_markup") or {}).get("inline_keyboard", ()):
                    for button in row:
                        if button["text"] == title:
                            return message, button["callback_data"]
            return None

        try:
            message, data = self.server.wait(found, within)
        except AssertionError:
            raise AssertionError(f"no button {title!r} in the group") from None
        with self.server.changed:
            return self._pressed(who, message, data)

    def closes(self, who: User, thread: int) -> None:
        """A member closes a topic."""
        with self.server.changed:
            self.topics[thread].closed = True
            message = self._written(self.number(), who, thread)
            self.server.update(message=message | {"forum_topic_closed": {}})

    def received(self, content: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        """Take a message of the bot's."""
        thread = params.get("message_thread_id", 0)
        if self.moved_to:
            raise Refusal(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.moved_to
            )
        if thread and thread not in self.topics:
            raise Refusal(400, "Bad Request: message thread not found")
        if thread and self.topics[thread].closed:
            raise Refusal(400, "Bad Request: TOPIC_CLOSED")
        bot = {"id": BOT, "is_bot": True, "first_name": "Nuanxin"}
        message = {"message_id": self.number(), "date": int(time.time()), "chat": self.chat, "from": bot, **content}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if "reply_parameters" in params:
            message["replies"] = params["reply_parameters"]["message_id"]
        self.messages.append(message | {"reply_markup": params.get("reply_markup")})
        return {k: v for k, v in message.items() if k != "replies"}

    def number(self) -> int:
        """The next message's."""
        self._last += 1
        return self._last

    def _written(self, id: int, who: User, thread: int) -> dict[str, Any]:
        sender = {"id": who.id, "is_bot": False, "first_name": who.name, "language_code": who.language}
        place = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
        return {"message_id": id, "date": int(time.time()), "chat": self.chat, "from": sender, **place}

    def _pressed(self, who: User, message: dict[str, Any], data: str) -> str:
        id = f"g{self.number():08d}"
        self.server.presses.add(id)
        below = {k: v for k, v in message.items() if k not in ("reply_markup", "replies")}
        sender = {"id": who.id, "is_bot": False, "first_name": who.name}
        self.server.update(
            callback_query={"id": id, "from": sender, "message": below, "chat_instance": "1", "data": data}
        )
        return id
