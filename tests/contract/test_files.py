"""What is known of the files that people sent, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from actions.store import Store
from actions.store.files import FileRow
from tests.conftest import NOW


def put(store: Store, now: datetime, id: str = "f1", ticket: str = "", **more: Any) -> str:
    """A file of somebody's, still to be fetched; the conversation's id."""
    with store.unit() as unit:
        conversation = unit.conversations.load("telegram", "1001", now=now).id
        plain: dict[str, Any] = {"kind": "photo", "source": "telegram:AB", "name": "药单.jpg", "hear": False}
        unit.files.add(FileRow(id, conversation, 7, put_at=now, **(plain | {"state": "waiting"} | more)))
        if ticket:
            unit.files.hang([id], ticket)
        unit.commit()
    return conversation


def test_a_file_is_fetched_once_and_found_with_its_request(store: Store, now: datetime) -> None:
    """Put twice it is one; claimed it is nobody else's until its lease ends; then it hangs on its request."""
    put(store, now, ticket="t1")
    put(store, now, name="anders.jpg")
    found = store.files.claim(now)
    assert [(f.id, f.source, f.name, f.attempts) for f in found] == [("f1", "telegram:AB", "药单.jpg", 1)]
    assert not store.files.claim(now)
    assert len(store.files.claim(now + timedelta(seconds=121))) == 1
    store.files.kept("f1", "image/jpeg", 12, "喂")
    with store.unit(reading=True) as unit:
        (kept,) = unit.files.of_ticket("t1")
    assert (kept.state, kept.type, kept.size, kept.text) == ("kept", "image/jpeg", 12, "喂")
    assert store.files.waiting() == 0


def test_later_and_never(store: Store, now: datetime) -> None:
    """What could not be fetched comes again at its time; what was refused never."""
    put(store, now)
    store.files.claim(now)
    store.files.later("f1", now + timedelta(minutes=1), "TimedOut")
    assert not store.files.claim(now)
    assert store.files.claim(now + timedelta(minutes=1))
    store.files.ended("f1", "refused", "type")
    assert not store.files.claim(now + timedelta(hours=1))


def test_who_is_forgotten_leaves_only_files_of_requests(store: Store, now: datetime) -> None:
    """Loose files lose name and source at once, and their bytes are named for deletion; a kept request's files stay."""
    conversation = put(store, now)
    put(store, now, "f2", ticket="t1")
    with store.unit() as unit:
        loaded = unit.conversations.get(conversation)
        assert loaded is not None
        unit.people.forget(loaded.person.id, NOW)
        unit.commit()
    with store.unit(reading=True) as unit:
        loose, hung = unit.files.get("f1"), unit.files.get("f2")
    assert loose is not None and (loose.name, loose.source, loose.state) == ("", "", "forgotten")
    assert hung is not None and hung.name == "药单.jpg"
    assert store.files.forgotten() == ["f1"]
    store.files.gone(["f1", "f2"])
    with store.unit(reading=True) as unit:
        assert unit.files.get("f1") is None and unit.files.get("f2") is not None


def test_a_blanked_request_keeps_no_file(store: Store, now: datetime) -> None:
    """Its words are gone, so its pictures and voices go too; another request's stay."""
    put(store, now, ticket="t1")
    put(store, now, "f2", ticket="t2")
    with store.unit() as unit:
        unit.tickets.blank("t1", NOW)
        unit.commit()
    with store.unit(reading=True) as unit:
        blanked, other = unit.files.get("f1"), unit.files.get("f2")
    assert blanked is not None and (blanked.name, blanked.source, blanked.text) == ("", "", "")
    assert other is not None and other.name == "药单.jpg" and store.files.forgotten() == ["f1"]


def test_what_is_forgotten_while_it_is_fetched_stays_forgotten(store: Store, now: datetime) -> None:
    """Neither its bytes nor the words heard in it come back; they are deleted next."""
    conversation = put(store, now, hear=True)
    store.files.claim(now)
    with store.unit() as unit:
        loaded = unit.conversations.get(conversation)
        assert loaded is not None
        unit.people.forget(loaded.person.id, NOW)
        unit.commit()
    store.files.kept("f1", "audio/ogg", 12, "喂")
    with store.unit(reading=True) as unit:
        file = unit.files.get("f1")
    assert file is not None and file.text == "" and store.files.forgotten() == ["f1"]


def test_after_a_crash_a_file_is_fetched_at_once(make_store: Callable[[str], Store], sqlite_url: str) -> None:
    """Where one process serves, the next need not wait for the lease of the killed one."""
    store, now = make_store(sqlite_url), NOW
    put(store, now)
    assert store.files.claim(now) and not store.files.claim(now)
    store.take_over()
    assert len(store.files.claim(now)) == 1
