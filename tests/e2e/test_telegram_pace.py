"""Many notices and people who chat meanwhile: the bot's budget is used and kept, answers come first, order holds."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from actions.desk.say import Say
from bot.delivery import AT_ONCE, Delivery
from bot.locale.wording import Wording
from bot.pacing import LocalPace
from bot.signals import LocalSignals
from bot.telegram.api import Api
from bot.telegram.channel import TelegramChannel
from bot.telegram.data import ButtonData
from tests.e2e.test_telegram import catalogue, emulator, now
from tests.emulator import Emulator
from tests.emulator.desk import opened, sqlite
from tests.emulator.record import Refusal

__all__ = ["catalogue", "emulator"]
BUDGET = 30  # messages a second that Telegram bears


@pytest.mark.parametrize("count", [120, pytest.param(10_000, marks=[pytest.mark.faults, pytest.mark.timeout(900)])])
def test_notices_fill_the_budget_and_answers_go_first(emulator: Emulator, tmp_path: Path, count: int) -> None:
    """Never faster than thirty a second, and not much slower; an answer put last overtakes; in order, once each."""
    store, chats = opened(sqlite(tmp_path)), 40
    store.migrate()
    users = [emulator.user(3000 + place, str(place)) for place in range(chats)]
    with store.unit() as unit:
        talks = [unit.conversations.load("telegram", str(user.id), now=now()).id for user in users]
        for user in users:
            user.started = True
        for number in range(count):
            unit.outbox.put(talks[number % chats], [Say("say.words", {"words": f"n{number}"})], lane="notice")
        unit.commit()
    stop, asked = asyncio.Event(), emulator.user(4000, "急")
    asked.started = True
    before: list[int] = []

    def ask(loop: asyncio.AbstractEventLoop) -> None:
        emulator.wait(lambda: len(emulator.called("sendMessage")) > count // 4, within=600)
        with store.unit() as unit:
            talk = unit.conversations.load("telegram", str(asked.id), now=now()).id
            unit.outbox.put(talk, [Say("say.words", {"words": "答"})], lane="answer")
            unit.commit()
        before.append(len(emulator.called("sendMessage")))
        asked.sees("答", within=60)
        emulator.wait(lambda: sum(len(user.messages) for user in users) >= count, within=900)
        loop.call_soon_threadsafe(stop.set)

    async def deliver() -> None:
        api = Api(emulator.token, emulator.url)
        channel = TelegramChannel(api, store, Wording("Asia/Shanghai"), ButtonData(store))
        thread = threading.Thread(target=ask, args=(asyncio.get_running_loop(),))
        thread.start()
        await Delivery(store, {"telegram": channel}, LocalSignals(), pace=lambda _: LocalPace()).run(stop)
        await asyncio.to_thread(thread.join)
        await api.close()

    asyncio.run(deliver())
    store.close()
    calls = emulator.called("sendMessage")
    took = calls[-1].at - calls[0].at
    assert len(calls) == count + 1
    assert took > count / BUDGET - 1
    for place, user in enumerate(users):
        assert user.texts == [f"n{number}" for number in range(place, count, chats)]
    answered = next(place for place, call in enumerate(calls) if call.params["text"] == "答")
    assert answered - before[0] <= 2 * AT_ONCE  # what was under way, and not all that waited
    if count >= 10_000:
        assert count / took >= 28


def test_a_halt_stops_all_chats_of_the_bot(emulator: Emulator, tmp_path: Path) -> None:
    """After 429, what was under way aside, nothing goes to anybody until its time is over, and then everything does."""
    store = opened(sqlite(tmp_path))
    store.migrate()
    users = [emulator.user(3000 + place, str(place)) for place in range(5)]
    with store.unit() as unit:
        for user in users:
            user.started = True
            talk = unit.conversations.load("telegram", str(user.id), now=now()).id
            unit.outbox.put(talk, [Say("say.words", {"words": w}) for w in ("一", "二")], lane="notice")
        unit.commit()
    emulator.fails("sendMessage", Refusal(429, "Too Many Requests: retry after 5", retry_after=5))
    stop = asyncio.Event()

    async def deliver() -> None:
        api = Api(emulator.token, emulator.url)
        channel = TelegramChannel(api, store, Wording("Asia/Shanghai"), ButtonData(store))
        running = asyncio.create_task(Delivery(store, {"telegram": channel}, LocalSignals()).run(stop))
        await asyncio.to_thread(emulator.wait, lambda: all(len(user.messages) == 2 for user in users), 30)
        stop.set()
        await running
        await api.close()

    asyncio.run(deliver())
    store.close()
    refused = next(call for call in emulator.calls if call.status == 429)
    inside = [c for c in emulator.called("sendMessage") if refused.at + 1 < c.at < refused.at + 5]
    assert not inside
    assert all(user.texts == ["一", "二"] for user in users)
