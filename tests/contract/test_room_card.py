"""What a card in the staff's group shows of a talk, and what it never shows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions import dialogue
from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.person import HandOver, Incident, Staff
from actions.desk.results import Opened
from actions.desk.staff_work import set_status
from actions.dialogue.shapes import Conversation, Form
from actions.store import Store
from bot.locale.wording import Wording
from bot.telegram.roomcard import FEW, Cards, Talk, talk_of
from bot.telegram.roomwatch import aloud
from bot.telegram.service import cards_of
from bot.wiring import incomings
from data.model import Service
from tests.known import known

CATALOGUE = known()
WORDING = Wording(CATALOGUE.place.timezone)


def service(sensitivity: str) -> Service:
    """The first of that kind."""
    return next(s for s in CATALOGUE.services.values() if s.sensitivity == sensitivity)


def opened(store: Store, now: datetime, of: Service, **details: str) -> tuple[str, str]:
    """A request of the same person's; its number and the conversation."""
    with store.unit() as unit:
        loaded = unit.conversations.load("web", "amah", now=now)
        command = OpenTicket(of.id, details, "")
        result = execute(
            command, uow=unit, person=loaded.person, conversation_id=loaded.id, catalogue=CATALOGUE, now=now
        )
        assert isinstance(result, Opened)
        unit.commit()
    return result.ticket.number, loaded.id


def taken(store: Store, conversation: str, now: datetime) -> None:
    """Somebody has the talk."""
    with store.unit() as unit:
        unit.hand_overs.save(HandOver(conversation, "held", "wanted", now, "li"))
        unit.commit()


def shown(store: Store, conversation: str) -> tuple[Talk, Cards]:
    """The talk as the group is shown it."""
    with store.unit(reading=True) as unit:
        talk = talk_of(unit, conversation)
    assert talk is not None
    return talk, cards_of(CATALOGUE, WORDING, store, incomings(store))


def test_a_card_names_nobody(store: Store, now: datetime) -> None:
    """What was chosen or counted is shown; name, place and the person's own words are for the console."""
    wanted = {"place": "翠竹路12号", "name": "陈小梅", "text": "陈家的狗很凶", "age": "81"}
    ordinary = [s for s in CATALOGUE.services.values() if s.sensitivity == "ordinary"]
    told = set()
    for of in ordinary:
        details = {d.id: wanted[d.kind] for d in of.details if d.kind in wanted}
        _, conversation = opened(store, now, of, **details)
        talk, cards = shown(store, conversation)
        text = WORDING.text(cards.card(talk), "zh_Hans")
        told |= {d.kind for d in of.details if d.kind in wanted}
        assert all(words not in text for kind, words in wanted.items() if kind != "age")
        assert details.get("age", "") in text
    assert told == wanted.keys()


@pytest.mark.parametrize(("when", "told"), [("morning", True), ("等我老公出门，他打我", False)])
def test_a_call_back_is_told_without_the_persons_words(store: Store, now: datetime, when: str, told: bool) -> None:
    """A time that was chosen is shown in the group, one in the person's own words is not."""
    with store.unit() as unit:
        loaded = unit.conversations.load("web", "amah", now=now)
        unit.hand_overs.save(HandOver(loaded.id, "waiting", "wanted", now, callback=("13800001234", when)))
        unit.commit()
    talk, cards = shown(store, loaded.id)
    text = WORDING.text(cards.card(talk), "zh_Hans")
    assert "13800001234" not in text and when not in text and ("上午" in text) == told


@pytest.mark.parametrize("closed", [False, True])
def test_a_protected_request_keeps_what_was_said_out_of_the_group(store: Store, now: datetime, closed: bool) -> None:
    """Also when it is over, and when newer ones have taken its place on the card."""
    number, conversation = opened(store, now, service("protected"))
    if closed:
        with store.unit() as unit:
            unit.staff.save(Staff("li", "李", "supervisor"))
            set_status(unit, "li", number, "closed", catalogue=CATALOGUE, result="办好了", now=now)
            unit.commit()
    for _ in range(0 if closed else FEW):
        opened(store, now, service("ordinary"))
    taken(store, conversation, now)
    talk, cards = shown(store, conversation)
    assert cards.before(talk).key == "room.before_private"


@pytest.mark.parametrize("parked", [False, True])
def test_what_is_being_filled_in_is_kept_out_too(store: Store, now: datetime, parked: bool) -> None:
    """Whoever calls a person in the middle of a report has told it to no group, nor has one who left it for later."""
    form = Form(service("protected").id, said=("有人打我",))
    with store.unit() as unit:
        loaded = unit.conversations.load("web", "boy", now=now)
        at_work = Conversation(loaded.id, loaded.person.id, form=None if parked else form)
        remembered = Conversation(loaded.id, loaded.person.id, parked=(form,)) if parked else at_work
        unit.conversations.save(loaded.id, dialogue.dump(remembered))
        unit.commit()
    taken(store, loaded.id, now)
    talk, cards = shown(store, loaded.id)
    assert cards.before(talk).key == "room.before_private"


def test_what_was_said_is_shown_once_somebody_has_the_talk(store: Store, now: datetime) -> None:
    """Before that the group reads nobody's words, whoever asks: no button leads there, and an old one shows nothing."""
    _, conversation = opened(store, now, service("ordinary"))
    talk, cards = shown(store, conversation)
    assert "room:before" not in [button.payload for button in cards.card(talk).buttons]
    assert cards.before(talk).key == "room.before_later"
    taken(store, conversation, now)
    talk, cards = shown(store, conversation)
    assert "room:before" in [button.payload for button in cards.card(talk).buttons]
    assert cards.before(talk).key in ("room.before", "room.before_nothing")


def test_a_call_after_an_alarm_says_so(store: Store, now: datetime) -> None:
    """When the alarm was and of which kind, and it rings aloud; nothing that the person said."""
    _, conversation = opened(store, now, service("ordinary"))
    before = shown(store, conversation)[0].state
    with store.unit() as unit:
        person = unit.conversations.load("web", "amah", now=now).person.id
        rang = now - timedelta(hours=2)
        had = Incident("a", conversation, person, "violence", True, "爸爸打我", rang, "li", rang, "谈好了", rang)
        unit.incidents.add(had)
        unit.hand_overs.save(HandOver(conversation, "waiting", "crisis", now))
        unit.commit()
    talk, cards = shown(store, conversation)
    said = WORDING.text(cards.card(talk), "zh_Hans")
    assert "有过警报（遭受伤害）" in said and "爸爸打我" not in said and "谈好了" not in said
    assert "那次警报谈妥了什么，请到工作台看" in said
    assert [say.key for say in aloud(talk, before)] == ["room.rings_alarm", "room.rings"]
    with store.unit() as unit:
        unit.hand_overs.save(HandOver(conversation, "waiting", "wanted", now))
        unit.commit()
    assert [say.key for say in aloud(shown(store, conversation)[0], before)] == ["room.rings"]


def test_a_name_that_ends_like_an_alarm_is_none(now: datetime) -> None:
    """Whoever takes a talk rings nobody, whatever their user name."""
    held = HandOver("c", "held", "wanted", now, "anticrisis")
    talk = Talk("c", "web", "zh_Hans", held, [], [], private=False, had=None, agreed=None, filling=[])
    assert [say.key for say in aloud(talk, "waiting:||0")] == ["room.held"]
