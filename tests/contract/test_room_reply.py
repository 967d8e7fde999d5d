"""What a reply in the staff's group answers, also long after the message to which it replies."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.person import HandOver, Staff
from actions.desk.results import Opened
from actions.desk.say import Say
from actions.store import Store
from actions.store.inbox import Batch, InRow
from actions.store.outbox import Mark
from bot.locale.wording import Wording
from bot.telegram.roomagreed import LOOKED_AT, QUESTION, cause_of
from bot.telegram.service import staff_room
from bot.telegram.staffroom import CHANNEL
from tests.known import known

CATALOGUE = known()
LI = 2001  # the account of the member of staff who has the talk


@pytest.fixture
def talk(store: Store, now: datetime) -> str:
    """A talk that Li has."""
    with store.unit() as unit:
        conversation = unit.conversations.load("web", "amah", now=now).id
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        unit.bindings.bind("telegram", str(LI), "li", now)
        unit.hand_overs.save(HandOver(conversation, "held", "wanted", now, "li"))
        unit.commit()
    return conversation


def told(store: Store, talk: str, says: list[Say], now: datetime, first: int) -> None:
    """They arrived in the talk's room, numbered from `first`."""
    with store.unit() as unit:
        room = unit.conversations.load(CHANNEL, talk, now=now).id
        for say in says:
            unit.outbox.put(room, [say], lane="answer", cause=cause_of([say]))
        unit.commit()
    number = first
    while rows := store.outbox.claim("test", now, channels=[CHANNEL], limit=1):
        store.outbox.mark([Mark.sent(rows[0], now, number)])
        number += 1


def replied(store: Store, talk: str, message: int, words: str, now: datetime) -> list[str]:
    """Li replies to that message of the room; what is said of it there."""
    one = {"message_id": 9000, "chat": {"id": -100}, "from": {"id": LI}, "text": words}
    one["reply_to_message"] = {"message_id": message, "from": {"id": 1, "is_bot": True}}
    room = staff_room(CATALOGUE, Wording(CATALOGUE.place.timezone), store, {})
    with store.unit() as unit:
        loaded = unit.conversations.load(CHANNEL, talk, now=now)
        room.take(unit, loaded, Batch(loaded.id, 1, (InRow(1, "k", json.dumps({"message": one}), now, 1),)), now)
        unit.commit()
    waiting = store.outbox.claim("test", now, channels=[CHANNEL], limit=1)
    return [row.say.key for row in waiting]


def to_person(store: Store, talk: str) -> list[object]:
    """What the person was sent of staff's own words."""
    return [row.say.params["words"] for row in store.outbox.latest(talk, 50) if row.say.key == "say.words"]


@pytest.mark.parametrize(("asks", "status"), [("room.result", "closed"), ("room.reason", "cancelled")])
def test_an_older_question_how_it_ends_is_answered_too(
    store: Store, now: datetime, talk: str, asks: str, status: str
) -> None:
    """Asked twice, and long ago: the first is answered, and the person reads result or reason, not chat."""
    service = next(s for s in CATALOGUE.services.values() if s.sensitivity == "ordinary")
    with store.unit() as unit:
        loaded = unit.conversations.load("web", "amah", now=now)
        made = OpenTicket(service.id, {}, "")
        opened = execute(made, uow=unit, person=loaded.person, conversation_id=talk, catalogue=CATALOGUE, now=now)
        assert isinstance(opened, Opened)
        unit.commit()
    asked = Say(asks, {"number": opened.ticket.number})
    others = [Say("room.said", {"words": str(n)}) for n in range(LOOKED_AT)]
    told(store, talk, [asked, asked, *others], now, 100)
    assert replied(store, talk, 100, "明天起每天送到", now) == ["room.done"]
    with store.unit(reading=True) as unit:
        ticket = unit.tickets.by_number(opened.ticket.number)
    assert ticket is not None and ticket.status.value == status
    assert any("明天起每天送到" in row.say.params.values() for row in store.outbox.latest(talk))
    assert to_person(store, talk) == []


@pytest.mark.parametrize(
    ("message", "said", "person"),
    [
        (7, ["room.no.reply"], []),
        (100, ["room.agreed_first"], []),
        (102, [], ["妈妈在旁边了"]),
        (0, [], ["妈妈在旁边了"]),
    ],
    ids=["one that is gone", "an older question", "the person's words", "none"],
)
def test_what_answers_a_question_is_no_word_to_the_person(
    store: Store, now: datetime, talk: str, message: int, said: list[str], person: list[str]
) -> None:
    """Also where the question is not known any more; any other reply is brought."""
    told(store, talk, [QUESTION, QUESTION, Say("room.said", {"words": "好"})], now, 100)
    assert replied(store, talk, message, "妈妈在旁边了", now) == said
    assert to_person(store, talk) == person


def test_what_replies_to_nothing_opens_no_message(
    store: Store, now: datetime, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it answers a question is told by its number alone."""
    looked: list[int] = []
    monkeypatch.setattr(store.outbox, "latest", lambda talk, most: looked.append(most))
    assert replied(store, talk, 0, "我还在听", now) == []
    assert looked == []
