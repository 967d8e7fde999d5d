"""What is sent is looked up in the database too, and is no longer one's own when one was stopped on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.store import Store
from actions.store.encryption import Token
from actions.store.errors import StoreError
from actions.store.outbox import Mark, OutRow
from actions.store.tables import outbox
from bot.delivery import Delivery, Later, Outcome, Sent
from bot.signals import LocalSignals


class Troubled:
    """A channel that cannot look up what it needs, once."""

    budget = "test"

    def __init__(self, trouble: Exception | None, stop: asyncio.Event) -> None:
        self.trouble = trouble
        self.stop, self.got = stop, list[str]()

    def place(self, row: OutRow) -> tuple[str, bool]:
        """One chat."""
        return row.address, False

    def parts(self, row: OutRow) -> Sequence[str]:
        """One part."""
        return [row.say.key]

    async def send(self, row: OutRow, part: str) -> Outcome:
        """The first time the database is away."""
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        self.got.append(part)
        self.stop.set()
        return Sent(1)


def test_a_message_that_no_longer_opens_stops_no_other(store: Store) -> None:
    """It is given up and shown to staff; what comes after it in the same talk is sent, and the talk can be read."""
    now = datetime.now(UTC)
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", "1", now=now).id
        unit.outbox.put(talk, [Say("form.summary"), Say("talk.greet")], lane="answer")
        unit.commit()
    lost = store.outbox.latest(talk)[0].id
    with store.database.write() as connection:
        connection.execute(update(outbox).where(outbox.c.id == lost).values(say=Token(b"\x01\x02k0")))
        connection.commit()

    async def deliver() -> list[str]:
        stop = asyncio.Event()
        channel = Troubled(None, stop)
        async with asyncio.timeout(20):
            await Delivery(store, {"telegram": channel}, LocalSignals()).run(stop)
        return channel.got

    assert asyncio.run(deliver()) == ["talk.greet"]
    assert [(row.id, row.error) for row in store.outbox.troubled()] == [(lost, "UnopenedError")]
    assert [row.opens for row in store.outbox.latest(talk)] == [False, True]


@pytest.mark.parametrize("trouble", [StoreError("away"), StaleError("met another")])
def test_a_message_waits_until_the_database_is_back(store: Store, trouble: Exception) -> None:
    """It is sent once it can be, and was not taken for undeliverable."""
    now = datetime.now(UTC)
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", "1", now=now).id
        unit.outbox.put(talk, [Say("form.summary")], lane="answer")
        unit.commit()

    async def deliver() -> Troubled:
        stop = asyncio.Event()
        channel = Troubled(trouble, stop)
        async with asyncio.timeout(20):
            await Delivery(store, {"telegram": channel}, LocalSignals()).run(stop)
        return channel

    assert asyncio.run(deliver()).got == ["form.summary"]
    assert [(row.state, row.doubts) for row in store.outbox.latest(talk)] == [("sent", 0)]


class InPieces(Troubled):
    """A channel that takes messages in three pieces and is halted before the last."""

    def parts(self, row: OutRow) -> Sequence[str]:
        """Three."""
        return ["a", "b", "c"]

    async def send(self, row: OutRow, part: str) -> Outcome:
        """Numbered from 7; the third waits once."""
        if part == "c" and self.trouble is not None:
            self.trouble = None
            return Later(0.0, "TooMany")
        self.got.append(part)
        if part == "c":
            self.stop.set()
        return Sent(6 + len(self.got))


def test_each_piece_of_a_long_message_is_known_again(store: Store) -> None:
    """By its number on the other side, for a reply to it and to be taken out of the chat; none is sent twice."""
    now = datetime.now(UTC)
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", "1", now=now).id
        unit.outbox.put(talk, [Say("form.summary")], lane="answer", cause="said:5")
        unit.commit()

    async def deliver() -> list[str]:
        stop = asyncio.Event()
        channel = InPieces(StoreError("halted"), stop)
        async with asyncio.timeout(20):
            await Delivery(store, {"telegram": channel}, LocalSignals()).run(stop)
        return channel.got

    assert asyncio.run(deliver()) == ["a", "b", "c"]
    receipts = store.receipts
    assert receipts.since(talk, now) == [7, 8, 9] and receipts.of(talk, "said:5") == 9
    assert [receipts.cause(talk, n) for n in (6, 7, 8, 9, 78)] == [None, "said:5", "said:5", "said:5", None]
    assert receipts.conversation("telegram", 8) == talk and receipts.conversation("rest", 8) is None


class Stopped(Troubled):
    """A process that is stopped for two minutes before its message leaves; another has sent it meanwhile."""

    def __init__(self, store: Store, clock: time_machine.travel, stop: asyncio.Event) -> None:
        super().__init__(AssertionError("nothing is to be sent"), stop)
        self.store, self.clock = store, clock

    def parts(self, row: OutRow) -> Sequence[str]:
        """Two minutes pass."""
        self.clock.start()
        now = datetime.now(UTC)
        (theirs,) = self.store.outbox.claim("another", now, channels=["telegram"])
        self.store.outbox.mark([Mark.sent(theirs, now, 1)])
        self.stop.set()
        return super().parts(row)


def test_who_was_stopped_beyond_the_lease_leaves_the_message_to_whom_it_is(store: Store) -> None:
    """It was sent by another by then: sent now, it would be read twice."""
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", "1", now=datetime.now(UTC)).id
        unit.outbox.put(talk, [Say("form.summary")], lane="answer")
        unit.commit()
    clock = time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=True)

    async def deliver() -> Troubled:
        stop = asyncio.Event()
        channel = Stopped(store, clock, stop)
        async with asyncio.timeout(20):
            await Delivery(store, {"telegram": channel}, LocalSignals()).run(stop)
        return channel

    try:
        assert asyncio.run(deliver()).trouble is not None, "it was sent once more"
    finally:
        clock.stop()
    assert [(row.state, row.doubts) for row in store.outbox.latest(talk)] == [("sent", 1)]
