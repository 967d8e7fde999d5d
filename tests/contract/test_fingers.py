"""Whoever writes to a person is seen writing there: once in a while, within the budget, kept nowhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from actions.store import Store
from bot.delivery import Later, Outcome, Sent
from bot.fingers import Fingers
from bot.pacing import CHAT, LocalPace
from bot.signals import LocalSignals


class Chats:
    """A channel whose chats show it, with what it answers."""

    def __init__(self, answer: Outcome) -> None:
        self.answer, self.shown = answer, list[str]()

    async def typing(self, address: str) -> Outcome:
        """Shown."""
        self.shown.append(address)
        return self.answer


def talk(store: Store, channel: str) -> str:
    """A person's conversation."""
    with store.unit() as unit:
        id = unit.conversations.load(channel, "77", now=datetime.now(UTC)).id
        unit.commit()
    return id


def test_it_is_shown_once_in_five_seconds_where_it_can_be(store: Store) -> None:
    """Told again and again it is one; a channel that pushes nothing is left alone; no row waits for it."""
    chats, signals = Chats(Sent()), LocalSignals()
    telegram, page = talk(store, "telegram"), talk(store, "web")

    async def write() -> None:
        stop = asyncio.Event()
        fingers = Fingers(store, {"telegram": chats, "staffroom": object()}, signals, {"telegram": LocalPace()})
        running = asyncio.create_task(fingers.run(stop))
        await asyncio.sleep(0)  # it listens
        async with asyncio.timeout(20):
            while not chats.shown:
                for id in (page, telegram, telegram):
                    await signals.tell(f"typing:{id}")
                await asyncio.sleep(0.01)
            for _ in range(5):
                await signals.tell(f"typing:{telegram}")
                await fingers.show(telegram)
            stop.set()
            await running

    asyncio.run(write())
    assert chats.shown == ["77"] and store.outbox.waiting(["telegram", "web"]) == 0


def test_words_go_first_and_a_halt_is_obeyed(store: Store) -> None:
    """While the bot was told to stop, or its budget is spent, nobody is shown typing; a refusal halts everything."""
    chats, pace, id = Chats(Later(60, "RetryAfter", halt=True)), LocalPace(lambda: 100.0), talk(store, "telegram")

    async def write() -> list[int]:
        told = []
        spent = LocalPace(lambda: 100.0)
        for place in range(60):
            await spent.reserve(f"chat{place}")
        for budget in (spent, pace, pace):
            await Fingers(store, {"telegram": chats}, LocalSignals(), {"telegram": budget}).show(id)
            told.append(len(chats.shown))
        assert await pace.halted() == 60
        return told

    assert asyncio.run(write()) == [0, 1, 1]


def test_what_is_not_shown_takes_nothing_from_words(store: Store) -> None:
    """Where a chat's next message would wait a moment, typing is not shown and makes it wait no longer."""
    chats, pace, id = Chats(Sent()), LocalPace(lambda: 100.0), talk(store, "telegram")

    async def write() -> float:
        for _ in range(CHAT.burst):
            await pace.reserve("77")
        await Fingers(store, {"telegram": chats}, LocalSignals(), {"telegram": pace}).show(id)
        return await pace.reserve("77")

    assert asyncio.run(write()) == 1 and not chats.shown


def test_whatever_a_channel_cannot_do_the_desk_goes_on(store: Store) -> None:
    """An address that is none, say: nothing is raised into the group that serves."""

    class Broken(Chats):
        async def typing(self, address: str) -> Outcome:
            await super().typing(address)
            raise ValueError(address)

    id, broken = talk(store, "telegram"), Broken(Sent())
    asyncio.run(Fingers(store, {"telegram": broken}, LocalSignals(), {"telegram": LocalPace()}).show(id))
    assert broken.shown == ["77"]
