"""A connection to Redis, which may be away: nobody waits long for it, and not each time anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic

import structlog

log = structlog.get_logger()
WAIT_S = 1.0  # for an answer
REST_S = 2.0  # after a failure, until it is asked again


class RedisLink:
    """`redis` is the client; ask through `ask`."""

    def __init__(self, url: str) -> None:
        import redis.asyncio as redis

        self.redis = redis.Redis.from_url(url, socket_connect_timeout=WAIT_S, socket_timeout=WAIT_S)
        self._rests_until = 0.0

    async def ask[T](self, question: Callable[[], Awaitable[T]]) -> T | None:
        """What Redis says; None while it is away."""
        import redis.exceptions

        if monotonic() < self._rests_until:
            return None
        try:
            return await question()
        except (redis.exceptions.RedisError, OSError) as error:
            self._rests_until = monotonic() + REST_S
            log.warning("redis.away", error=type(error).__name__)
            return None

    async def close(self) -> None:
        """Give connections back."""
        await self.redis.aclose()
