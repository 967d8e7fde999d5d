"""What was agreed after an alarm: asked in the talk's room before it is given back, and answered there by a reply."""

from __future__ import annotations

from datetime import datetime

from actions.desk.say import Button, Say
from actions.store.outbox import OutRow
from actions.store.store import Store

ASKED = "agreed"  # the cause of these questions
LOOKED_AT = 60  # messages of a room; who wrote nothing for so long is in the talk again
ON = Button("room.button.on", "room:on")
QUESTION = Say("room.agreed", {}, (Button("room.button.unsaid", "room:unsaid"), ON))
WHERE_TO = Say("room.agreed_first", {}, (ON,))  # neither brought to the person nor written down: nobody can tell which


class Agreement:
    """Knows the question again: an answer must not reach the person, nor words for the person the record."""

    def __init__(self, store: Store) -> None:
        self._outbox = store.outbox

    def waits(self, room: str, since: datetime) -> bool:
        """Whether it was asked in this room since the last word of staff."""
        return any(_asks(row) and row.put_at >= since for row in self._outbox.latest(room, LOOKED_AT))

    def answered(self, room: str, message: int) -> bool:
        """Whether this message of the room is the question."""
        return message > 0 and self._outbox.receipt(room, ASKED) == message


def _asks(row: OutRow) -> bool:
    return row.cause == ASKED
