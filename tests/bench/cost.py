"""
What a turn costs, by its kind and its parts: `python -m tests.bench.cost [URL PID]`.

The desk's own code in one process, without HTTP and without understanding's share. A line a kind: statements and
commits of a turn (the median), and milliseconds of processor (the mean), in all and within statements, commits, sealing
and dialogue. With URL and PID it works on PostgreSQL, and tells what its server took beside that.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from actions import details
from actions.dialogue.shapes import Understanding
from actions.store import Keyring, Store, open_store
from actions.store.outbox import Mark
from bot.locale.wording import Wording
from bot.signals import LocalSignals
from bot.telegram.keeper import Keeper
from bot.turns import Turns
from bot.understanding import Asker
from bot.web.talk import Talk
from bot.wiring import incomings
from data.catalogue import load
from tests.bench.process import spent
from tests.bench.talk import TALK
from tests.bench.turns import SURE
from tests.faults.seams import wrap
from tests.ports import NOBODY

PEOPLE, WARM = 60, 6  # who talk, and who talked before to warm up
SAID = [text for text, _ in TALK]
KINDS = ("free words", *["an answer"] * (len(SAID) - 2), "a request opened")
MORE = (("the menu", "菜单"), ("an alarm", "我不想活了"))
SEAMS = {
    "sqlalchemy.engine:Connection.execute": "statements",
    "sqlalchemy.engine:Connection.commit": "commits",
    **{f"actions.store.encryption:Vault.{name}": "sealing" for name in ("seal", "open", "index")},
    **{f"actions.dialogue:{name}": "dialogue" for name in ("turn", "after", "dump", "restore", "typed", "together")},
}
PARTS = ("statements", "commits", "sealing", "dialogue")


class Meter(threading.local):
    """Where a thread's time goes: what lies within another part is that part's no longer."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.since = 0.0


class Bill:
    """What was spent since the last look, in all threads."""

    def __init__(self) -> None:
        self.milliseconds: defaultdict[str, float] = defaultdict(float)
        self.statements = self.commits = 0
        self._meter = Meter()
        for seam, part in SEAMS.items():
            wrap(seam, self._timed(part))
        event.listen(Engine, "before_cursor_execute", self._counts)
        event.listen(Engine, "commit", self._commits)

    def _counts(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.statements += not statement.startswith("BEGIN")

    def _commits(self, _: Any) -> None:
        self.commits += 1

    def _timed(self, part: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
            def timed(*args: Any, **kwargs: Any) -> Any:
                with self._within(part):
                    return inner(*args, **kwargs)

            return timed

        return wrapper

    @contextmanager
    def _within(self, part: str) -> Iterator[None]:
        meter = self._meter
        self._charge(meter)
        meter.stack.append(part)
        try:
            yield
        finally:
            self._charge(meter)
            meter.stack.pop()

    def _charge(self, meter: Meter) -> None:
        now = time.thread_time()
        if meter.stack:
            self.milliseconds[meter.stack[-1]] += 1000 * (now - meter.since)
        meter.since = now


class Costs:
    """All turns, by kind."""

    def __init__(self, bill: Bill, server: int) -> None:
        self._bill, self._server = bill, server
        self.turns: dict[str, list[tuple[int, int, float, dict[str, float]]]] = {}
        self.beside = 0.0  # milliseconds of the database server, all turns together

    async def of[T](self, kind: str, doing: Awaitable[T]) -> T:
        """Do it, and write down what it took."""
        bill = self._bill
        bill.milliseconds.clear()
        bill.statements = bill.commits = 0
        before, began = spent([self._server]) if self._server else 0.0, time.process_time()
        found = await doing
        took = 1000 * (time.process_time() - began)
        self.beside += 1000 * (spent([self._server]) - before) if self._server else 0.0
        self.turns.setdefault(kind, []).append((bill.statements, bill.commits, took, dict(bill.milliseconds)))
        return found

    def lines(self, engine: str) -> Iterator[str]:
        """One a kind."""
        for kind, turns in self.turns.items():
            statements, commits = statistics.median(t[0] for t in turns), statistics.median(t[1] for t in turns)
            parts = {part: statistics.fmean(turn[3].get(part, 0.0) for turn in turns) for part in PARTS}
            shares = "  ".join(f"{part}={ms:.2f}ms" for part, ms in parts.items())
            total = statistics.fmean(turn[2] for turn in turns)
            yield (
                f"cost    engine={engine:<10}  kind={kind.replace(' ', '-'):<17}  statements={statements:<4g} "
                f"commits={commits:g}  cpu={total:.2f}ms  {shares}"
            )
        if self._server:
            count = sum(map(len, self.turns.values()))
            yield f"cost    engine={engine:<10}  kind={'all':<17}  server={self.beside / count:.2f}ms"


class Sure(Asker):
    """Understanding that costs nothing."""

    async def ask_all(self, texts: Sequence[str]) -> list[Understanding]:
        """Meals, always."""
        return [SURE for _ in texts]


class Bench:
    """A desk without its web, and people on the REST channel and on Telegram."""

    def __init__(self, store: Store) -> None:
        self.store, self.catalogue = store, load()
        wording, signals = Wording(self.catalogue.place.timezone), LocalSignals()
        self.turns = Turns(store, self.catalogue, Sure(NOBODY, 1.5), signals, incomings(store))
        self.talk = Talk("rest", store, self.turns, signals, wording)
        self.keeper = Keeper(store, "700001", lambda _: False)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Turns are made meanwhile."""
        stop = asyncio.Event()
        work = asyncio.create_task(self.turns.work(1, stop))
        await asyncio.sleep(0)
        yield
        stop.set()
        await work

    async def converse(self, sender: str, costs: Costs) -> None:
        """One person from the first words to the request, a look at the menu, and an alarm."""
        for kind, text in (*zip(KINDS, SAID, strict=True), *MORE):
            lines = await costs.of(kind, self.talk.say(sender, {"text": text}))
            assert lines, (kind, text)
            ids = [int(line.id) for line in lines]
            await asyncio.to_thread(self.store.outbox.returned, ids, datetime.now(UTC), "post")  # many at once, in life

    async def message(self, number: int, costs: Costs) -> None:
        """One message on Telegram: kept, answered, sent."""
        raw = _raw(number)
        await costs.of("Telegram kept", asyncio.to_thread(self.keeper.keep, [raw]))
        await costs.of("Telegram answered", self._answer())
        await costs.of("Telegram sent", asyncio.to_thread(self._send))

    async def _answer(self) -> None:
        batches, _ = await asyncio.to_thread(self.turns._claim, 1)
        for batch in batches:
            await self.turns._answer(batch)

    def _send(self) -> None:
        rows = self.store.outbox.claim("bench", datetime.now(UTC) + timedelta(seconds=1), channels=["telegram"])
        assert rows
        self.store.outbox.mark([Mark.sent(row, datetime.now(UTC), row.id) for row in rows])


def _raw(number: int) -> dict[str, Any]:
    who = {"id": number, "is_bot": False, "first_name": "阿明", "language_code": "zh-hans"}
    entity = {"type": "bot_command", "offset": 0, "length": 5}
    chat = {"id": number, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": who, "text": "/menu", "entities": [entity]}
    return {"update_id": number, "message": message}


async def measured(bench: Bench, costs: Costs, warm: Costs) -> None:
    """Everybody, one after the other; the first do not count."""
    async with bench.at_work():
        for number in range(WARM + PEOPLE):
            await bench.converse(f"bench-{number}", warm if number < WARM else costs)
    for number in range(WARM + PEOPLE):
        await bench.message(number + 1, warm if number < WARM else costs)


def main(url: str, server: int) -> None:
    """Print all lines."""
    details.warm()
    with tempfile.TemporaryDirectory(prefix="nuanxin-bench-") as folder:
        store = open_store(url or f"sqlite:///{Path(folder) / 'desk.db'}", Keyring.parse(Keyring.new_key()))
        store.migrate()
        bill = Bill()
        costs = Costs(bill, server)
        asyncio.run(measured(Bench(store), costs, Costs(bill, server)))
        store.close()
    for line in costs.lines(store.database.kind):
        print(line)


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    main(given.get(1, ""), int(given.get(2, "0")))
