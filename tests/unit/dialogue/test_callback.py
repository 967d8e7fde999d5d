"""Waiting for a person: one's place, how long it usually takes, and being called back instead."""

from __future__ import annotations

import pytest

from actions.desk.commands import AskCallback
from actions.desk.results import CallbackKept, PersonCalled
from actions.dialogue.callback import ASK
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import Talk

PHONE = "13800001234"


def waiting(*, on_duty: bool = False, ahead: int = 0, usual: int = 0, phone: str = "") -> Talk:
    """Somebody who asked for a person."""
    view = View(known={"phone": phone} if phone else {})
    return Talk(view=view).say("转人工").result(PersonCalled(on_duty, ahead, usual))


@pytest.mark.parametrize(
    ("ahead", "usual", "key"),
    [
        (0, 0, "person.called_first"),
        (2, 0, "person.called"),
        (2, 15, "person.called_minutes"),
        (0, 90, "person.called_first_minutes"),
        (3, 125, "person.called_hours"),
    ],
)
def test_one_hears_ones_place_and_the_usual_wait(ahead: int, usual: int, key: str) -> None:
    """No figure where too few calls were taken to tell; hours where minutes would be many."""
    said = waiting(on_duty=True, ahead=ahead, usual=usual).replies[0]
    assert said.key == key and said.params["ahead"] == ahead and said.params["hours"] == -(-usual // 60)


def test_a_callback_is_offered_where_nobody_is_free() -> None:
    """Nobody on duty, others before, or a long wait; not to whoever is next."""
    for talk, offered in (
        (waiting(), True),
        (waiting(on_duty=True, ahead=1), True),
        (waiting(on_duty=True, usual=30), True),
        (waiting(on_duty=True, usual=5), False),
    ):
        assert (ASK in talk.replies[0].buttons) is offered


def test_number_and_time_in_turn() -> None:
    """The number, then when; what was noted is said back."""
    talk = waiting().press("callback")
    assert talk.keys == ["callback.phone"]
    assert talk.say("我的号码是138 0000 1234").keys == ["callback.when"]
    assert talk.say("明天下午三点").commands == (AskCallback(PHONE, "明天下午三点"),)
    assert talk.result(CallbackKept(PHONE, "明天下午三点")).keys == ["callback.kept"]


def test_number_and_time_at_once() -> None:
    """Nothing is asked that was told."""
    assert waiting().press("callback").say("13800001234，晚上七点后").commands == (AskCallback(PHONE, "晚上七点后"),)


def test_buttons_suffice() -> None:
    """A number that is known is offered, and times."""
    talk = waiting(phone=PHONE).press("callback").press("known").press("morning")
    assert talk.commands == (AskCallback(PHONE, "morning"),)
    assert talk.result(CallbackKept(PHONE, "morning")).keys == ["callback.kept_morning"]


def test_a_shared_contact_is_a_number() -> None:
    """Telegram vouches for it."""
    talk = waiting().press("callback").send(Message(text=PHONE, phone=PHONE))
    assert talk.keys == ["callback.when"]


def test_what_is_no_number_is_asked_for_once_more() -> None:
    """Then one waits as before; and whoever wants none presses so."""
    talk = waiting().press("callback").say("1380000")
    assert talk.keys == ["callback.phone_again"]
    assert talk.say("13800").keys == ["callback.without"] and talk.conversation.pending is None
    assert waiting().press("callback").press("leave").keys == ["callback.without"]


def test_another_need_is_not_taken_for_a_number() -> None:
    """Words without digits go their ordinary way."""
    talk = waiting().press("callback").say("想给我妈订饭", "meal_service")
    assert talk.form.service == "meal_service"


def test_an_alarm_comes_first() -> None:
    """In the middle of the questions too."""
    talk = waiting().press("callback").say(PHONE).say("我不想活了")
    assert talk.keys[0].startswith("crisis.")
