"""What could not be delivered or not be read, as staff see it: why, and once more."""

from __future__ import annotations

from datetime import datetime

from actions.desk.access import staff_member
from actions.store.outbox import OutRow
from actions.store.store import Store

READ, RETRY = "undelivered.read", "undelivered.retry"
REASONS = {  # an error's class → why, for people; the others have words of their own
    "Forbidden": "gone",
    "NoMessage": "refused",
    "BadRequest": "refused",
    "TooOld": "refused",
    "NoRights": "rights",
    "NoTopic": "rights",
    "NoAnswer": "no_answer",
    "lost": "doubt",
}


def why(row: OutRow) -> str:
    """The name of the reason: gone, refused, rights, no_answer, doubt or other."""
    return REASONS.get(row.error, "other")


def read_again(store: Store, username: str, id: int, now: datetime) -> bool:
    """Have a message read that was set aside; False where it was not. Raises NotFoundError."""
    _noted(store, username, "read_again", id, now)
    return store.unread.again(id, now)


def stray(store: Store, username: str, key: str, now: datetime) -> str | None:
    """What a channel brought and nobody could read, as it came; None where there is none. Raises NotFoundError."""
    with store.unit() as unit:
        staff_member(unit, username, RETRY)
        found = store.strays.get(key)
        if found is not None:
            unit.audit.note(at=now, actor=username, action="read", kind="stray", id=key)
            unit.commit()
    return found


def send_again(store: Store, username: str, id: int, now: datetime) -> bool:
    """Put it back into the row; False where it is under way or has arrived. Raises NotFoundError."""
    _noted(store, username, "sent_again", id, now)
    return store.outbox.retry(id, now)


def _noted(store: Store, username: str, action: str, id: int, now: datetime) -> None:
    """Whoever may have it tried once more is written down before it is. Raises NotFoundError."""
    with store.unit() as unit:
        staff_member(unit, username, RETRY)
        unit.audit.note(at=now, actor=username, action=action, kind="message", id=str(id))
        unit.commit()
