"""Turns on both engines: every message is read, and nobody is left without an answer."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from actions.desk.person import HandOver
from actions.desk.ports import StaleError
from actions.store import Store
from actions.store.encryption import Token
from actions.store.errors import StoreError
from actions.store.inbox import ATTEMPTS, Batch
from actions.store.outbox import PendingOutbox
from actions.store.tables import conversations
from bot.incoming import PlainIncoming
from bot.signals import LocalSignals
from bot.turns import Turns
from bot.understanding import Asker
from tests.contract.test_inbox import seal_with_a_lost_key
from tests.known import known
from tests.ports import NOBODY

SOON = timedelta(minutes=1)


def answered(store: Store, turns: int = 1) -> None:
    """So many turns of what waits, one after the other."""

    async def run() -> None:
        asker = Asker(NOBODY, 1.5)
        worker = Turns(store, known(), asker, LocalSignals(), {"rest": PlainIncoming()})
        for _ in range(turns):
            batch = store.inbox.claim("w", datetime.now(UTC) + SOON)
            assert batch is not None
            await worker._answer(batch)
        await asker.close()

    asyncio.run(run())


def put(store: Store, key: str, payload: str) -> str:
    """A message; gives its conversation."""
    store.inbox.put(key, "rest", "a", payload, datetime.now(UTC))
    return store.conversation_id("rest", "a")


def said(store: Store, conversation: str) -> list[str]:
    """Keys of what was put for it."""
    return [row.say.key for row in store.outbox.latest(conversation)]


def test_who_wrote_what_nobody_can_read_is_answered(store: Store) -> None:
    """At the third attempt it is set aside, and a person can be asked for."""
    conversation = put(store, "1", "no JSON")
    answered(store, ATTEMPTS - 1)
    assert said(store, conversation) == []
    answered(store)
    assert said(store, conversation) == ["talk.unclear"] and store.inbox.waiting() == 0


def test_who_wrote_what_no_longer_opens_is_answered(store: Store) -> None:
    """It is not tried for ever: it is set aside for staff under its number, and its person can ask for a person."""
    conversation = put(store, "1", '{"text": "你好"}')
    seal_with_a_lost_key(store, "1")
    answered(store, ATTEMPTS)
    assert said(store, conversation) == ["talk.unclear"] and store.inbox.waiting() == 0
    assert [(row.conversation, row.error) for row in store.unread.latest()] == [(conversation, "UnopenedError")]


def test_while_a_person_has_the_talk_nothing_is_said_about_it(store: Store) -> None:
    """The person reads it."""
    conversation = put(store, "1", "no JSON")
    with store.unit() as unit:
        unit.hand_overs.save(HandOver(conversation, "held", "wanted", datetime.now(UTC), "li"))
        unit.commit()
    answered(store, ATTEMPTS)
    assert said(store, conversation) == [] and store.inbox.waiting() == 0


@pytest.mark.parametrize("memory", ["no JSON", ""])
def test_a_talk_whose_memory_cannot_be_read_is_answered(store: Store, memory: str) -> None:
    """Damaged, or sealed by a lost key: set aside as any poison; no error ends others' turns or is met for ever."""
    conversation = put(store, "1", json.dumps({"text": "菜单"}))
    harmed = store.vault.seal("conversations.state", conversation, memory) or Token(b"harmed")
    with store.database.write() as connection:
        connection.execute(update(conversations).where(conversations.c.id == conversation).values(state=harmed))
        connection.commit()
    answered(store, ATTEMPTS)
    assert said(store, conversation) == ["talk.unclear"] and store.inbox.waiting() == 0


def test_nothing_is_set_aside_without_its_answer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the answer cannot be kept the message is not set aside either, and both come once the database is back."""
    conversation = put(store, "1", "no JSON")
    answered(store, ATTEMPTS - 1)

    def refused(*_: object, **__: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(PendingOutbox, "put", refused)
        answered(store)
    assert said(store, conversation) == [] and store.inbox.waiting() == 1
    store.inbox.take_over()
    answered(store)
    assert said(store, conversation) == ["talk.unclear"] and store.inbox.waiting() == 0


def test_long_messages_that_waited_together_are_each_read(store: Store) -> None:
    """Words of danger in the last one are heard, which lay beyond what one turn reads."""
    put(store, "1", json.dumps({"text": "邻居家的狗叫。" * 500}))
    conversation = put(store, "2", json.dumps({"text": "这两天天气很好。" * 120 + "我不想活了"}))
    answered(store, 2)
    assert "crisis.self_harm.own" in said(store, conversation)


@pytest.mark.parametrize("trouble", [StaleError("Two transactions met."), StoreError("The database is busy.")])
def test_a_turn_that_something_stood_in_the_way_of_does_not_wait_for_its_lease(
    store: Store, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """It is free at once: another transaction, or another process that wrote for long, delays it by no half minute."""
    put(store, "1", json.dumps({"text": "菜单"}))
    busy = iter([StoreError("The database is busy.")])
    release = store.inbox.release

    def refused(*_: object) -> None:
        raise trouble

    def released(batch: Batch) -> None:
        for still in busy:
            raise still
        release(batch)

    with monkeypatch.context() as patched:
        patched.setattr(Turns, "_begin", refused)
        patched.setattr(store.inbox, "release", released)
        answered(store)
    ready = store.inbox.next_ready(datetime.now(UTC))
    assert ready is not None and ready <= datetime.now(UTC)
    answered(store)
    assert store.inbox.waiting() == 0
