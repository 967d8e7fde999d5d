"""Messages whose turn is made as they come in, on both engines: kept first or together, in order, one writer."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from actions.desk.ports import StaleError
from actions.store import Letter, Store
from bot.incoming import PlainIncoming
from bot.signals import LocalSignals, Signals
from bot.turn_shapes import Answers
from bot.turns import Turns
from bot.understanding import Asker
from tests.known import known
from tests.ports import NOBODY

ASKING = "我心里乱得很不知道跟谁说好"  # free words: understanding is to be asked


def letter(key: str, text: str = "菜单") -> Letter:
    """A message of the one who writes here."""
    return Letter(key, "rest", "a", json.dumps({"text": text}), "zh_Hans")


def turns_of(store: Store, signals: Signals | None = None, asker: Asker | None = None) -> Turns:
    """Turns that nobody is at work on yet; understanding is away."""
    asker = asker or Asker(NOBODY, 1.5)
    return Turns(store, known(), asker, signals or LocalSignals(), {"rest": PlainIncoming()})


def said(store: Store, id: int | None) -> list[str]:
    """Keys of what was said to a message."""
    return [row.say.key for row in store.outbox.answers(id or 0) or ()]


def test_a_message_and_its_turn_are_one_transaction(store: Store) -> None:
    """Nothing waits afterwards, and what is handed over is what stands in the outbox."""
    id, begun = turns_of(store)._put_and_begin(letter("1"))
    assert begun is not None and begun.answers is not None
    rows = store.outbox.answers(id or 0) or ()
    assert [(row.id, row.say.key) for row in rows] == [(id, say.key) for id, say in begun.answers.says] != []
    assert store.inbox.waiting() == 0 and store.inbox.next_ready(datetime.now(UTC)) is None


def test_what_waits_comes_first(store: Store) -> None:
    """A message that finds another waiting is kept behind it."""
    store.inbox.put("1", "rest", "a", "{}", datetime.now(UTC))
    id, begun = turns_of(store)._put_and_begin(letter("2"))
    assert id is not None and begun is None
    batch = store.inbox.claim("w", datetime.now(UTC) + timedelta(minutes=1))
    assert batch is not None and [row.key for row in batch.rows] == ["1", "2"]


def test_what_comes_during_a_turn_waits_for_its_end(store: Store) -> None:
    """Its worker alone writes."""
    store.inbox.put("1", "rest", "a", "{}", datetime.now(UTC))
    batch = store.inbox.claim("w", datetime.now(UTC) + timedelta(minutes=1))
    assert batch is not None
    _, begun = turns_of(store)._put_and_begin(letter("2"))
    assert begun is None and store.inbox.waiting() == 2


def test_a_known_message_has_no_second_turn(store: Store) -> None:
    """Whether its first turn was made at once or is being asked about."""
    turns = turns_of(store)
    first, _ = turns._put_and_begin(letter("1"))
    assert turns._put_and_begin(letter("1")) == (None, None) and len(said(store, first)) > 0
    turns._put_and_begin(letter("2", ASKING))
    assert turns._put_and_begin(letter("2", ASKING)) == (None, None) and store.inbox.waiting() == 1


def test_a_message_that_nobody_can_read_is_kept(store: Store) -> None:
    """Its turn fails the ordinary way, counted and set aside in the end."""
    id, begun = turns_of(store)._put_and_begin(Letter("1", "rest", "a", "no JSON", "zh_Hans"))
    assert id is not None and begun is None and store.inbox.waiting() == 1


def test_while_understanding_is_asked_the_message_is_kept_and_claimed(store: Store) -> None:
    """A crash then ends with the lease; nobody else makes its turn meanwhile."""
    _, begun = turns_of(store)._put_and_begin(letter("1", ASKING))
    assert begun is not None and begun.answers is None
    now = datetime.now(UTC)
    assert store.inbox.waiting() == 1 and store.inbox.claim("w", now) is None
    again = store.inbox.claim("w", now + timedelta(minutes=1))
    assert again is not None and again.token == begun.batch.token + 1


@pytest.mark.parametrize("worker", ["", "w"])
def test_of_two_turns_that_met_the_second_is_too_late(store: Store, worker: str) -> None:
    """Another process read the same state and was faster; without the token both would write."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=datetime.now(UTC))
        unit.commit()
    turns_of(store)._put_and_begin(letter("1"))
    with store.unit() as unit, pytest.raises(StaleError):
        batch = unit.receive(letter("2"), loaded, datetime.now(UTC), worker=worker)
        assert batch is not None
        unit.finish(batch)
        unit.commit()
    assert store.inbox.id_of("2") is None


@pytest.mark.parametrize("text", ["菜单", ASKING])
def test_answers_are_handed_to_who_waits_for_them(store: Store, text: str) -> None:
    """With and without asking."""

    async def run() -> tuple[int | None, list[str]]:
        asker, signals, stop = Asker(NOBODY, 1.5), LocalSignals(), asyncio.Event()
        turns = turns_of(store, signals, asker)
        async with asyncio.TaskGroup() as group:
            group.create_task(turns.work(2, stop))
            await asyncio.sleep(0)  # it is at work
            with signals.hear("answer:1") as ear:
                id = await turns.keep(letter("1", text))
                await ear.wait(10)
            stop.set()
            await signals.tell("inbox")
        await asker.close()
        assert isinstance(ear.brought, Answers)
        return id, [say.key for _, say in ear.brought.says]

    id, handed = asyncio.run(run())
    assert handed == said(store, id) != []
