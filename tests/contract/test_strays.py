"""What comes in from Telegram: kept, read at once where a question is open, set aside where nobody can read it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.store import Store


def test_a_stray_is_kept_as_it_came(store: Store, now: datetime) -> None:
    """Once, sealed, with its error."""
    for _ in range(2):
        store.strays.put("tg:7:x:1", "telegram", '{"a": "13800000000"}', now, "Unreadable")
    assert store.strays.count() == 1
    assert store.strays.get("tg:7:x:1") == '{"a": "13800000000"}'
    assert store.strays.get("tg:7:x:2") is None


def test_an_answer_to_an_open_question_is_ready_at_once(store: Store, now: datetime) -> None:
    """While the desk asks, words do not wait for further words; when it no longer asks, they do."""
    id = store.conversation_id("telegram", "1")
    for place, asking in enumerate((True, False, True)):
        with store.unit() as unit:
            unit.conversations.load("telegram", "1", now=now)
            unit.conversations.save(id, {"form": place}, asking=asking)
            unit.commit()
        store.inbox.put(f"k{place}", "telegram", "1", "{}", now, hurry=False)
        assert (store.inbox.claim("w", now) is not None) is asking
        batch = store.inbox.claim("w", now + timedelta(minutes=place + 1))
        assert batch is not None
        with store.unit() as unit:
            unit.finish(batch)
            unit.commit()


def test_a_new_persons_language_is_the_clients(store: Store, now: datetime) -> None:
    """At first sight only: later the person has chosen."""
    for key, language in (("a", "zh_Hant"), ("b", "en")):
        store.inbox.put(key, "telegram", "1", "{}", now, language=language)
    with store.unit(reading=True) as unit:
        person = unit.people.at("telegram", "1")
    assert person is not None
    assert person.language == "zh_Hant"


def test_a_new_process_takes_over_from_a_killed_one(store: Store, now: datetime) -> None:
    """On SQLite at once, with a doubt about what was being sent; elsewhere others are at work and keep their leases."""
    store.inbox.put("a", "telegram", "1", "{}", now)
    id = store.conversation_id("telegram", "1")
    with store.unit() as unit:
        unit.outbox.put(id, [Say("talk.greet")], lane="answer")
        unit.commit()
    batch = store.inbox.claim("killed", now)
    assert batch is not None
    assert store.outbox.claim("killed", now, channels=["telegram"])
    store.take_over()
    embedded = store.database.kind == "sqlite"
    assert (store.inbox.claim("new", now) is not None) is embedded
    assert [row.doubts for row in store.outbox.claim("new", now, channels=["telegram"])] == ([1] if embedded else [])
    if embedded:
        with pytest.raises(StaleError), store.unit() as unit:
            unit.finish(batch)
            unit.commit()
