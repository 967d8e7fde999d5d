"""What was agreed after an alarm, how a request ends: asked in the talk's room, answered there by a reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from actions.desk.say import Button, Say
from actions.desk.ticket import Ticket
from actions.store.outbox import OutRow
from actions.store.store import Store

ASKED = "agreed"  # the cause of these questions
LOOKED_AT = 60  # messages of a room; who wrote nothing for so long is in the talk again
ENDS = {  # a request is closed or cancelled with words for its person: the question, and its cause before the number
    "closed": ("room.result", "closes:"),
    "cancelled": ("room.reason", "cancels:"),
}
ON = Button("room.button.on", "room:on")
QUESTION = Say("room.agreed", {}, (Button("room.button.unsaid", "room:unsaid"), ON))
WHERE_TO = Say("room.agreed_first", {}, (ON,))  # neither brought to the person nor written down: nobody can tell which


class Agreement:
    """Knows the question again: an answer must not reach the person, nor words for the person the record."""

    def __init__(self, store: Store) -> None:
        self._outbox, self._receipts = store.outbox, store.receipts

    def waits(self, room: str, since: datetime) -> bool:
        """Whether it was asked in this room since the last word of staff."""
        return any(_asks(row) and row.put_at >= since for row in self._outbox.latest(room, LOOKED_AT))

    def answered(self, room: str, message: int) -> bool:
        """Whether this message of the room is the question."""
        return message > 0 and self._receipts.of(room, ASKED) == message

    def cause(self, room: str, message: int) -> str | None:
        """Of which kind the room's message is that was replied to; None where nobody knows it any more."""
        return self._receipts.cause(room, message) if message > 0 else ""


def asked_of(ticket: Ticket, status: str) -> Say:
    """What came of it, or why is it cancelled? Answered by a reply."""
    return Say(ENDS[status][0], {"number": ticket.number})


def ending(cause: str) -> tuple[str, str] | None:
    """Which status the answer to this question gives to which request; None where it is another question."""
    found = ((status, cause.removeprefix(mark)) for status, (_, mark) in ENDS.items() if cause.startswith(mark))
    return next(found, None)


def cause_of(says: Sequence[Say]) -> str:
    """By which an answer to this question is known."""
    first = says[0] if says else None
    for key, mark in ENDS.values():
        if first is not None and first.key == key:
            return f"{mark}{first.params['number']}"
    return ASKED if first == QUESTION else ""


def _asks(row: OutRow) -> bool:
    return row.cause == ASKED
