"""What Telegram brings is kept once, in whatever order it comes, on both engines."""

from __future__ import annotations

import json
from typing import Any

from actions.store import Store
from bot.telegram.keeper import Keeper

CHAT = {"id": 1001, "type": "private"}


def message(text: str, **more: Any) -> dict[str, Any]:
    """One message in a private chat."""
    return {"message_id": 7, "chat": CHAT, "from": {"id": 1001}, "date": 1, "text": text, **more}


def kept(store: Store, *updates: dict[str, Any]) -> int:
    """How many of the updates were new, each brought by itself."""
    keeper = Keeper(store, "700001", lambda _: False)
    return sum(keeper.keep([{"update_id": number, **update}]).new for number, update in enumerate(updates))


def said(store: Store) -> list[str]:
    """What waits to be read, in the order it came."""
    rows = store.inbox.said(store.conversation_id("telegram", "1001"), 10)
    waiting = [json.loads(row.payload) for row in rows]
    return [(one.get("message") or one["edited_message"])["text"] for one in waiting]


def test_a_message_after_its_correction_changes_nothing(store: Store) -> None:
    """The correction is the message; what it corrects and the same correction again are known, a further one is not."""
    corrected = {"edited_message": message("78", edit_date=50)}
    assert kept(store, corrected, {"message": message("87")}, corrected) == 1
    assert said(store) == ["78"]
    assert kept(store, {"edited_message": message("79", edit_date=60)}) == 1


def test_a_correction_back_to_the_first_words_is_one(store: Store) -> None:
    """What was said at first counts again."""
    updates = (
        {"message": message("72")},
        *({"edited_message": message(t, edit_date=d)} for t, d in (("73", 50), ("72", 60))),
    )
    assert kept(store, *updates) == 3


def test_a_correction_after_its_message_is_one(store: Store) -> None:
    """It is kept beside it, once."""
    corrected = {"edited_message": message("78", edit_date=50)}
    assert kept(store, {"message": message("87")}, corrected, corrected, {"message": message("87")}) == 2
    assert sorted(said(store)) == ["78", "87"]
