"""What came in over REST or the page: its JSON as it is kept, and read again as a message."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from actions.desk.ticket import Attachment
from actions.dialogue.shapes import Message


class Incoming(Protocol):
    """How one channel's raw messages are read; raises ValueError or KeyError for what nobody can read."""

    def message(self, payloads: Sequence[str]) -> Message:
        """Messages that waited together, as one."""

    def together(self, payloads: Sequence[str]) -> int:
        """How many of the first make one turn: a press stands alone."""

    def among(self, conversation: str, shown: Iterable[str]) -> Incoming:
        """The same for messages of a conversation of which it is known what its buttons stood for."""


class PlainIncoming:
    """REST and the page: `{"text", "pressed"?, "attachments"?, "language"?}`."""

    def message(self, payloads: Sequence[str]) -> Message:
        """Messages that waited together, as one."""
        read: list[dict[str, Any]] = [json.loads(payload) for payload in payloads]
        return Message(
            text="\n".join(one["text"] for one in read if one.get("text")),
            pressed=read[-1].get("pressed", ""),
            attachments=tuple(Attachment(**a) for one in read for a in one.get("attachments", ())),
        )

    def together(self, payloads: Sequence[str]) -> int:
        """How many of the first make one turn: a press stands alone."""
        for place, payload in enumerate(payloads):
            if json.loads(payload).get("pressed"):
                return max(place, 1)
        return len(payloads)

    def among(self, conversation: str, shown: Iterable[str]) -> PlainIncoming:
        """Itself: a press says what it means."""
        return self
