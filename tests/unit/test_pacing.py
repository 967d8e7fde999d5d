"""How fast may be sent, in one process and shared by several over a real Redis server."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest

from bot.pacing import BOT, CHAT, PATIENCE, SECOND, LocalPace, Pace, Rate, RedisPace

FREE = Rate(1e6, 1)


class Clock:
    """A clock that is set."""

    now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def waits(pace: Pace, *chats: str, group: bool = False) -> list[float]:
    """The waits of messages to these chats, one after the other."""

    async def ask() -> list[float]:
        return [round(await pace.reserve(chat, group=group), 2) for chat in chats]

    return asyncio.run(ask())


def test_a_burst_and_then_one_a_second() -> None:
    """Three go at once, the others one after the other; rest brings the burst back; others are not concerned."""
    clock = Clock()
    pace = LocalPace(clock, bot=FREE, chat=Rate(1, 3))
    assert waits(pace, *"aaaaa") == [0, 0, 0, 1, 2]
    assert waits(pace, "b") == [0]
    clock.now += 100
    assert waits(pace, *"aaaa") == [0, 0, 0, 1]


def test_whoever_would_wait_long_takes_no_place() -> None:
    """Asked again the wait is the same: nothing was taken meanwhile."""
    pace = LocalPace(Clock(), bot=FREE, chat=Rate(0.1, 1))
    assert waits(pace, *"aaaa") == [0, 10, 10, 10]
    assert PATIENCE < 10


def test_what_may_as_well_not_go_takes_a_place_only_at_once(redis_url: str) -> None:
    """Whoever has no patience takes none from those who wait; in one process and in several."""

    async def ask(pace: Pace) -> list[float]:
        found = [await pace.reserve("a", patience=0) for _ in range(CHAT.burst + 3)]
        found.append(await pace.reserve("a"))
        await pace.close()
        return [round(wait) for wait in found]

    for pace in (LocalPace(Clock()), RedisPace(redis_url, "patience")):
        assert asyncio.run(ask(pace)) == [0] * CHAT.burst + [1] * 4


def test_the_bot_has_one_budget_and_a_group_a_smaller_one() -> None:
    """Thirty a second over all chats; twenty a minute in a group."""
    pace = LocalPace(Clock(), bot=Rate(30, 1))
    assert waits(pace, *(str(chat) for chat in range(31)))[-1] == 1.0
    clock = Clock()
    pace, sent = LocalPace(clock, bot=FREE), 0
    for _ in range(60):
        sent += waits(pace, "g", group=True)[0] <= PATIENCE
        clock.now += 1
    assert 20 <= sent <= 24


def test_a_longer_halt_stays() -> None:
    """A halt ends by the clock alone; a shorter one does not lift it."""
    clock = Clock()
    pace = LocalPace(clock)

    async def halts() -> list[float]:
        await pace.halt(10)
        await pace.halt(1)
        clock.now += 9
        left = await pace.halted()
        clock.now += 1
        return [left, await pace.halted()]

    assert asyncio.run(halts()) == [1, 0]


def test_what_is_given_away_of_the_budget_is_told() -> None:
    """So that an answer need not queue behind notices that were claimed long before their time."""
    clock = Clock()
    pace = LocalPace(clock, bot=Rate(10, 1))
    waits(pace, *"abc")
    assert round(asyncio.run(pace.behind()), 2) == 0.3
    clock.now += 1
    assert asyncio.run(pace.behind()) == 0


def most_within_a_second(*paces: Pace, messages: int) -> int:
    """Send through all of them as fast as they let; at most how many the other side counted within any second."""

    async def send() -> list[float]:
        counted, chance = list[float](), random.Random(3)

        async def one(pace: Pace) -> None:
            async with pace.place():
                await asyncio.sleep(chance.choice((0, 0.01, 0.2)))  # on the way there
                counted.append(asyncio.get_running_loop().time())
                await asyncio.sleep(chance.choice((0, 0.01, 0.2)))  # and back

        await asyncio.gather(*(one(paces[n % len(paces)]) for n in range(messages)))
        for pace in paces:
            await pace.close()
        return sorted(counted)

    counted = asyncio.run(send())
    return max(sum(at <= other < at + SECOND for other in counted) for at in counted)


def test_however_long_messages_are_on_their_way_no_second_holds_too_many() -> None:
    """After a busy moment all are due at once; who counts late and who counts early counts no more than it bears."""
    assert most_within_a_second(LocalPace(bot=Rate(25, 25)), messages=60) <= 25


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A real server of this module's own."""
    from tests.valkey import valkey

    with valkey() as url:
        yield url


def test_processes_share_budget_and_halt(redis_url: str) -> None:
    """What one process sends counts for the other; a halt that one was told stops both, a shorter one lifts nothing."""

    async def both() -> tuple[list[float], float, float]:
        one, other, third = RedisPace(redis_url, "7"), RedisPace(redis_url, "7"), RedisPace(redis_url, "8")
        found = [await pace.reserve("a") for _ in range(CHAT.burst // 2 + 1) for pace in (one, other)]
        assert 0 < await other.behind() < 1
        await one.halt(60)
        await other.halt(0.1)
        halts = await other.halted(), await third.halted()
        for pace in (one, other, third):
            await pace.close()
        return found, *halts

    found, here, elsewhere = asyncio.run(both())
    assert max(found[: CHAT.burst]) < 0.5 < found[-1] <= PATIENCE
    assert 40 < here <= 60 and elsewhere == 0


def test_processes_share_the_places_of_a_second(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that send as fast as they are let together keep to what the other side bears."""
    monkeypatch.setattr("bot.redis_link.WAIT_S", 30.0)  # on a machine that stands still for a second Redis is not away
    one, other = RedisPace(redis_url, "9"), RedisPace(redis_url, "9")
    assert most_within_a_second(one, other, messages=70) <= BOT.per_second


def test_without_redis_each_keeps_to_its_own() -> None:
    """Nobody sends faster because Redis is away."""

    async def ask() -> list[float]:
        pace = RedisPace("redis://127.0.0.1:9", "7", LocalPace(lambda: 100.0, bot=FREE, chat=Rate(1, 1)))
        found: list[float] = [round(await pace.reserve("a")) for _ in range(2)]
        await pace.halt(5)
        found.append(round(await pace.halted()))
        await pace.close()
        return found

    assert asyncio.run(ask()) == [0, 1, 5]
