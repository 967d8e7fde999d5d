"""Wake-ups between tasks and processes: they may be lost, so whoever waits looks again after a while."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import structlog

from bot.redis_link import WAIT_S, RedisLink

log = structlog.get_logger()


class Ear:
    """One listener to one topic; signals that come while nobody waits are one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.brought: Any = None  # what came with the signal, within this process
        self.heard: set[str] = set()  # which topics, where it listens to a whole kind of them ("typing:*")

    def wake(self) -> None:
        """There was a signal."""
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Whether a signal came within `seconds`."""
        if not self._event.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._event.wait()
        heard = self._event.is_set()
        self._event.clear()
        return heard


class Signals(Protocol):
    """Tell a topic, hear a topic."""

    async def tell(self, topic: str) -> None:
        """Wake everybody who listens to `topic`."""

    def hand(self, topic: str, value: Any) -> None:
        """Wake those of this process who listen to `topic`, and give them `value`."""

    def hear(self, *topics: str) -> Listening:
        """A context in which an Ear listens to `topics`."""

    async def close(self) -> None:
        """Stop."""


class Listening:
    """Subscribes on entry and leaves nothing behind on exit."""

    def __init__(self, ears: defaultdict[str, set[Ear]], topics: tuple[str, ...]) -> None:
        self._ears, self._topics, self._ear = ears, topics, Ear()

    def __enter__(self) -> Ear:
        for topic in self._topics:
            self._ears[topic].add(self._ear)
        return self._ear

    def __exit__(self, *_: object) -> None:
        for topic in self._topics:
            self._ears[topic].discard(self._ear)
            if not self._ears[topic]:
                del self._ears[topic]


class LocalSignals:
    """Within one process."""

    def __init__(self) -> None:
        self._ears: defaultdict[str, set[Ear]] = defaultdict(set)

    async def tell(self, topic: str) -> None:
        """Wake everybody who listens to `topic`."""
        for ear in tuple(self._ears.get(topic, ())):
            ear.wake()
        kind, colon, _ = topic.partition(":")
        for ear in tuple(self._ears.get(f"{kind}:*", ())) if colon else ():
            ear.heard.add(topic)
            ear.wake()

    def hand(self, topic: str, value: Any) -> None:
        """Wake those who listen to `topic`, and give them `value`."""
        for ear in tuple(self._ears.get(topic, ())):
            ear.brought = value
            ear.wake()

    def hear(self, *topics: str) -> Listening:
        """A context in which an Ear listens to `topics`."""
        return Listening(self._ears, topics)

    async def close(self) -> None:
        """Nothing to stop."""


class RedisSignals:
    """Between processes, over Redis publish/subscribe; while Redis is away, within this process only."""

    CHANNEL = "nuanxin:signals"

    def __init__(self, url: str) -> None:
        import redis.asyncio as redis

        self._link = RedisLink(url)
        # to listen, which has no end: its own connection, without a limit for an answer
        self._heard = redis.Redis.from_url(url, socket_connect_timeout=WAIT_S, health_check_interval=15)
        self._local = LocalSignals()
        self._reader: asyncio.Task[None] | None = None

    async def tell(self, topic: str) -> None:
        """Wake everybody who listens to `topic`, here at once and elsewhere through Redis."""
        await self._local.tell(topic)
        await self._link.ask(lambda: self._link.redis.publish(self.CHANNEL, topic))

    def hand(self, topic: str, value: Any) -> None:
        """Wake those of this process who listen to `topic`, and give them `value`."""
        self._local.hand(topic, value)

    def hear(self, *topics: str) -> Listening:
        """A context in which an Ear listens to `topics`."""
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        return self._local.hear(*topics)

    async def _read(self) -> None:
        import redis.exceptions

        while True:
            try:
                async with self._subscription() as messages:
                    async for topic in messages:
                        await self._local.tell(topic)
            except (redis.exceptions.RedisError, OSError) as error:
                log.warning("redis.away", error=type(error).__name__)
                await asyncio.sleep(1)

    @asynccontextmanager
    async def _subscription(self) -> AsyncIterator[AsyncIterator[str]]:
        async def topics() -> AsyncIterator[str]:
            async for message in pubsub.listen():
                if message["type"] == "message":
                    yield message["data"].decode()

        async with self._heard.pubsub() as pubsub:
            await pubsub.subscribe(self.CHANNEL)
            yield topics()

    async def close(self) -> None:
        """Stop reading and close the connections."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        await self._heard.aclose()
        await self._link.close()
