"""What the desk could not deal with is listed for staff, and is dealt with once more when they say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.store import Store
from actions.store.inbox import ATTEMPTS, Batch
from actions.store.pulse import feel
from tests.contract.test_inbox import failed


def test_what_was_set_aside_is_listed_and_read_again(store: Store, now: datetime) -> None:
    """Both kinds, the latest first; put back it comes before what was written since, and no longer counts as aside."""
    first = store.inbox.put("a", "telegram", "4711", "{}", now)
    assert first is not None
    for attempt in range(ATTEMPTS):
        at = now + timedelta(minutes=attempt)
        failed(store, claimed(store, at), "KeyError", at)
    store.strays.put("tg:7", "telegram", "{}", now + timedelta(hours=1), "Unreadable")
    stray, aside = store.unread.latest()
    assert (stray.key, stray.error, stray.conversation, stray.id) == ("tg:7", "Unreadable", "", 0)
    talk = store.conversation_id("telegram", "4711")
    assert (aside.id, aside.error, aside.conversation, aside.channel) == (first, "KeyError", talk, "telegram")
    assert feel(store.database, now).aside == 2
    later = now + timedelta(hours=2)
    second = store.inbox.put("b", "telegram", "4711", "{}", later)
    assert store.unread.again(first, later) and not store.unread.again(first, later)
    assert [row.id for row in claimed(store, later).rows] == [first, second]
    assert feel(store.database, now).aside == 1 and store.unread.latest() == [stray]


def claimed(store: Store, at: datetime) -> Batch:
    """The conversation that is ready."""
    batch = store.inbox.claim("w", at)
    assert batch is not None
    return batch
