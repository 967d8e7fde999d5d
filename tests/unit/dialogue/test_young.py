"""A child that asks for what is done for the old is asked first whether anybody looks after it."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.talk import Talk, raised


def test_a_hungry_child_gets_no_form_for_the_old() -> None:
    """It is asked about itself; with no grown-up there it rings."""
    talk = Talk().say("我今年9岁，没有手机，我想吃饭", "meal_service")
    assert talk.keys == ["young.ask"] and talk.conversation.form is None
    alarm = raised(talk.press(":no"))
    assert alarm is not None and (alarm.kind, alarm.own) == ("helpless", True)


@pytest.mark.parametrize("text", ["不用了谢谢", "算了"])
def test_who_gives_it_up_is_not_taken_to_be_alone(text: str) -> None:
    """It rings for a no, not for a refusal."""
    assert raised(Talk().say("我今年9岁，没有手机，我想吃饭", "meal_service").say(text)) is None


def test_with_a_grown_up_there_it_may_ask_for_its_grandmother() -> None:
    """By one press."""
    talk = Talk().say("我9岁，想订饭", "meal_service").press(":yes")
    assert talk.keys == ["young.with_adult"]
    assert talk.press("meal_service").form.service == "meal_service"


@pytest.mark.parametrize("text", ["我9岁，好饿，家里没有大人", "I am 9, I am hungry and I am alone"])
def test_hungry_and_alone_rings_at_once(text: str) -> None:
    """In danger itself, whatever it is understood to ask for."""
    alarm = raised(Talk().say(text, "meal_service"))
    assert alarm is not None and alarm.own


def test_a_child_is_not_sent_to_another_office() -> None:
    """Whatever its words are taken for."""
    assert Talk().say("我9岁没有手机", "out_of_scope").keys == ["talk.unclear"]


def test_who_asks_for_an_old_person_is_not_asked() -> None:
    """A child may help its grandmother."""
    assert Talk().say("我9岁，想给奶奶订饭，她80岁", "meal_service").form.service == "meal_service"


@pytest.mark.parametrize(
    "text", ["想申请轮椅", "我想給我媽申請輪椅", "apply for a wheelchair", "How can I get a hearing aid?"]
)
def test_a_thing_that_no_service_gives_leads_into_none_unasked(text: str) -> None:
    """Those that come near are offered, and a person."""
    talk = Talk().say(text, "care_home")
    assert talk.keys == ["talk.near"] and talk.conversation.form is None
    assert talk.press("home_adaptation").form.service == "home_adaptation"
