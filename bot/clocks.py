"""Clocks that act: what is nearly late and what is late is told to staff, in time and once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from actions.desk.escalation import Escalation
from actions.desk.ports import StaleError
from actions.desk.ticket import Ticket
from actions.desk.watch import act
from actions.store.errors import StoreError
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.metrics import TOLD
from bot.signals import Signals
from data.model import Catalogue

log = structlog.get_logger()
MOST = 50  # requests found at once
LOOK = 2.0  # seconds between looks: the shortest promise is five minutes

type Aloud = Callable[[SqlUnitOfWork, Ticket, Escalation, datetime], None]


class Clocks:
    """Looks at the clocks; any number of processes may look at one database. `aloud` tells the staff's group."""

    def __init__(self, store: Store, catalogue: Catalogue, signals: Signals, aloud: Aloud | None = None) -> None:
        self._store, self._catalogue, self._signals, self._aloud = store, catalogue, signals, aloud

    async def watch(self, stop: asyncio.Event) -> None:
        """Look until `stop` is set."""
        while not stop.is_set():
            if await self.look(datetime.now(UTC)):
                for topic in ("staff", "outbox"):
                    await self._signals.tell(topic)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK)

    async def look(self, now: datetime) -> int:
        """Tell what is to be told at `now`; how much that was."""
        try:
            return await asyncio.to_thread(self._look, now)
        except (StaleError, StoreError) as error:
            log.error("clocks.store", problem=str(error))  # the next look finds them again
            return 0

    def _look(self, now: datetime) -> int:
        told, troubled = 0, set[str]()
        while True:
            with self._store.unit(reading=True) as unit:
                numbers = unit.escalations.due(now, limit=MOST + len(troubled))
            for number in (fresh := [one for one in numbers if one not in troubled]):
                try:
                    with self._store.unit() as unit:
                        new = self._act(unit, number, now)
                        unit.commit()
                    told += len(new)
                    for one in new:
                        TOLD.labels(one.level).inc()
                except (StaleError, StoreError) as error:  # a request that cannot be opened stops no other's clock
                    log.error("clocks.request", number=number, problem=str(error))
                    troubled.add(number)
            if not fresh:
                return told

    def _act(self, unit: SqlUnitOfWork, number: str, now: datetime) -> Sequence[Escalation]:
        ticket, told = act(unit, number, self._catalogue, now)
        if ticket is not None and self._aloud is not None:
            for one in told:
                self._aloud(unit, ticket, one, now)
        return told
