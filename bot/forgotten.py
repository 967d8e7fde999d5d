"""Calls that nobody answered and talks that staff forgot: found in time, and ended kindly."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from actions.desk.hand_over import forgotten, let_go
from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.signals import Signals
from data.model import Catalogue

log = structlog.get_logger()
LOOK = 60.0  # seconds between looks


class Forgotten:
    """Looks after those who wait; any number of processes may look at one database."""

    def __init__(self, store: Store, catalogue: Catalogue, signals: Signals) -> None:
        self._store, self._catalogue, self._signals = store, catalogue, signals

    async def watch(self, stop: asyncio.Event) -> None:
        """Look once a minute until `stop` is set."""
        while not stop.is_set():
            await self.look(datetime.now(UTC))
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK)

    async def look(self, now: datetime) -> None:
        """End what is overdue at `now`; who waits and who works are told."""
        try:
            ended = await asyncio.to_thread(self._end, now)
        except (StaleError, StoreError) as error:
            log.error("forgotten.store", problem=str(error))  # the next look finds them again
            return
        if ended:
            for topic in ("outbox", "talks", "staff", *(f"talk:{conversation}" for conversation in ended)):
                await self._signals.tell(topic)

    def _end(self, now: datetime) -> list[str]:
        with self._store.unit(reading=True) as unit:
            found = forgotten(unit, self._catalogue, now)
        ended = []
        for conversation in found:
            with self._store.unit() as unit:
                if let_go(unit, conversation, self._catalogue, now):
                    unit.commit()
                    ended.append(conversation)
        return ended
