"""The outbox on both engines: in order, answers first, never silent about what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import event, update

from actions.desk.say import Button, Say
from actions.store import OutRow, Store
from actions.store.outbox import Mark
from actions.store.tables import outbox
from data.model import Words
from tests.conftest import NOW


def put(store: Store, address: str, *keys: str, lane: str = "answer", channel: str = "telegram") -> str:
    """Messages for somebody."""
    with store.unit() as unit:
        conversation = unit.conversations.load(channel, address, now=NOW).id
        unit.outbox.put(conversation, [Say(key) for key in keys], lane=lane, cause="in:1")
        unit.commit()
    return conversation


def claimed(store: Store, after_s: float = 0, worker: str = "w", limit: int = 20) -> Sequence[OutRow]:
    """What may be sent now."""
    now = NOW + timedelta(seconds=after_s)
    return store.outbox.claim(worker, now, channels=["telegram"], limit=limit, lease_s=30)


def sent(store: Store, rows: Sequence[OutRow]) -> list[str]:
    """Send them, and say what they were."""
    for row in rows:
        store.outbox.mark([Mark.sent(row, NOW)])
    return [row.say.key for row in rows]


def test_a_message_comes_out_as_it_was_put(store: Store) -> None:
    """Words, dates, moments, lists and buttons keep their kind; the reader's address and language are with it."""
    say = Say(
        "a.b",
        {"w": Words("长", "長", "long"), "d": date(2026, 11, 23), "t": NOW, "n": 3, "y": True, "l": ("x", ("y",))},
        (Button(Words("是", "是", "yes"), "a:1", {"n": 1}), Button("button.no", "a:0")),
    )
    with store.unit() as unit:
        loaded = unit.conversations.load("telegram", "4711", now=NOW, language="zh_Hant")
        unit.outbox.put(loaded.id, [say], lane="notice", cause="t/1")
        unit.commit()
    (row,) = claimed(store)
    assert row.say == say
    assert (row.address, row.language, row.channel, row.lane, row.cause) == (
        ("4711", "zh_Hant", "telegram", "notice", "t/1")
    )


def test_one_message_a_chat_at_a_time_in_order(store: Store) -> None:
    """The second goes when the first is through; other chats do not wait."""
    put(store, "a", "a.1", "a.2", "a.3")
    put(store, "b", "b.1")
    rows = claimed(store)
    assert [r.say.key for r in rows] == ["a.1", "b.1"] and list(claimed(store)) == []
    assert sent(store, rows) and sent(store, claimed(store)) == ["a.2"] and sent(store, claimed(store)) == ["a.3"]
    assert list(claimed(store)) == [] and store.outbox.waiting(["telegram"]) == 0


def test_answers_go_before_notices_before_campaigns(store: Store) -> None:
    """Across chats; within one, only a campaign is overtaken."""
    put(store, "a", "campaign", lane="campaign")
    put(store, "b", "notice", lane="notice")
    put(store, "c", "answer")
    assert sent(store, claimed(store, limit=2)) == ["answer", "notice"]
    put(store, "a", "late.notice", lane="notice")
    put(store, "a", "later.answer")
    assert [sent(store, claimed(store)) for _ in range(3)] == [["late.notice"], ["later.answer"], ["campaign"]]


def test_not_now_keeps_the_order(store: Store) -> None:
    """What was not taken waits, and what comes after waits with it."""
    put(store, "a", "a.1", "a.2")
    store.outbox.mark([Mark.later(claimed(store)[0], NOW + timedelta(seconds=10), "RetryAfter")])
    assert list(claimed(store, 9)) == []
    (row,) = claimed(store, 10)
    assert (row.say.key, row.attempts, row.doubts) == ("a.1", 2, 0)


def test_a_lost_send_goes_once_more_and_is_shown(store: Store) -> None:
    """Then it stays uncertain, staff see it, and the chat goes on."""
    put(store, "a", "a.1", "a.2")
    for doubts in range(2):
        (row,) = claimed(store)
        assert (row.say.key, row.doubts) == ("a.1", doubts)
        store.outbox.mark([Mark.lost(row, NOW)])
    assert [(r.say.key, r.state) for r in store.outbox.troubled()] == [("a.1", "uncertain")]
    assert sent(store, claimed(store)) == ["a.2"]


def test_a_sender_that_died_leaves_a_doubt(store: Store) -> None:
    """After its lease the message goes once more, counted."""
    put(store, "a", "a.1", "a.2")
    claimed(store, worker="dead")
    assert list(claimed(store, 29)) == []
    (row,) = claimed(store, 30)
    assert (row.say.key, row.doubts) == ("a.1", 1)


def test_who_was_slower_than_the_lease_marks_nothing(store: Store) -> None:
    """The message is another sender's by then: what the slow one says of it is not taken for what that one did."""
    put(store, "a", "a1")
    slow = claimed(store)[0]
    other = claimed(store, after_s=120)[0]
    store.outbox.mark([Mark.failed(slow, "Forbidden")])
    store.outbox.mark([Mark.sent(slow, NOW)])
    store.outbox.mark([Mark.sent(other, NOW, 7)])
    row = store.outbox.latest(other.conversation)[0]
    assert (row.id, row.state, row.attempts, row.doubts) == (slow.id, "sent", 2, 1)
    assert store.receipts.since(other.conversation, NOW) == [7]


def test_a_clock_that_was_set_back_delays_no_message(store: Store) -> None:
    """What waits or is under way by the later clock goes at the second look; what waits its usual time waits it."""
    put(store, "a", "a1")
    put(store, "b", "b1")
    put(store, "c", "c1")
    first, second, third = claimed(store, after_s=3600)
    later = (Mark.later(first, NOW + timedelta(seconds=3660)), Mark.later(second, NOW + timedelta(seconds=60)))
    store.outbox.mark(later)
    assert claimed(store) == []
    assert [(row.id, row.doubts) for row in claimed(store)] == [(first.id, 0), (third.id, 1)]


def test_what_fails_stops_nobody(store: Store) -> None:
    """It is shown to staff with the error's class."""
    put(store, "a", "a.1", "a.2")
    store.outbox.mark([Mark.failed(claimed(store)[0], "Forbidden")])
    assert [r.state for r in store.outbox.troubled()] == ["failed"]
    assert sent(store, claimed(store)) == ["a.2"]


def test_what_failed_can_be_sent_once_more(store: Store) -> None:
    """Also what is uncertain; what arrived, is under way or is none stays as it is."""
    put(store, "a", "a.1", "a.2")
    (row,) = claimed(store)
    assert not store.outbox.retry(row.id, NOW) and not store.outbox.retry(row.id + 99, NOW)
    store.outbox.mark([Mark.failed(row, "Forbidden")])
    (told,) = store.outbox.troubled()
    assert (told.id, told.error) == (row.id, "Forbidden")
    assert store.outbox.retry(row.id, NOW) and not store.outbox.troubled()
    assert sent(store, claimed(store)) == ["a.1"] and not store.outbox.retry(row.id, NOW)


def test_what_became_of_many_is_one_commit(store: Store) -> None:
    """Each commit waits for the disk, and turns wait for each."""
    for name in "abc":
        put(store, name, f"{name}.1", f"{name}.2")
    commits: list[object] = []
    event.listen(store.database.engine, "commit", commits.append)
    first = claimed(store)
    commits.clear()
    marks = [Mark.sent(first[0], NOW, 7), Mark.later(first[1], NOW, "x"), Mark.failed(first[2], "Forbidden")]
    store.outbox.mark(marks)
    assert len(commits) == 1
    assert [row.say.key for row in claimed(store)] == ["a.2", "b.1", "c.2"]


def test_only_ones_own_channels(store: Store) -> None:
    """What a page fetches is not sent by Telegram's sender."""
    put(store, "a", "a.1", channel="rest")
    assert list(claimed(store)) == [] and store.outbox.waiting(["rest"]) == 1


def test_what_was_fetched_is_fetched(store: Store) -> None:
    """It waits until then; afterwards it is there for whoever lost the connection."""
    conversation = put(store, "a", "a.1", "a.2", channel="rest")
    rows, more = store.outbox.unfetched(conversation, NOW)
    assert [r.say.key for r in rows] == ["a.1", "a.2"] and not more
    store.outbox.returned([r.id for r in rows], NOW, by="events")
    assert store.outbox.unfetched(conversation, NOW) == ([], False)
    assert [r.say.key for r in store.outbox.streamed(conversation, rows[0].id)] == ["a.2"]


def test_nothing_overtakes_an_answer_that_a_post_waits_for(store: Store) -> None:
    """Whoever lost the connection between the two would resume behind the answer, and never read it."""
    with store.unit() as unit:
        conversation = unit.conversations.load("rest", "a", now=NOW).id
        unit.outbox.put(conversation, [Say("a.1")], lane="notice")
        unit.outbox.put(conversation, [Say("a.2")], lane="answer", cause="in:1")
        unit.outbox.put(conversation, [Say("a.3")], lane="notice")
        unit.commit()
    rows, more = store.outbox.unfetched(conversation, NOW - timedelta(seconds=1))
    assert [r.say.key for r in rows] == ["a.1"] and more
    rows, more = store.outbox.unfetched(conversation, NOW)
    assert [r.say.key for r in rows] == ["a.1", "a.2", "a.3"] and not more


def test_a_turn_that_ends_while_one_looks_is_not_one_without_words(store: Store) -> None:
    """Either it is not over, or its answers are there."""
    id = store.inbox.put("1", "rest", "a", '{"text": "x"}', NOW)
    batch = store.inbox.claim("w", NOW)
    assert id is not None and batch is not None and store.outbox.answers(id) is None

    ended: list[int] = []

    def end_the_turn(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if ended or statement.startswith("BEGIN"):
            return
        ended.append(id)
        with store.unit() as unit:
            unit.outbox.put(batch.conversation, [Say("a.1")], lane="answer", cause=f"in:{id}")
            unit.finish(batch)
            unit.commit()

    event.listen(store.database.engine, "after_cursor_execute", end_the_turn)
    seen = store.outbox.answers(id)
    assert seen is None or [r.say.key for r in seen] == ["a.1"]
    assert ended and [r.say.key for r in store.outbox.answers(id) or ()] == ["a.1"]


def test_the_words_that_ask_to_be_forgotten_are_forgotten_too(store: Store) -> None:
    """A raw message may hold a name; the same message again is still no new one."""
    store.inbox.put("1", "rest", "a", '{"text": "forget me, I am Li"}', NOW)
    batch = store.inbox.claim("w", NOW)
    assert batch is not None
    with store.unit() as unit:
        loaded = unit.conversations.get(batch.conversation)
        assert loaded is not None
        unit.people.forget(loaded.person.id, NOW)
        unit.finish(batch)
        unit.commit()
    assert list(store.inbox.said(batch.conversation)) == []
    assert store.inbox.put("1", "rest", "a", "{}", NOW) is None and store.inbox.waiting() == 0


def test_forgetting_takes_the_messages_too(store: Store) -> None:
    """What was said is gone; what is put afterwards arrives."""
    conversation = put(store, "a", "a.1", "a.2", channel="rest")
    store.inbox.put("1", "rest", "a", '{"text": "x"}', NOW)
    batch = store.inbox.claim("w", NOW)
    assert batch is not None
    with store.unit() as unit:
        unit.conversations.save(conversation, {"a": 1})
        unit.finish(batch)
        unit.commit()
    with store.unit() as unit:
        loaded = unit.conversations.get(conversation)
        assert loaded is not None
        unit.people.forget(loaded.person.id, NOW)
        unit.outbox.put(conversation, [Say("bye")], lane="answer")
        unit.commit()
    assert [r.say.key for r in store.outbox.latest(conversation)] == ["bye"]
    assert list(store.inbox.said(conversation)) == []
    with store.unit(reading=True) as unit:
        loaded = unit.conversations.get(conversation)
    assert loaded is not None and loaded.state is None


def test_an_outage_of_weeks_stops_nothing(store: Store) -> None:
    """What was tried as often as the column can count is tried on."""
    put(store, "a", "a.1")
    with store.database.write() as connection:
        connection.execute(update(outbox).values(attempts=32_767))
        connection.commit()
    (row,) = claimed(store)
    assert 0 < row.attempts < 32_767 and sent(store, [row]) == ["a.1"]
