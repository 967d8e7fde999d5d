"""Raw updates, as they are kept, become what the dialogue reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from actions.dialogue.shapes import Message
from bot.attached import SPOKEN
from bot.telegram.raw import Unreadable
from bot.telegram.update import Update, read


class Buttons(Protocol):
    """What stands behind the buttons that were shown."""

    def payload(self, chat: int, data: str) -> str:
        """The payload of a button of this chat that sent this back."""

    def among(self, conversation: str, shown: Iterable[str]) -> Buttons:
        """The same for a conversation whose buttons' payloads are known."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An update as it was kept, with the words that were heard in it (None: nobody listened yet)."""

    update: Update
    heard: str | None = None


class TelegramIncoming:
    """The port `Incoming` for Telegram; `buttons` knows what a button stands for."""

    def __init__(self, buttons: Buttons) -> None:
        self._buttons = buttons

    def among(self, conversation: str, shown: Iterable[str]) -> TelegramIncoming:
        """The same for a talk of which these buttons are known; nothing is looked up for a press."""
        return TelegramIncoming(self._buttons.among(conversation, shown))

    def message(self, payloads: Sequence[str]) -> Message:
        """Messages that waited together, as one: in the order written, an edit in its original's place."""
        kept = [_kept(payload) for payload in payloads]
        updates = [k.update for k in kept]
        said = _latest([k for k in kept if not k.update.press])
        whole = {u.message for u in updates if not u.edited}
        edited = bool(said) and all(k.update.edited and k.update.message not in whole for k in said)
        last = updates[-1]
        return Message(
            text="\n".join(words for k in said if (words := k.heard or k.update.text)),
            pressed=self._buttons.payload(last.chat, last.data) if last.data else last.pressed,
            # an edit corrects words; its files came with the message as it was first
            attachments=() if edited else tuple(a for k in said for a in k.update.attachments),
            edited=edited,
            sticker=bool(said) and all(k.update.sticker for k in said),
            voice=_voice(said),
            phone=next((u.phone for u in reversed(updates) if u.phone), ""),
            replied=last.replied,
            opened=last.opened,
        )

    def together(self, payloads: Sequence[str]) -> int:
        """How many of the first make one turn: a press, a command, a voice, a reply and a correction stand alone."""
        kept = [_kept(payload) for payload in payloads]
        known = {k.update.message for k in kept if not k.update.edited}
        for place, one in enumerate(kept):
            update = one.update
            alone = bool(update.press or update.pressed or update.replied) or update.command or _unheard(one)
            if alone or (update.edited and update.message not in known):
                return max(place, 1)
        return len(kept)


def _kept(payload: str) -> Kept:
    raw = json.loads(payload)
    heard = raw.get("heard") if isinstance(raw, dict) else None
    update = read(raw["voice"] if isinstance(heard, str) else raw, "")
    if not isinstance(update, Update):
        raise Unreadable("not for the desk")
    return Kept(update, heard)


def _unheard(kept: Kept) -> bool:
    """Spoken, and no words beside it."""
    spoken = any(a.kind in SPOKEN for a in kept.update.attachments)
    return spoken and not kept.update.text and not kept.heard


def _voice(said: Sequence[Kept]) -> str:
    if not said or not all(_unheard(k) for k in said):
        return ""
    return "new" if any(k.heard is None for k in said) else "unheard"


def _latest(kept: Sequence[Kept]) -> list[Kept]:
    """Each message once, in its last version; Telegram numbers a chat's messages in the order written."""
    last: dict[int, Kept] = {}
    for one in kept:
        id = one.update.message
        if id not in last or last[id].update.version <= one.update.version:
            last[id] = one
    return [last[id] for id in sorted(last)]
