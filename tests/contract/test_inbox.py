"""The inbox on both engines: nothing lost, nothing twice, one reader a conversation."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.store import Batch, Store
from actions.store.encryption import Token
from actions.store.errors import UnopenedError
from actions.store.inbox import ATTEMPTS, FEW, LONGEST_S
from actions.store.tables import inbox
from tests.conftest import NOW


def put(store: Store, key: str, address: str = "a", *, hurry: bool = True) -> int | None:
    """One message."""
    return store.inbox.put(key, "telegram", address, f'{{"text": "{key}"}}', NOW, hurry=hurry)


def finish(store: Store, batch: Batch) -> None:
    """A turn that only ends."""
    with store.unit() as unit:
        unit.finish(batch)
        unit.commit()


def failed(store: Store, batch: Batch, error: str, at: datetime) -> bool:
    """A turn that went wrong; whether its message is set aside."""
    with store.unit() as unit:
        aside = unit.fail(batch, error, at)
        unit.commit()
    return aside


def claimed(store: Store, worker: str = "w", after_s: float = 0) -> Batch | None:
    """What this worker gets."""
    return store.inbox.claim(worker, NOW + timedelta(seconds=after_s), lease_s=30)


def keys(batch: Batch | None) -> list[str]:
    """The messages of a batch."""
    return [row.key for row in batch.rows] if batch else []


def test_the_same_message_twice_is_one(store: Store) -> None:
    """Also after it was dealt with."""
    id = put(store, "1")
    assert id is not None and put(store, "1") is None
    finish(store, claimed(store) or pytest.fail("nothing waits"))
    assert put(store, "1") is None and claimed(store) is None
    assert store.outbox.answers(id) == [] and store.inbox.waiting() == 0


def test_waiting_messages_are_read_together_in_order(store: Store) -> None:
    """With what they said; another conversation's are another batch."""
    for key, address in (("1", "a"), ("2", "b"), ("3", "a")):
        put(store, key, address)
    first, second = claimed(store), claimed(store)
    assert keys(first) == ["1", "3"] and keys(second) == ["2"]
    assert first is not None and first.rows[1].payload == '{"text": "3"}' and first.rows[0].received_at == NOW


def test_who_is_in_no_hurry_waits_for_more(store: Store) -> None:
    """0.7 s, unless a hurried one comes: then all are ready."""
    put(store, "1", hurry=False)
    assert claimed(store, after_s=0.6) is None
    assert store.inbox.next_ready(NOW) == NOW + timedelta(seconds=0.7)
    put(store, "2")
    assert keys(claimed(store)) == ["1", "2"]
    put(store, "3", "b", hurry=False)
    assert keys(claimed(store, after_s=0.7)) == ["3"]


@pytest.mark.parametrize("owed", [FEW, FEW + 2, 50])
def test_who_writes_faster_than_answers_can_go_is_read_together(store: Store, owed: int) -> None:
    """Also while the desk is asking: a second for each answer that is owed; words of danger bring all of it at once."""
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", "a", now=NOW).id
        unit.conversations.save(talk, {}, asking=True)
        unit.outbox.put(talk, [Say("menu.ask")] * owed, lane="answer")
        unit.outbox.put(talk, [Say("menu.ask")] * 9, lane="notice")
        unit.commit()
    put(store, "1", hurry=False)
    wait = 0 if owed <= FEW else min(owed, LONGEST_S)
    assert store.inbox.next_ready(NOW) == NOW + timedelta(seconds=wait)
    put(store, "2", hurry=True)
    assert keys(claimed(store)) == ["1", "2"]


def test_a_later_calm_message_does_not_put_off_the_first(store: Store) -> None:
    """Who keeps writing is read all the same."""
    put(store, "1", hurry=False)
    store.inbox.put("2", "telegram", "a", "{}", NOW + timedelta(seconds=0.5), hurry=False)
    assert keys(claimed(store, after_s=0.7)) == ["1", "2"]


def test_what_comes_during_a_turn_is_the_next_turn(store: Store) -> None:
    """Not lost, and not read by another meanwhile."""
    put(store, "1")
    batch = claimed(store)
    assert batch is not None
    put(store, "2")
    assert claimed(store) is None
    finish(store, batch)
    assert keys(claimed(store)) == ["2"]


def test_a_crash_ends_with_the_lease(store: Store) -> None:
    """The next worker takes it, and the first, if it lives, is too late."""
    put(store, "1")
    lost = claimed(store, "first")
    assert lost is not None and claimed(store, "second", 29) is None
    taken = claimed(store, "second", 30)
    assert taken is not None and keys(taken) == ["1"]
    with pytest.raises(StaleError):
        finish(store, lost)
    with pytest.raises(StaleError):
        failed(store, lost, "ValueError", NOW)
    with pytest.raises(StaleError):
        store.inbox.release(lost)
    finish(store, taken)
    assert store.inbox.waiting() == 0


def test_a_late_turn_leaves_nothing_behind(store: Store) -> None:
    """Its answer goes with it."""
    put(store, "1")
    lost = claimed(store, "first")
    assert lost is not None
    claimed(store, "second", 31)
    with pytest.raises(StaleError), store.unit() as unit:
        unit.conversations.save(lost.conversation, {"form": "x"})
        unit.outbox.put(lost.conversation, [Say("a.b")], lane="answer")
        unit.finish(lost)
        unit.commit()
    with store.unit(reading=True) as unit:
        loaded = unit.conversations.get(lost.conversation)
    assert loaded is not None and loaded.state is None
    assert store.outbox.latest(lost.conversation) == []


def test_given_back_it_is_there_at_once(store: Store) -> None:
    """Untouched and uncounted."""
    put(store, "1")
    batch = claimed(store)
    assert batch is not None
    store.inbox.release(batch)
    again = claimed(store)
    assert again is not None and again.rows == batch.rows


def test_a_poison_message_is_set_aside_alone(store: Store) -> None:
    """After a failure they are read one at a time; the third failure of one sets it aside with the error's class."""
    for key in ("1", "2", "3"):
        put(store, key)
    read: list[list[str]] = []
    for second in range(20):
        batch = claimed(store, after_s=second * 5)
        if batch is None:
            break
        read.append(keys(batch))
        if "2" in read[-1]:
            failed(store, batch, "KeyError", NOW + timedelta(seconds=second * 5))
        else:
            finish(store, batch)
    assert read == [["1", "2", "3"], ["1"], ["2"], ["2"], ["3"]]
    assert store.inbox.waiting() == 0


def test_a_failure_pauses(store: Store) -> None:
    """The same message is not tried in a circle."""
    put(store, "1")
    batch = claimed(store)
    assert batch is not None and failed(store, batch, "KeyError", NOW) is False
    assert claimed(store, after_s=0.4) is None
    again = claimed(store, after_s=0.5)
    assert again is not None and again.rows[0].attempts == 1


def test_a_clock_that_was_set_back_delays_nobody(store: Store) -> None:
    """What was put or claimed by the later clock is free at once, in whatever order, not an hour later."""
    store.inbox.put("1", "rest", "a", "{}", NOW)
    store.inbox.put("2", "rest", "b", "{}", NOW)
    held = store.inbox.claim("w", NOW)
    before = NOW - timedelta(hours=1)
    assert store.inbox.next_ready(before) == before
    again = [store.inbox.claim("w", before) for _ in range(3)]
    assert {batch.conversation for batch in again if batch} == {store.conversation_id("rest", a) for a in "ab"}
    assert held is not None and again[2] is None
    with pytest.raises(StaleError):
        store.inbox.release(held)
    assert store.inbox.next_ready(before) == before + timedelta(seconds=30)


def test_two_workers_never_hold_one_conversation(store: Store) -> None:
    """Eight threads claim at once: each conversation goes to one."""
    for n in range(12):
        put(store, f"{n}", f"{n % 6}")

    def work(n: int) -> list[Batch]:
        got = []
        while (batch := store.inbox.claim(f"w{n}", NOW)) is not None:
            got.append(batch)
        return got

    with ThreadPoolExecutor(8) as pool:
        batches = [b for got in pool.map(work, range(8)) for b in got]
    # on PostgreSQL a row that is just being claimed is skipped, and is nobody's yet
    batches += work(9)
    assert sorted(b.conversation for b in batches) == sorted({b.conversation for b in batches})
    assert sorted(k for b in batches for k in keys(b)) == sorted(f"{n}" for n in range(12))


def test_nothing_is_lost_while_it_is_put_and_read_at_once(store: Store) -> None:
    """Four write to one conversation while four read it: each message is finished once."""
    done: list[str] = []

    def write(n: int) -> None:
        for k in range(10):
            put(store, f"{n}-{k}")

    def read(n: int) -> None:
        for _ in range(60):
            if len(done) == 40:
                return
            batch = store.inbox.claim(f"w{n}", NOW)
            if batch is not None:
                finish(store, batch)
                done.extend(keys(batch))

    with ThreadPoolExecutor(8) as pool:
        both: tuple[Callable[[int], None], ...] = (write, read)
        for job in [pool.submit(work, n) for work in both for n in range(4)]:
            job.result()
    while (batch := store.inbox.claim("last", NOW)) is not None:
        finish(store, batch)
        done.extend(keys(batch))
    assert sorted(done) == sorted(f"{n}-{k}" for n in range(4) for k in range(10))


def test_two_first_messages_at_once_are_one_person(store: Store) -> None:
    """Nobody is doubled."""
    with ThreadPoolExecutor(4) as pool:
        assert None not in list(pool.map(lambda n: put(store, f"{n}"), range(8)))
    batch = claimed(store)
    assert batch is not None and len(batch.rows) == 8
    assert batch.conversation == store.conversation_id("telegram", "a")


def test_a_number_is_never_given_twice(store: Store) -> None:
    """Also to eight threads at once."""

    def take(_: int) -> int:
        with store.unit() as unit:
            given = unit.tickets.next_in_day("261123")
            unit.commit()
        return given

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(24))) == list(range(1, 25))


def test_two_turns_that_notify_each_other_do_not_lock_up(store: Store) -> None:
    """Conversations are taken in one order, whatever the order of the messages."""
    for address in ("a", "b"):
        put(store, address, address)
    first, second = (store.conversation_id("telegram", address) for address in ("a", "b"))

    def notify(n: int) -> None:
        order = (first, second) if n % 2 else (second, first)
        with store.unit() as unit:
            for conversation in order:
                unit.outbox.put(conversation, [Say("a.b", {"n": n})], lane="notice")
            unit.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(notify, range(24)))
    assert [len(store.outbox.latest(c)) for c in (first, second)] == [24, 24]


def test_what_failed_after_its_turn_was_committed_stays_done(store: Store) -> None:
    """It is not read again."""
    put(store, "1")
    batch = claimed(store) or pytest.fail("nothing waits")
    finish(store, batch)
    failed(store, batch, "OSError", NOW)
    assert store.inbox.waiting() == 0 and claimed(store, after_s=60) is None


def test_a_message_that_cannot_be_opened_holds_nobody_else(store: Store) -> None:
    """What was written before it is read first; it comes alone and says why, and its talk can be read by staff."""
    for key in ("before", "bad", "after"):
        put(store, key)
    put(store, "good", "b")
    seal_with_a_lost_key(store, "bad")
    before = claimed(store) or pytest.fail("nothing waits")
    assert keys(before) == ["before"] and keys(claimed(store)) == ["good"]
    finish(store, before)
    bad: Batch | None = None
    for attempt in range(ATTEMPTS):
        bad = claimed(store, after_s=60 * attempt)
        assert bad is not None and keys(bad) == ["bad"]
        with pytest.raises(UnopenedError, match=f"Message {bad.rows[0].id} does not open"):
            bad.check()
        assert failed(store, bad, "UnopenedError", NOW) == (attempt == ATTEMPTS - 1)
    assert keys(claimed(store, after_s=900)) == ["after"]
    assert bad is not None and store.inbox.payload(bad.rows[0].id) is None
    assert [row.payload != "" for row in store.inbox.said(bad.conversation)] == [True, False, True]


def seal_with_a_lost_key(store: Store, key: str) -> None:
    """Nobody can open what this message said."""
    with store.database.write() as connection:
        connection.execute(update(inbox).where(inbox.c.key == key).values(payload=Token(b"\x01\x02k0")))
        connection.commit()


def test_however_many_wait_a_bounded_number_is_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others follow in order."""
    monkeypatch.setattr("actions.store.inbox.MOST", 20)
    for n in range(21):
        put(store, f"{n}")
    first = claimed(store) or pytest.fail("nothing waits")
    finish(store, first)
    assert len(first.rows) == 20 and keys(claimed(store)) == ["20"]


def test_however_long_they_are_a_bounded_size_is_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of long messages fewer at once; one that is longer than that by itself is read all the same."""
    monkeypatch.setattr("actions.store.inbox.MOST_BYTES", 1000)
    for n, length in enumerate((300, 300, 2000, 10)):
        store.inbox.put(f"{n}", "telegram", "a", "x" * length, NOW)
    taken = []
    while batch := claimed(store):
        taken.append(keys(batch))
        finish(store, batch)
    assert taken == [["0", "1"], ["2"], ["3"]]
