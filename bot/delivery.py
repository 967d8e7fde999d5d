"""Delivery: what waits in the outbox goes out, in order for each chat, paced, and marked with what became of it."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from actions.store.outbox import LONGEST, Mark, OutRow
from actions.store.store import Store
from bot.metrics import SENDS
from bot.pacing import PATIENCE, LocalPace, Pace
from bot.signals import Signals

log = structlog.get_logger()
IDLE = 0.5  # seconds between looks when no wake-up came: signals may be lost
WATCH = 0.1  # seconds between looks for another process's commit (SQLite)
AT_ONCE = 20  # messages under way
AHEAD = 0.15  # seconds of the budget that are given away in advance: so long an answer may have to wait for notices
TOGETHER = 4  # claimed at once: a claim is a write, and writes wait for turns
AGAIN_S = 1.0  # before what the database held up is tried again
DOUBT_S = 2.0  # before what may have arrived is sent once more
MARKS = 6  # tries to write down what became of a message


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `receipt` is the other side's number for it, where it has one, `earlier` of its pieces before."""

    receipt: int | None = None
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """It was not taken: again after `seconds`; `halt` where nothing else of this channel may go meanwhile."""

    seconds: float
    reason: str
    halt: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """It may have arrived or not."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never arrive; `reason` is a class, never content."""

    reason: str


type Outcome = Sent | Later | Lost | Failed


class Channel(Protocol):
    """A channel that pushes; those whose readers fetch (REST, the page) need none."""

    @property
    def budget(self) -> str:
        """Whose budget it sends from; channels of one bot share theirs, and its halts."""

    def place(self, row: OutRow) -> tuple[str, bool]:
        """The chat where a message goes, and whether that is a group."""

    def parts(self, row: OutRow) -> Sequence[Any]:
        """What is sent for a message, one after the other."""

    async def send(self, row: OutRow, part: Any) -> Outcome:
        """Send one part; never raises for what the other side does."""


class Delivery:
    """One loop for all pushing channels; any number of processes may run one on one database."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        signals: Signals,
        *,
        pace: Callable[[str], Pace] = lambda _: LocalPace(),
    ) -> None:
        self._store, self._channels, self._signals = store, channels, signals
        budgets = {channel.budget for channel in channels.values()}
        paces = {name: pace(name) for name in budgets}
        self.pace: Mapping[str, Pace] = {name: paces[channel.budget] for name, channel in channels.items()}
        self._gone: dict[int, list[Sent]] = {}  # parts already sent of messages that must wait for their rest
        self._marks: list[tuple[Mark, asyncio.Future[None]]] = []  # what became of messages, to be written together
        self._marking: asyncio.Task[None] | None = None
        self._name = f"delivery-{os.getpid()}-{secrets.token_hex(3)}"

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; what is under way ends first."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch(stop))
            group.create_task(self._deliver(stop))
        for pace in set(self.pace.values()):
            await pace.close()

    async def _watch(self, stop: asyncio.Event) -> None:
        """Tell of what other processes committed: the command line's replies must not wait."""
        pause = WATCH if self._store.database.kind == "sqlite" else IDLE
        while not stop.is_set():
            try:
                changed = await asyncio.to_thread(self._store.changed)
            except (StoreError, StaleError) as error:
                log.error("delivery.store", problem=str(error))
                changed = False
            if changed:
                await self._signals.tell("outbox")
                await self._signals.tell("talks")
            await _wait(stop, pause)

    async def _deliver(self, stop: asyncio.Event) -> None:
        under_way: set[asyncio.Task[None]] = set()
        with self._signals.hear("outbox") as ear:

            def ended(task: asyncio.Task[None]) -> None:
                under_way.discard(task)
                ear.wake()

            while not stop.is_set():
                behind = await self._behind()
                if behind > AHEAD:  # what comes meanwhile may be an answer, and goes first
                    await _wait(stop, behind - AHEAD)
                    continue
                rows = await self._claim(min(TOGETHER, AT_ONCE - len(under_way)))
                for row in rows:
                    task = asyncio.create_task(self._handle(row))
                    under_way.add(task)
                    task.add_done_callback(ended)
                await asyncio.sleep(0)  # they take their places in the budget
                if not rows:
                    await ear.wait(IDLE)
        await asyncio.gather(*under_way)

    async def _behind(self) -> float:
        return min([await pace.behind() for pace in set(self.pace.values())], default=0.0)

    async def _claim(self, most: int) -> Sequence[OutRow]:
        open_ones = [name for name in self._channels if not await self.pace[name].halted()]
        if most <= 0 or not open_ones:
            return ()
        try:
            return await asyncio.to_thread(self._store.outbox.claim, self._name, _now(), channels=open_ones, limit=most)
        except (StoreError, StaleError) as error:
            log.error("delivery.store", problem=str(error))
            return ()

    async def _handle(self, row: OutRow) -> None:
        try:
            outcome = await self._send(row)
        except (StoreError, StaleError) as error:  # something was to be looked up: nothing has been sent yet
            log.error("delivery.store", problem=str(error))
            outcome = Later(AGAIN_S, "store")
        except Exception as error:  # noqa: BLE001 - one bad message must not stop the others; it is marked and shown to staff
            outcome = Failed(type(error).__name__)
        if not isinstance(outcome, Later | Lost):
            self._gone.pop(row.id, None)
        SENDS.labels(row.channel, type(outcome).__name__.lower()).inc()
        await self._mark(row, outcome)

    async def _send(self, row: OutRow) -> Outcome:
        if not row.opens:
            return Failed("UnopenedError")
        channel, pace = self._channels[row.channel], self.pace[row.channel]
        parts = channel.parts(row)
        if not parts:
            return Failed("empty")
        gone = self._gone.get(row.id, [])
        for part in parts[len(gone) :]:
            chat, group = channel.place(row)
            wait = await pace.reserve(chat, group=group)
            if wait > PATIENCE:  # others may go meanwhile
                return Later(wait, "paced")
            await asyncio.sleep(wait)
            async with pace.place():
                if halted := await pace.halted():
                    return Later(halted, "halted")
                if row.until is not None and _now() >= row.until:  # stopped on the way: another may be sending it
                    return Later(0.0, "late")
                outcome = await channel.send(row, part)
            if isinstance(outcome, Later) and outcome.halt:
                await pace.halt(outcome.seconds)
            if not isinstance(outcome, Sent):
                return outcome
            gone.append(outcome)
            self._gone[row.id] = gone
        *earlier, last = gone
        return Sent(last.receipt, tuple(one.receipt for one in earlier if one.receipt))

    async def _mark(self, row: OutRow, outcome: Outcome) -> None:
        written = asyncio.get_running_loop().create_future()
        self._marks.append((_mark_of(row, outcome), written))
        if self._marking is None:
            self._marking = asyncio.create_task(self._write())
        await written
        if not isinstance(outcome, Sent) and not (isinstance(outcome, Later) and outcome.reason == "paced"):
            log.warning("delivery.unsent", message=row.id, channel=row.channel, outcome=repr(outcome))

    async def _write(self) -> None:
        """Write down whatever has ended; what ends meanwhile is written next, together."""
        try:
            while self._marks:
                ended, self._marks = self._marks, []
                try:
                    await self._write_together([mark for mark, _ in ended])
                finally:
                    for _, written in ended:
                        written.set_result(None)
        finally:
            self._marking = None

    async def _write_together(self, marks: Sequence[Mark]) -> None:
        for attempt in range(MARKS):
            try:
                await asyncio.to_thread(self._store.outbox.mark, marks)
                break
            except (StoreError, StaleError) as error:
                # unmarked, the lease ends and the message goes once more: better than not at all, but try hard
                log.error("delivery.unmarked", messages=[mark.row.id for mark in marks], problem=str(error))
                await asyncio.sleep(0.1 * 2**attempt)


def _mark_of(row: OutRow, outcome: Outcome) -> Mark:
    match outcome:
        case Sent(receipt, earlier):
            return Mark.sent(row, _now(), receipt, earlier)
        case Later(seconds, reason):
            return Mark.later(row, _now() + min(timedelta(seconds=seconds), LONGEST), reason)
        case Lost():
            return Mark.lost(row, _now() + timedelta(seconds=DOUBT_S))
        case Failed(reason):
            return Mark.failed(row, reason)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


def _now() -> datetime:
    return datetime.now(UTC)
