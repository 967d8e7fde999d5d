"""What the Bot API does to messages: answers lost, storms of 429, blocked chats and poison; nobody else suffers."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from actions.desk.say import Say
from actions.store import tables
from tests.emulator.record import Cut, Refusal
from tests.faults.callers import Crowd, Striking, pause
from tests.faults.checker import check
from tests.faults.conftest import Tell
from tests.faults.stage import Stage

LATE_S = 2.0  # after a 429: what was under way may still arrive
SERVED_S = 5.0
FIRST_CHAT, LATE_CHAT = 5000, 4000
TOGETHER = 20
HALTED = "429 is obeyed, for all processes"


def notices(stage: Stage, chats: int, each: int, first: int = FIRST_CHAT) -> None:
    """So many messages for so many people who have all started the bot."""
    for chat in range(first, first + chats):
        stage.emulator.user(chat, str(chat)).started = True
    put_notices(stage, range(first, first + chats), each)


def put_notices(stage: Stage, chats: Sequence[int], each: int) -> None:
    """So many for each of these chats, a few chats at a time: others write meanwhile."""
    for start in range(0, len(chats), TOGETHER):
        with stage.store.unit() as unit:
            for chat in chats[start : start + TOGETHER]:
                talk = unit.conversations.load("telegram", str(chat), now=datetime.now(UTC)).id
                unit.outbox.put(talk, [Say("say.words", {"words": f"{chat}-{n}"}) for n in range(each)], lane="notice")
            unit.commit()


def rows(stage: Stage) -> list[Any]:
    """What became of all messages."""
    columns = tables.outbox.c
    query = select(columns.conversation, columns.state, columns.doubts, columns.error).order_by(columns.id)
    with stage.store.database.read() as connection:
        return list(connection.execute(query))


def lost_answers(stage: Stage, emulator: Striking, count: int) -> list[str]:
    """What is wrong after the first answers to so many messages were lost."""
    notices(stage, count, 1)
    emulator.fails("sendMessage", *(Cut(after=True) for _ in range(count)))
    stage.start()
    if not stage.quiet(60 + count / 2):
        return ["messages still wait"]
    calls = Counter(call.params["chat_id"] for call in emulator.called("sendMessage") if call.status == 0)
    wrong = []
    for chat in range(FIRST_CHAT, FIRST_CHAT + count):
        talk, cuts = stage.store.conversation_id("telegram", str(chat)), calls[chat]
        row = next(row for row in rows(stage) if row.conversation == talk) if count < 100 else None
        if row is not None and (row.doubts, row.state) != (cuts, "uncertain" if cuts > 1 else "sent"):
            wrong.append(f"{chat}: cut {cuts} times, marked {row.state} with {row.doubts} doubts")
        if len(emulator.users[chat].messages) not in (cuts, cuts + 1):
            wrong.append(f"{chat}: read {len(emulator.users[chat].messages)} times, cut {cuts} times")
    every = rows(stage)
    if sum(row.doubts for row in every) != count:
        wrong.append(f"{count} answers were lost, {sum(row.doubts for row in every)} doubts are marked")
    return wrong


@pytest.mark.parametrize("count", [25, pytest.param(1000, marks=[pytest.mark.faults, pytest.mark.timeout(1800)])])
def test_a_lost_answer_is_never_silent(stage: Stage, emulator: Striking, tell: Tell, count: int) -> None:
    """The Bot API has the message and the line is cut: marked, sent once more, and left uncertain if lost again."""
    wrong = lost_answers(stage, emulator, count)
    tell("a send whose answer is lost is marked, never silent", count, f"{len(wrong)} wrong")
    assert not wrong


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_lost_answer_that_is_taken_for_sent_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same with the mark taken away."""
    stage.guards = ("lost",)
    assert lost_answers(stage, emulator, 5)
    tell("mutation: lost", 5, "seen")


class Storm:
    """429 again and again: `took` in all, and what was sent inside a halt."""

    def __init__(self, emulator: Striking, longest: int, dice: random.Random) -> None:
        self.emulator, self._longest, self._dice = emulator, longest, dice
        self.refused, self.inside = 0, list[float]()  # how many, and seconds into a halt
        self._since, self._until, self._calm = 0.0, 0.0, 5
        emulator.weather = self.meets

    def meets(self) -> None:
        """One send: refused while it storms, and counted where the sender had to know."""
        now = time.monotonic()
        if now < self._until:
            self.inside += [now - self._since] if now > self._since + LATE_S else []
            self._refuse(round(self._until - now + 0.5))
        self._calm -= 1
        if self._calm < 0:
            # the first is the longest; then 1 to the longest, short ones more often
            seconds = round(self._longest ** self._dice.random()) if self.refused else self._longest
            self._since, self._until, self._calm = now, now + seconds, self._dice.randint(10, 30)
            self._refuse(seconds)

    def _refuse(self, seconds: int) -> None:
        self.refused += 1
        raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=max(1, seconds))


def stormed(stage: Stage, emulator: Striking, messages: int, longest: int, part: int) -> Storm:
    """Two senders (on SQLite one) in storms until all is sent; within the first halt somebody is written to."""
    storm = Storm(emulator, longest, random.Random(part))
    notices(stage, 40, messages // 40)
    stage.start(role="delivery" if stage.redis else "all")
    if stage.redis:
        stage.start(role="delivery")
    emulator.wait(lambda: storm.refused, 60)
    pause(LATE_S + 1.0)
    notices(stage, 1, 1, LATE_CHAT)
    assert stage.quiet(60 + messages * longest / 10), "messages still wait"
    return storm


def obeyed(stage: Stage, emulator: Striking, messages: int, longest: int, part: int = 0) -> tuple[int, list[str], int]:
    """How many refusals there were, what is wrong (sent inside a halt, lost, doubled or out of order), and copies.

    A sender that was stopped while its message was on its way is doubted: a second copy is by design, counted apart.
    """
    storm = stormed(stage, emulator, messages, longest, part)
    wrong = [f"sent {at:.1f} s into a halt" for at in storm.inside]
    doubts = Counter[str]()
    for row in rows(stage):
        doubts[row.conversation] += row.doubts
    copies = 0
    for chat, count in [(chat, messages // 40) for chat in range(FIRST_CHAT, FIRST_CHAT + 40)] + [(LATE_CHAT, 1)]:
        read = emulator.users[chat].texts
        twice, doubted = len(read) - len(set(read)), doubts[stage.store.conversation_id("telegram", str(chat))]
        copies += twice
        if list(dict.fromkeys(read)) != [f"{chat}-{n}" for n in range(count)] or twice > doubted:
            wrong.append(f"{chat} read {len(read)} messages of {count} with {doubted} doubts, or out of order")
    return storm.refused, wrong, copies


def test_too_many_is_obeyed_by_all(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """Nothing is sent inside a halt, by either process, and everything arrives in the end, once and in order."""
    refused, wrong, twice = obeyed(stage, emulator, 40, 6)
    tell(HALTED, refused, f"{len(wrong)} wrong, 40 sent, {twice} twice by doubt")
    assert refused and not wrong


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_halt_that_holds_only_its_message_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same where nobody is told of a halt."""
    stage.guards = ("halt",)
    _, wrong, _ = obeyed(stage, emulator, 40, 6)
    tell("mutation: halt", 1, "seen" if wrong else "not seen")
    assert any("into a halt" in one for one in wrong), wrong


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(10))
def test_too_many_by_the_thousand(stage: Stage, emulator: Striking, tell: Tell, part: int) -> None:
    """A hundred halts of up to a minute, a tenth of what an engine must bear; parts may run side by side."""
    refused, wrong, twice = obeyed(stage, emulator, 2000, 60, part)
    tell(f"{HALTED}: part {part + 1} of 10", refused, f"{len(wrong)} wrong, 2000 sent, {twice} twice by doubt")
    assert refused >= 90 and not wrong


def troubled(stage: Stage, emulator: Striking, count: int) -> tuple[float, list[str]]:
    """Blocked chats, chats that are gone and updates nobody can read: the slowest answer, and what is wrong."""
    crowd = Crowd(emulator, 4)
    crowd.come()
    stage.start()
    emulator.wait(lambda: crowd.finished, 60)
    with emulator.changed:
        for caller in crowd.callers:
            caller.slowest = 0.0  # the start is no fault
        for chat in range(FIRST_CHAT, FIRST_CHAT + 2 * count):
            user = emulator.user(chat, str(chat))
            user.blocked, user.started = chat % 2 == 0, chat % 2 == 0
        for n in range(count):
            emulator.update(message={"message_id": n, "chat": {"id": "?" * n}, "date": [], "from": n})
    put_notices(stage, range(FIRST_CHAT, FIRST_CHAT + 2 * count), 1)
    helped = (
        crowd.enough(crowd.finished + 8 + count // 25, 60 + count)
        and crowd.all_done(30)
        and stage.quiet(30 + count / 5)
    )
    wrong = check(stage.store, crowd.callers, 0).wrong if helped else ["ordinary people were not helped"]
    failed = Counter((row.state, row.error) for row in rows(stage) if row.state != "sent")
    if failed != {("failed", "Forbidden"): count, ("failed", "BadRequest"): count}:
        wrong.append(f"marked {dict(failed)}")
    if stage.store.strays.count() != count:
        wrong.append(f"{stage.store.strays.count()} updates were set aside")
    return max((caller.slowest for caller in crowd.callers), default=0.0), wrong


@pytest.mark.parametrize(
    ("count", "bound_s"),
    [
        (20, 3 * SERVED_S),  # in the everyday run other tests have the processor too
        pytest.param(500, SERVED_S, marks=[pytest.mark.faults, pytest.mark.timeout(1800)]),
    ],
)
def test_one_bad_chat_or_update_stops_no_other(
    stage: Stage, emulator: Striking, tell: Tell, count: int, bound_s: float
) -> None:
    """403, 400 and updates that nobody can read: each is marked or set aside, and ordinary people are served."""
    slowest, wrong = troubled(stage, emulator, count)
    tell("one blocked chat stops no other; a poison update is set aside", 3 * count, f"slowest answer {slowest:.1f} s")
    assert not wrong
    assert slowest < bound_s


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_poison_that_is_not_set_aside_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same with the setting aside taken away: polling never gets past it."""
    stage.guards = ("poison",)
    with emulator.changed:
        emulator.update(message={"message_id": 1, "chat": {"id": "?"}, "date": []})
    user = emulator.user()
    user.say("/menu")
    stage.start()
    emulator.wait(lambda: len(emulator.called("getUpdates")) > 1, 30)
    pause(1.0)
    assert not user.texts and not stage.store.strays.count()
    tell("mutation: poison", 1, "seen")


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_refusal_that_holds_back_all_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same where a blocked chat is tried again: whoever writes then is not served."""
    stage.guards = ("refusal",)
    notices(stage, 1, 1)
    emulator.users[FIRST_CHAT].blocked = True
    stage.start()
    emulator.wait(lambda: any(call.status == 403 for call in emulator.called("sendMessage")), 60)
    user = emulator.user()
    user.say("/menu")
    with pytest.raises(AssertionError):
        user.sees("", within=SERVED_S)
    tell("mutation: refusal", 1, "seen")
