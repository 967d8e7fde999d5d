"""Raw updates, as they are kept, become what the dialogue reads."""

from __future__ import annotations

import json
from collections.abc import Sequence

from actions.dialogue.shapes import Message
from bot.telegram.update import Unreadable, Update, read


class TelegramIncoming:
    """The port `Incoming` for Telegram."""

    def message(self, payloads: Sequence[str]) -> Message:
        """Messages that waited together, as one: in the order written, an edit in its original's place."""
        updates = [_read(payload) for payload in payloads]
        said = _latest([u for u in updates if not u.press])
        whole = {u.message for u in updates if not u.edited}
        return Message(
            text="\n".join(u.text for u in said if u.text),
            pressed=updates[-1].pressed,
            attachments=tuple(a for u in said for a in u.attachments),
            edited=bool(said) and all(u.edited and u.message not in whole for u in said),
            sticker=bool(said) and all(u.sticker for u in said),
        )

    def together(self, payloads: Sequence[str]) -> int:
        """How many of the first make one turn: a press, a command and a correction each stand alone."""
        updates = [_read(payload) for payload in payloads]
        known: set[int] = set()
        for place, update in enumerate(updates):
            alone = bool(update.pressed) or update.command or (update.edited and update.message not in known)
            if alone:
                return max(place, 1)
            known.add(update.message)
        return len(updates)


def _read(payload: str) -> Update:
    update = read(json.loads(payload), "")
    if update is None:
        raise Unreadable("not for the desk")
    return update


def _latest(updates: Sequence[Update]) -> list[Update]:
    """Each message once, in its last version; Telegram numbers a chat's messages in the order written."""
    last: dict[int, Update] = {}
    for update in updates:
        if update.message not in last or last[update.message].version <= update.version:
            last[update.message] = update
    return [last[id] for id in sorted(last)]
