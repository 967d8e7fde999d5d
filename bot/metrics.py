"""Figures for Prometheus: what this process counted, and how the queues stand in the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from actions.store.errors import StoreError
from actions.store.pulse import Pulse, Waiting, feel
from actions.store.store import Store

FRESH = 2.0  # seconds that one look serves all who ask: nobody loads the database by asking often
PACES = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0)

TURNS = Counter("nuanxin_turns", "Turns, by how they ended.", ("outcome",))
ANSWERED = Histogram("nuanxin_answer_seconds", "From a message's arrival to its committed answer.", buckets=PACES)
SENDS = Counter("nuanxin_sends", "Messages handed to a channel, by what became of them.", ("channel", "outcome"))
UNDERSTANDING = Counter("nuanxin_understanding", "Questions to understanding, answered or away.", ("outcome",))
TOLD = Counter("nuanxin_clock_told", "What the clocks told staff, by level: warning, late, returned.", ("level",))


def answered(received_at: datetime) -> None:
    """A turn is over whose message came at that moment."""
    TURNS.labels("done").inc()
    ANSWERED.observe(max(0.0, (datetime.now(UTC) - received_at).total_seconds()))


class Metrics:
    """Everything that one process tells Prometheus."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked, self._text = float("-inf"), b""
        self._alone = asyncio.Lock()

    async def text(self) -> bytes:
        """In Prometheus's own form; without the database's part while the database is away."""
        async with self._alone:
            if time.monotonic() - self._looked > FRESH:
                self._text = await asyncio.to_thread(self._queues)
                self._looked = time.monotonic()
        return generate_latest() + self._text

    def _queues(self) -> bytes:
        now, registry = datetime.now(UTC), CollectorRegistry()
        try:
            registry.register(Queues(feel(self._store.database, now), now))
        except StoreError:
            registry.register(Queues(None, now))
        return generate_latest(registry)


class Queues(Collector):
    """One look at the database as gauges; `nuanxin_store_up` is 0 where there was none."""

    def __init__(self, pulse: Pulse | None, now: datetime) -> None:
        self._pulse, self._now = pulse, now

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        yield GaugeMetricFamily("nuanxin_store_up", "Whether the database answers.", value=self._pulse is not None)
        if self._pulse is None:
            return
        yield from self._line("inbox", "Messages that wait for their turn", self._pulse.inbox)
        yield from self._line("alarms", "Alarms that nobody has taken", self._pulse.alarms)
        yield from self._line("calls", "People who wait for a person", self._pulse.calls)
        yield from self._line("files", "Files that are still to be fetched", self._pulse.files)
        yield from self._outbox(self._pulse)
        aside = "Messages that could not be dealt with and were set aside."
        yield GaugeMetricFamily("nuanxin_messages_aside", aside, value=self._pulse.aside)
        yield GaugeMetricFamily("nuanxin_requests_open", "Requests not closed.", value=self._pulse.requests_open)
        late = "Open requests whose next promise is over."
        yield GaugeMetricFamily("nuanxin_requests_late", late, value=self._pulse.requests_late)

    def _line(self, name: str, words: str, waiting: Waiting) -> Iterator[Metric]:
        yield GaugeMetricFamily(f"nuanxin_{name}_waiting", f"{words}.", value=waiting.count)
        yield GaugeMetricFamily(f"nuanxin_{name}_oldest_seconds", f"{words}: the longest.", value=self._age(waiting))

    def _outbox(self, pulse: Pulse) -> Iterator[Metric]:
        labels = ("channel", "lane")
        count = GaugeMetricFamily("nuanxin_outbox_waiting", "Messages that wait to be sent or fetched.", labels=labels)
        oldest = GaugeMetricFamily("nuanxin_outbox_oldest_seconds", "The longest of them.", labels=labels)
        for key, waiting in pulse.outbox.items():
            count.add_metric(key, waiting.count)
            oldest.add_metric(key, self._age(waiting))
        lost = GaugeMetricFamily("nuanxin_undelivered", "Messages that failed or are uncertain.", labels=("channel",))
        for channel, number in pulse.troubled.items():
            lost.add_metric((channel,), number)
        yield from (count, oldest, lost)

    def _age(self, waiting: Waiting) -> float:
        return max(0.0, (self._now - waiting.since).total_seconds()) if waiting.since else 0.0
