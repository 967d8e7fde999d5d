"""An unfinished request is kept and offered again."""

from __future__ import annotations

import pytest

from actions.desk.commands import CallPerson
from tests.unit.dialogue.talk import Talk, meals


def test_after_a_pause_going_on_is_offered() -> None:
    """Go on, something new, or delete."""
    talk = meals("给我妈订饭，她78岁").later(hours=5).say("在不在呀", "greet")
    assert talk.keys[-1] == "form.unfinished"
    talk.press("r:continue")
    assert talk.keys[0] == "form.continued" and talk.open == "address" and talk.form.values["age"] == 78


def test_a_report_of_harm_is_offered_without_its_name() -> None:
    """Whoever holds the telephone by then learns nothing; going on leads to where it stood."""
    talk = Talk().say("我女儿在学校被人欺负，她12岁", "bullying_help").later(hours=5).say("在不在呀", "greet")
    assert talk.keys[-1] == "form.unfinished_private" and talk.replies[-1].params == {}
    assert talk.press("r:continue").open == "place"


def test_a_clear_answer_after_a_pause_simply_goes_on() -> None:
    """Nobody is asked whether they mean it."""
    assert meals().later(hours=5).say("78岁").open == "address"


def test_something_new_keeps_it_and_delete_deletes_it() -> None:
    """As the buttons say."""
    kept = meals("给我妈订饭，她78岁").later(hours=5).say("在不在呀", "greet").press("r:new").conversation
    assert kept.form is None and kept.parked[0].values["age"] == 78
    gone = meals("给我妈订饭，她78岁").later(hours=5).say("在不在呀", "greet").press("r:delete").conversation
    assert gone.form is None and gone.parked == ()


@pytest.mark.parametrize(("button", "kept"), [("r:new", 1), ("r:delete", 0)])
def test_what_was_asked_for_after_a_pause_begins_once_the_old_form_is_out_of_the_way(button: str, kept: int) -> None:
    """In the words in which it was said: nobody writes it twice."""
    talk = meals("给我妈订饭，她78岁").later(hours=5).say("我婆婆家的浴室想装扶手，她85岁", "home_adaptation")
    assert talk.keys == ["form.unfinished"]
    talk.press(button)
    assert talk.form.service == "home_adaptation" and talk.form.values["age"] == 85
    assert len(talk.conversation.parked) == kept


@pytest.mark.parametrize(("intent", "key"), [("find_contact", "contacts.list"), ("check_status", "form.nearly")])
def test_what_can_be_done_at_once_needs_no_offer_after_a_pause(intent: str, key: str) -> None:
    """The open question stays open."""
    talk = meals("给我妈订饭，她78岁").later(hours=5).say("麻烦您帮我看一看这个好吗", intent)
    assert talk.keys[0] == key and talk.open == "address"


def test_a_person_is_called_after_a_pause_too() -> None:
    """The form rests and is kept."""
    talk = meals("给我妈订饭，她78岁").later(hours=5).say("我要找个真人说一说", "human_agent")
    assert talk.commands == (CallPerson("wanted"),) and talk.conversation.parked[0].values["age"] == 78


def test_one_put_aside_is_offered_at_the_next_greeting() -> None:
    """And taken up where it stood."""
    talk = meals("给我妈订饭，她78岁").say("算了").press("f:keep").later(days=2).say("你好呀在吗", "greet")
    assert talk.keys[-1] == "form.unfinished"
    assert talk.say("继续").form.values["age"] == 78


@pytest.mark.parametrize("text", ["继续", "接着办", "繼續", "continue"])
def test_going_on_takes_up_what_was_put_aside(text: str) -> None:
    """Where nothing else is open; with nothing put aside it is not understood."""
    assert meals("给我妈订饭，她78岁").say("算了").press("f:keep").say(text).form.values["age"] == 78
    assert Talk().say(text).keys == ["talk.unclear"]


def test_going_on_asks_with_which_where_several_were_put_aside() -> None:
    """One button each; a press takes it up."""
    talk = meals("给我妈订饭，她78岁").say("算了").press("f:keep")
    talk.say("想捐点东西给你们呀", "donation").say("算了").press("f:keep").say("接着办")
    assert talk.keys == ["form.which_unfinished"] and len(talk.replies[0].buttons) == 2
    assert talk.press("n:meal_service").form.values["age"] == 78


def test_going_on_begins_no_form_for_one_in_danger() -> None:
    """It waits until the half hour is over."""
    talk = meals("给我妈订饭，她78岁").say("我爸又在打我")
    assert talk.say("继续").keys == ["crisis.heard"] and talk.conversation.form is None


@pytest.mark.parametrize("text", ["对", "好的", "係", "yes", "不是"])
def test_a_bare_yes_or_no_never_deletes(text: str) -> None:
    """Keep, delete or go on: neither names one, so the form goes on; deleting takes its own button."""
    talk = meals("给我妈订饭，她78岁").say("算了").say(text)
    assert talk.open == "address" and talk.form.values["age"] == 78
    assert meals("给我妈订饭，她78岁").say("算了").press("f:delete").conversation.form is None


def test_after_seven_days_it_is_gone() -> None:
    """Six days it is kept."""
    assert meals().later(days=6).say("你好呀在吗", "greet").conversation.form is not None
    talk = meals().later(days=7, minutes=1).say("你好呀在吗", "greet")
    assert talk.conversation.form is None and talk.keys[0] == "talk.greet"


def test_nothing_is_offered_soon_after_an_alarm() -> None:
    """No more questions for somebody in danger."""
    talk = meals("给我妈订饭，她78岁").say("我爸又在打我").later(minutes=5).say("你好呀在吗", "greet")
    assert "form.unfinished" not in talk.keys


def test_the_same_service_again_takes_up_what_was_put_aside() -> None:
    """Nothing is asked twice."""
    talk = meals("给我妈订饭，她78岁").say("算了").press("f:keep").say("菜单").press("g:elder").press("n:meal_service")
    assert talk.form.values["age"] == 78 and talk.conversation.parked == ()


def test_at_most_five_are_kept() -> None:
    """The oldest goes."""
    talk = Talk()
    for service in (
        "meal_service",
        "visit_request",
        "care_home",
        "senior_allowance",
        "donation",
        "suggestion",
        "counselling",
    ):
        talk.say("菜单").say("我想办这个事情呀", service).say("算了").press("f:keep")
    assert len(talk.conversation.parked) == 5 and talk.conversation.parked[0].service == "counselling"
