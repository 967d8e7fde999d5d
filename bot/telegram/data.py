"""What stands behind a button: a fingerprint that only this chat's own messages explain; it tells nobody anything."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping

from actions.store.store import Store

LOOKED_AT = 60  # messages of the desk's; buttons of older ones are past
PAST = "past"  # a payload that means nothing any more: answered politely


class Shown:
    """Buttons whose messages somebody has read already."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def payload(self, chat: int, data: str) -> str:
        """The payload of the button among them that sent this back, or PAST."""
        return self._known.get(data, PAST)

    def among(self, conversation: str, shown: Iterable[str]) -> Shown:
        """Itself: they are known."""
        return self


class ButtonData:
    """Makes and explains what buttons send back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, conversation: str, payload: str) -> str:
        """What a button of this conversation sends back for a payload; 16 ASCII letters."""
        digest = self._store.vault.index("button", f"{conversation}\0{payload}")
        return base64.urlsafe_b64encode(digest[:12]).decode()

    def payload(self, chat: int, data: str) -> str:
        """The payload of a button that this chat was shown, or PAST."""
        return self.explained(self._store.conversation_id("telegram", str(chat)), data)

    def among(self, conversation: str, shown: Iterable[str]) -> Shown:
        """What the buttons of this conversation with these payloads send back."""
        return Shown({self.of(conversation, payload): payload for payload in shown})

    def explained(self, conversation: str, data: str) -> str:
        """The payload of a button that this conversation was shown, or PAST."""
        for row in reversed(self._store.outbox.latest(conversation, LOOKED_AT)):
            for button in row.say.buttons:
                if self.of(conversation, button.payload) == data:
                    return button.payload
        return PAST
