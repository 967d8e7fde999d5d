"""Once a day what has outlived its time goes: by one process, in small transactions, the same on a clock that jumps."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog

from actions.desk.ports import StaleError
from actions.desk.retention import MOST, sweep_requests, sweep_rest
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.signals import Signals
from data.model import Catalogue

log = structlog.get_logger()
LOOK = 600.0  # seconds between looks whether it is another day
REST = 12 * 3600.0  # seconds after a sweep, by a clock that nobody sets: a wrong date is caught up with slowly
TRIES = 5  # at a month's figures, while something of it moves
EPOCH = datetime(1, 1, 1, tzinfo=UTC)


class Sweep:
    """Any number of processes may look; the first of a day sweeps."""

    def __init__(self, store: Store, catalogue: Catalogue, signals: Signals) -> None:
        self._store, self._catalogue, self._signals = store, catalogue, signals

    async def watch(self, stop: asyncio.Event) -> None:
        """Look until `stop` is set."""
        while not stop.is_set():
            pause = LOOK
            try:
                swept = await asyncio.to_thread(self.look, datetime.now(UTC))
            except (StaleError, StoreError) as error:
                log.error("retention.store", problem=str(error))  # what stayed goes with the next day's
            else:
                if swept is not None:
                    pause = REST
                    await self._signals.tell("files")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    def look(self, now: datetime) -> int | None:
        """Sweep if nobody did today: how many requests were blanked; None where there was nothing to do."""
        with self._store.unit() as unit:
            day = unit.retention.claim(now.toordinal())
            unit.commit()
        if day is None:
            return None
        today, count = EPOCH + timedelta(days=day - 1), 0
        while True:
            with self._store.unit() as unit:
                blanked = sweep_requests(unit, unit.retention, self._catalogue, now, today)
                unit.commit()
            count += blanked
            if blanked < MOST:
                break
        with self._store.unit() as unit:
            sweep_rest(unit.retention, self._catalogue, today)
            unit.commit()
        months = self._sum_up(day)
        log.info("retention.swept", requests=count, months=months)
        return count

    def _sum_up(self, day: int) -> int:
        """Figures of months that are over, each in a transaction of its own: how many there were."""
        months = tries = 0
        while True:
            try:
                with self._store.unit() as unit:
                    if not unit.figure_sums.sum_up(day):
                        return months
                    unit.commit()
                months += 1
            except StaleError:  # something of that month moved meanwhile
                tries += 1
                if tries == TRIES:
                    raise
