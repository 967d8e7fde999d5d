"""A person in a private chat with the bot: writes, presses, and sees what comes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.eventually import WITHIN

if TYPE_CHECKING:
    from tests.emulator.server import Emulator

BOT = 700001


class User:
    """Whoever writes; what was seen once is not looked at again by `sees`."""

    def __init__(self, server: Emulator, id: int, name: str, language: str) -> None:
        self.server, self.id, self.name, self.language = server, id, name, language
        self.started = self.blocked = False
        self.messages: list[dict[str, Any]] = []  # the bot's, as they came
        self._read = 0
        self._last = 0
        self._presses = 0

    @property
    def chat(self) -> dict[str, Any]:
        """The chat as updates name it."""
        return {"id": self.id, "type": "private", "first_name": self.name}

    @property
    def texts(self) -> list[str]:
        """All that the bot said."""
        with self.server.changed:
            return [message["text"] for message in self.messages]

    def say(self, text: str) -> int:
        """Write a text; the message's number."""
        return self.send(text=text)

    def send(self, **content: Any) -> int:
        """Send any message: sticker=…, location=…, photo=…; its number."""
        with self.server.changed:
            self.started = True
            self._last += 1
            message = self.server.kept[self.id, self._last] = self.written(self._last, content)
            self.server.update(message=message)
            return self._last

    def sends(self, kind: str, data: bytes, **more: Any) -> int:
        """Send a file: photo, voice, video_note, document …; the message's number."""
        file = self.server.file(data)
        content: Any = [file | {"width": 90, "height": 90}, file | {"width": 900, "height": 900}]
        if kind != "photo":
            content = file | {"file_name": more.pop("file_name")} if "file_name" in more else file | {"duration": 2}
        return self.send(**{kind: content}, **more)

    def replies(self, to: dict[str, Any], text: str) -> int:
        """Write in reply to a message of the bot's."""
        kept = {k: v for k, v in to.items() if k != "reply_markup"}
        return self.send(text=text, reply_to_message=kept)

    def blocks(self, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        with self.server.changed:
            self.blocked = blocked
            who = {"id": self.id, "is_bot": False, "first_name": self.name}
            bot = {"id": BOT, "is_bot": True, "first_name": "Nuanxin"}
            now = {"status": "kicked" if blocked else "member", "user": bot}
            before = {"status": "member" if blocked else "kicked", "user": bot}
            change = {"chat": self.chat, "from": who, "date": int(time.time())}
            self.server.update(my_chat_member=change | {"old_chat_member": before, "new_chat_member": now})

    def edit(self, message: int, text: str, at: int | None = None) -> None:
        """Write an earlier message anew."""
        content = {"text": text, "edit_date": at or int(time.time())}
        self.server.update(edited_message=self.written(message, content))

    def moves(self, message: int, latitude: float, longitude: float) -> None:
        """A live location moves on."""
        place = {"latitude": latitude, "longitude": longitude, "live_period": 900}
        self.server.update(edited_message=self.written(message, {"location": place, "edit_date": int(time.time())}))

    def press(self, title: str) -> str:
        """Press the newest button with this title, or the key of the keyboard; the press's id."""
        with self.server.changed:
            for message in reversed(self.messages):
                for row in (message.get("reply_markup") or {}).get("inline_keyboard", ()):
                    for button in row:
                        if button["text"] == title:
                            return self._pressed(message, button["callback_data"])
            assert title in self.keyboard, f"no button {title!r}; there are {self.buttons} and {self.keyboard}"
            self.say(title)
            return ""

    def sees(self, text: str, within: float = WITHIN) -> dict[str, Any]:
        """Wait for a message, later than those seen, that holds `text`."""

        def found() -> dict[str, Any] | None:
            for message in self.messages:
                if message["message_id"] > self._read and text in message["text"]:
                    self._read = message["message_id"]
                    return message
            return None

        try:
            return self.server.wait(found, within)
        except AssertionError:
            unseen = [m["text"] for m in self.messages if m["message_id"] > self._read]
            raise AssertionError(f"{text!r} was not seen within {within} s, but {unseen}") from None

    def has(self, count: int, within: float = WITHIN) -> None:
        """Wait until the bot has said so many things."""
        self.server.wait(lambda: len(self.messages) >= count, within)

    @property
    def buttons(self) -> list[str]:
        """The titles below the newest message with buttons."""
        with self.server.changed:
            for message in reversed(self.messages):
                rows = (message.get("reply_markup") or {}).get("inline_keyboard")
                if rows:
                    return [button["text"] for row in rows for button in row]
            return []

    @property
    def keyboard(self) -> list[str]:
        """The keys that stand below the input."""
        with self.server.changed:
            for message in reversed(self.messages):
                rows = (message.get("reply_markup") or {}).get("keyboard")
                if rows:
                    return [key if isinstance(key, str) else key["text"] for row in rows for key in row]
            return []

    def received(self, content: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        """Take a message of the bot's."""
        self._last += 1
        markup = params.get("reply_markup")
        message = {
            "message_id": self._last,
            "date": int(time.time()),
            "chat": self.chat,
            "from": {"id": BOT, "is_bot": True, "first_name": "Nuanxin"},
            **content,
        }
        self.messages.append(message | {"reply_markup": markup})
        if markup is not None and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        return message

    def written(self, id: int, content: dict[str, Any]) -> dict[str, Any]:
        """A message of this person's as updates bring it."""
        who = {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}
        return {"message_id": id, "date": int(time.time()), "chat": self.chat, "from": who, **content}

    def _pressed(self, message: dict[str, Any], data: str) -> str:
        self._presses += 1
        id = f"{self.id}{self._presses:06d}"
        self.server.presses.add(id)
        who = {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}
        below = {
            "message_id": message["message_id"],
            "date": message["date"],
            "chat": self.chat,
            "text": message["text"],
        }
        query = {"id": id, "from": who, "message": below, "chat_instance": "1", "data": data}
        self.server.update(callback_query=query)
        return id
