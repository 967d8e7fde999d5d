"""How fast one may send: for a bot as a whole, for each chat, and not at all while the other side said stop."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.redis_link import RedisLink

REMEMBERED = 10_000  # chats; those that are at rest again are forgotten first
PATIENCE = 2.0  # seconds: whoever would wait longer takes no place, and asks again later


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` on average, `burst` at once."""

    per_second: float
    burst: int

    @property
    def interval(self) -> float:
        """Seconds between two places."""
        return 1 / self.per_second

    @property
    def slack(self) -> float:
        """Seconds that a burst may be ahead of its time."""
        return (self.burst - 1) * self.interval


BOT = Rate(29, 1)  # Telegram bears 30; what waits on the way may arrive closer together than it left
CLOSEST = 0.98  # of the time between two places: so close after one another may they leave
CHAT = Rate(1, 6)  # short bursts are borne: an answer is often two or three messages
GROUP = Rate(20 / 60, 3)


class Pace(Protocol):
    """One bot's budget."""

    async def reserve(self, chat: str, *, group: bool = False) -> float:
        """Take a place for a message to `chat`: the seconds until it may go; beyond PATIENCE none was taken."""

    async def leave(self) -> None:
        """Wait at the door: what a busy moment held up leaves one after the other, not all at once."""

    async def behind(self) -> float:
        """The seconds of the bot's budget that are given away already."""

    async def halt(self, seconds: float) -> None:
        """Nothing goes for so long; a longer halt that runs already stays."""

    async def halted(self) -> float:
        """The seconds that the halt still lasts; 0 where there is none."""

    async def close(self) -> None:
        """Give connections back."""


class LocalPace:
    """Kept in one process; `clock` counts seconds and never goes back."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        bot: Rate = BOT,
        chat: Rate = CHAT,
        group: Rate = GROUP,
    ) -> None:
        self._clock, self._bot, self._chat, self._group = clock, bot, chat, group
        self._next: dict[str, float] = {}
        self._halted = 0.0
        self._door, self._left, self._held = asyncio.Lock(), 0.0, 0

    async def reserve(self, chat: str, *, group: bool = False) -> float:
        """Take a place for a message to `chat`: the seconds until it may go; beyond PATIENCE none was taken."""
        now = self._clock()
        asked = (("", self._bot), (chat, self._group if group else self._chat))
        due = {key: max(self._next.get(key, now), now) for key, _ in asked}
        wait = max(0.0, *(due[key] - rate.slack - now for key, rate in asked))
        if wait <= PATIENCE:
            self._next |= {key: due[key] + rate.interval for key, rate in asked}
        if len(self._next) > REMEMBERED:
            self._next = {k: at for k, at in self._next.items() if at > now}
        return wait

    async def leave(self) -> None:
        """Wait at the door: what a busy moment held up leaves one after the other, not all at once."""
        self._held += 1
        async with self._door:
            await asyncio.sleep(max(0.0, self._left + CLOSEST * self._bot.interval - self._clock()))
            self._left = self._clock()
            self._held -= 1

    async def behind(self) -> float:
        """The seconds of the bot's budget that are given away already."""
        return max(0.0, self._next.get("", 0.0) - self._clock(), self._held * CLOSEST * self._bot.interval)

    async def halt(self, seconds: float) -> None:
        """Nothing goes for so long; a longer halt that runs already stays."""
        self._halted = max(self._halted, self._clock() + seconds)

    async def halted(self) -> float:
        """The seconds that the halt still lasts; 0 where there is none."""
        return max(0.0, self._halted - self._clock())

    async def close(self) -> None:
        """Nothing to give back."""


# KEYS: bot, chat. ARGV: interval and slack of each, patience; milliseconds of Redis's own clock, the same for all
_RESERVE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local wait = 0
local due = {}
for i, key in ipairs(KEYS) do
  due[i] = math.max(tonumber(redis.call('GET', key) or now), now)
  wait = math.max(wait, due[i] - tonumber(ARGV[i * 2]) - now)
end
if wait <= tonumber(ARGV[5]) then
  for i, key in ipairs(KEYS) do
    local at = due[i] + tonumber(ARGV[i * 2 - 1])
    redis.call('SET', key, string.format('%.3f', at), 'PX', math.ceil(at - now) + 1)
  end
end
return tostring(wait)
"""
_HALT = """
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
"""


class RedisPace:
    """Shared by all processes through Redis; while Redis is away each process keeps to its own."""

    def __init__(self, url: str, name: str, own: LocalPace | None = None) -> None:
        self._link = RedisLink(url)
        redis = self._link.redis
        self._reserve, self._halt = redis.register_script(_RESERVE), redis.register_script(_HALT)
        self._name, self._own = f"nuanxin:pace:{name}", own or LocalPace()

    async def reserve(self, chat: str, *, group: bool = False) -> float:
        """Take a place for a message to `chat`: the seconds until it may go; beyond PATIENCE none was taken."""
        rates = (BOT, GROUP if group else CHAT)
        numbers = [1000 * n for rate in rates for n in (rate.interval, rate.slack)]
        keys = [f"{self._name}:", f"{self._name}:{hashlib.sha256(chat.encode()).hexdigest()[:24]}"]
        found = await self._link.ask(lambda: self._reserve(keys=keys, args=[*numbers, 1000 * PATIENCE]))
        return await self._own.reserve(chat, group=group) if found is None else float(found) / 1000

    async def leave(self) -> None:
        """Wait at the door of this process."""
        await self._own.leave()

    async def behind(self) -> float:
        """The seconds of the bot's budget that are given away already."""
        own = await self._own.behind()
        left = await self._link.ask(
            lambda: self._link.redis.pttl(f"{self._name}:")
        )  # as long as the next place is away
        return own if left is None else max(own, left / 1000)

    async def halt(self, seconds: float) -> None:
        """Nothing goes for so long, in any process; a longer halt that runs already stays."""
        await self._own.halt(seconds)
        until = max(1, int(seconds * 1000))
        await self._link.ask(lambda: self._halt(keys=[f"{self._name}:halt"], args=[until]))

    async def halted(self) -> float:
        """The seconds that the halt still lasts; 0 where there is none."""
        own = await self._own.halted()
        left = await self._link.ask(lambda: self._link.redis.pttl(f"{self._name}:halt"))
        return own if left is None else max(own, left / 1000)

    async def close(self) -> None:
        """Give connections back."""
        await self._link.close()
