"""A person, please: called, waited for, here, and back to the assistant."""

from __future__ import annotations

import pytest

from actions.desk.commands import CallPerson, EndHandOver
from actions.desk.results import HandOverEnded, PersonCalled
from actions.dialogue import pressed
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import Talk, meals


@pytest.mark.parametrize("word", ["人工", "找人", "真人", "搵真人", "person please", "转人工"])
def test_a_person_please(word: str) -> None:
    """The form rests and is kept."""
    talk = meals("给我妈订饭，她78岁").say(word)
    assert talk.commands[-1] == CallPerson("wanted")
    assert talk.conversation.form is None and talk.conversation.parked[0].values["age"] == 78
    assert talk.result(PersonCalled(True, 0)).keys == ["person.called_first", "form.rests"]


def test_nobody_on_duty_is_said_truthfully() -> None:
    """Never "someone is coming" when nobody is there."""
    assert Talk().say("人工").result(PersonCalled(False, 0)).keys[0].startswith("person.away")


def test_a_held_talk_is_silent() -> None:
    """While a person has the talk the assistant says nothing."""
    talk = Talk(view=View(hand_over="held")).say("谢谢", "thank")
    assert talk.replies == () and talk.commands == ()


@pytest.mark.parametrize("text", ["回到小暖", "不等了。", "唔等喇", "Back to the assistant", "回到暖心助手"])
@pytest.mark.parametrize("state", ["held", "waiting"])
def test_whoever_waits_no_longer_has_the_assistant_back(state: str, text: str) -> None:
    """By words, also where a person has the talk and the assistant is silent otherwise."""
    talk = Talk(view=View(hand_over=state)).say(text)
    assert EndHandOver() in talk.commands
    assert talk.result(HandOverEnded()).keys == ["person.ended"]


def test_the_way_back_stands_on_a_button() -> None:
    """Below "a person was called"; below a notice of staff it is pressed or typed as well."""
    talk = Talk().say("转人工").result(PersonCalled(on_duty=True, ahead=0))
    talk.view = View(hand_over="waiting")
    assert talk.press("assistant").commands == (EndHandOver(),)
    assert Talk(view=View(hand_over="held")).send(Message(pressed="c:assistant")).commands == (EndHandOver(),)
    titles = {"button.assistant": ["回到暖心助手"]}
    assert pressed(talk.conversation, "c:assistant", lambda b: titles.get(str(b.title), []), str) == "c:assistant"


def test_going_back_offers_what_rested() -> None:
    """The form that a call for a person put aside goes on with one press."""
    talk = meals().say("转人工").result(PersonCalled(on_duty=True, ahead=0))
    talk.view = View(hand_over="waiting")
    talk.say("不等了").result(HandOverEnded())
    talk.view = View()
    assert talk.press("r:continue").open == "age"


def test_the_assistant_asked_for_where_nobody_was_called() -> None:
    """It says that it is here, and the open question again."""
    assert Talk().say("回到小暖").keys == ["talk.here", "menu.groups"]
    assert meals().say("回到小暖").keys == ["talk.here", "form.question_why"]


@pytest.mark.parametrize("intent", ["check_status", "urge_request"])
def test_who_waits_and_asks_how_long_hears_their_place(intent: str) -> None:
    """Not that no request of theirs is under way; "never mind" in any words calls it off."""
    waiting = Talk(view=View(hand_over="waiting"))
    assert waiting.say("大概还要多长时间呢", intent).commands == (CallPerson("wanted"),)
    assert waiting.say("那就不麻烦你们了", "cancel").commands == (EndHandOver(),)


@pytest.mark.parametrize("text", ["算了还是你来吧", "不等了，你帮我办", "算了", "back to you then"])
def test_who_is_tired_of_waiting_gets_the_assistant_back(text: str) -> None:
    """In any words; to a person who is here the same words are for that person."""
    waiting = Talk(view=View(hand_over="waiting")).say(text)
    assert waiting.commands[-1:] == (EndHandOver(),), waiting.keys
    assert Talk(view=View(hand_over="held")).say("你帮我办").commands == ()
