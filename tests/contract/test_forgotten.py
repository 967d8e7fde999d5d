"""Calls and talks that were forgotten, on both engines."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from actions.desk.hand_over import speak
from actions.desk.person import HandOver, Staff
from actions.store import Store
from bot.forgotten import Forgotten
from bot.signals import LocalSignals
from tests.conftest import NOW
from tests.known import known


def held(store: Store, since: datetime = NOW - timedelta(hours=3)) -> str:
    """A talk that li has had for three hours."""
    store.inbox.put("1", "rest", "a", "{}", NOW)
    conversation = store.conversation_id("rest", "a")
    with store.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent"))
        unit.hand_overs.save(HandOver(conversation, "held", "wanted", since, "li"))
        unit.commit()
    return conversation


def look(store: Store) -> None:
    """One look at what is overdue."""
    asyncio.run(Forgotten(store, known(), LocalSignals()).look(NOW))


def test_a_forgotten_talk_is_the_assistants_again(store: Store) -> None:
    """It is ended once, and its person is told once."""
    conversation = held(store)
    look(store)
    look(store)
    assert [row.say.key for row in store.outbox.latest(conversation)] == ["notice.person_left"]
    with store.unit(reading=True) as unit:
        assert unit.hand_overs.of(conversation) is None


def test_a_talk_that_goes_on_stays(store: Store) -> None:
    """What staff said since the look began keeps it theirs."""
    conversation = held(store)
    with store.unit() as unit:
        speak(unit, "li", conversation, "您好", NOW)
        unit.commit()
    look(store)
    with store.unit(reading=True) as unit:
        assert unit.hand_overs.of(conversation) == HandOver(conversation, "held", "wanted", NOW, "li")


def test_the_watch_looks_at_once_and_ends_when_told(store: Store) -> None:
    """Nobody who was forgotten before the start waits another minute, and the process need not be killed."""
    conversation = held(store, NOW - timedelta(days=4000))  # the watch looks at the real clock
    signals = LocalSignals()

    async def run() -> None:
        stop = asyncio.Event()
        with signals.hear("outbox") as ear:
            watch = asyncio.create_task(Forgotten(store, known(), signals).watch(stop))
            await ear.wait(20)
            stop.set()
            await asyncio.wait_for(watch, 20)

    asyncio.run(run())
    assert [row.say.key for row in store.outbox.latest(conversation)] == ["notice.person_left"]
