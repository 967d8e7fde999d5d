"""How fast one may send: for a bot as a whole, for each chat, and not at all while the other side said stop."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from bot.redis_link import RedisLink

REMEMBERED = 10_000  # chats; those that are at rest again are forgotten first
PATIENCE = 2.0  # seconds: a message that would wait longer takes no place, and asks again later


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


BOT = Rate(30, 6)  # a hiccup of a fifth of a second is made up for
SECOND = 1.0  # within any of which Telegram bears BOT.per_second messages
SOON = 0.01  # seconds until a look whether one of those under way was answered
UNDER_WAY_S = 30  # a place whose process died on the way is free again then
CHAT = Rate(1, 6)  # short bursts are borne: an answer is often two or three messages
GROUP = Rate(20 / 60, 3)


class Pace(Protocol):
    """One bot's budget."""

    async def reserve(self, chat: str, *, group: bool = False, patience: float = PATIENCE) -> float:
        """Take a place for a message to `chat`: the seconds until it may go; beyond `patience` none was taken."""

    def place(self) -> AbstractAsyncContextManager[None]:
        """Hold one of the second's places while a message is sent.

        It is free again a second after the answer: whenever on the way the other side counted, it counted no more than
        it bears.
        """

    async def behind(self) -> float:
        """The seconds that one more message would wait for the bot."""

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
        self._door, self._answered = asyncio.Lock(), deque[float]()
        self._waiting = self._under_way = 0

    async def reserve(self, chat: str, *, group: bool = False, patience: float = PATIENCE) -> float:
        """Take a place for a message to `chat`: the seconds until it may go; beyond `patience` none was taken."""
        now = self._clock()
        asked = (("", self._bot), (chat, self._group if group else self._chat))
        due = {key: max(self._next.get(key, now), now) for key, _ in asked}
        wait = max(0.0, *(due[key] - rate.slack - now for key, rate in asked))
        if wait <= patience:
            self._next |= {key: due[key] + rate.interval for key, rate in asked}
        if len(self._next) > REMEMBERED:
            self._next = {k: at for k, at in self._next.items() if at > now}
        return wait

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the second's places while a message is sent; whoever came first goes first."""
        self._waiting += 1
        try:
            async with self._door:
                while (wait := self._full(0)) > 0:  # noqa: ASYNC110 - until a time that is known
                    await asyncio.sleep(wait)
                self._under_way += 1
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._answered.append(self._clock())

    def _full(self, before: int) -> float:
        """The seconds until a place is free for whoever has so many before them."""
        now = self._clock()
        while self._answered and self._answered[0] <= now - SECOND:
            self._answered.popleft()
        short = self._under_way + len(self._answered) + before - round(self._bot.per_second)
        if short < 0:
            return 0.0
        return self._answered[short] + SECOND - now if short < len(self._answered) else SOON

    async def behind(self) -> float:
        """The seconds that one more message would wait for the bot."""
        due = self._next.get("", 0.0) - self._bot.slack - self._clock()
        return max(0.0, due, self._full(self._waiting))

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


# KEYS: places. ARGV: how many there are, whose this is, milliseconds that it is kept at most
_TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return '0'
end
return tostring(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] - now)
"""
_ANSWERED = """
local t = redis.call('TIME')
redis.call('ZADD', KEYS[1], 'XX', t[1] * 1000 + t[2] / 1000 + ARGV[2], ARGV[1])
"""


class RedisPace:
    """Shared by all processes through Redis; while Redis is away each process keeps to its own."""

    def __init__(self, url: str, name: str, own: LocalPace | None = None) -> None:
        self._link = RedisLink(url)
        redis = self._link.redis
        self._reserve, self._halt = redis.register_script(_RESERVE), redis.register_script(_HALT)
        self._take, self._answered = redis.register_script(_TAKE), redis.register_script(_ANSWERED)
        self._name, self._own = f"nuanxin:pace:{name}", own or LocalPace()

    async def reserve(self, chat: str, *, group: bool = False, patience: float = PATIENCE) -> float:
        """Take a place for a message to `chat`: the seconds until it may go; beyond `patience` none was taken."""
        rates = (BOT, GROUP if group else CHAT)
        numbers = [1000 * n for rate in rates for n in (rate.interval, rate.slack)]
        keys = [f"{self._name}:", f"{self._name}:{hashlib.sha256(chat.encode()).hexdigest()[:24]}"]
        found = await self._link.ask(lambda: self._reserve(keys=keys, args=[*numbers, 1000 * patience]))
        return await self._own.reserve(chat, group=group, patience=patience) if found is None else float(found) / 1000

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the second's places, of this process's and of all processes' together."""
        keys, whose = [f"{self._name}:places"], secrets.token_hex(8)
        args: list[str | int] = [round(BOT.per_second), whose, 1000 * UNDER_WAY_S]
        async with self._own.place():
            while wait := float(await self._link.ask(lambda: self._take(keys=keys, args=args)) or 0):  # noqa: ASYNC110
                await asyncio.sleep(min(wait / 1000, 5 * SOON))
            try:
                yield
            finally:
                await self._link.ask(lambda: self._answered(keys=keys, args=[whose, 1000 * SECOND]))

    async def behind(self) -> float:
        """The seconds that one more message would wait for the bot."""
        own = await self._own.behind()
        left = await self._link.ask(lambda: self._link.redis.pttl(f"{self._name}:"))  # until the next place's time
        return own if left is None else max(own, left / 1000 - BOT.slack)

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
