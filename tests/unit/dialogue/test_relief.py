"""The way out of an alarm."""

from __future__ import annotations

import pytest

from actions.desk.commands import CallPerson, EndHandOver
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import Talk, raised

ALL_WELL = [
    "我没事了",
    "我现在安全了",
    "回到暖心助手",
    "算了不跳了",
    "打错啦唔系虐待",
    "我冇事喇",
    "I'm safe now",
    "I am fine now",
]


@pytest.mark.parametrize("text", ALL_WELL)
def test_ones_own_words_end_an_alarm(text: str) -> None:
    """Said once, the call stays; then the desk works as usual, and a new alarm rings anew."""
    talk = Talk().say("我不想活了").say(text)
    assert talk.keys == ["crisis.safe"] and not any(isinstance(c, CallPerson | EndHandOver) for c in talk.commands)
    assert talk.say("我想给我妈订饭", "meal_service").form.service == "meal_service"
    assert "crisis.again" not in talk.keys
    assert raised(talk.say("我不想活了")) is not None


@pytest.mark.parametrize("text", ["人找到了", "阿婆返嚟喇", "妈妈自己回来了，谢谢", "he has been found, thank you"])
def test_that_somebody_is_back_opens_no_search(text: str) -> None:
    """Alone it is good news; after an alarm its end."""
    talk = Talk().say(text, "missing_person")
    assert talk.keys == ["talk.found"] and talk.conversation.form is None
    assert Talk().say("我奶奶走丢了，找不到人").say(text, "missing_person").keys[0] == "crisis.safe"


@pytest.mark.parametrize("text", ["还没找到", "找到工作了吗", "人没回来"])
def test_what_is_no_such_news_is_heard_as_ever(text: str) -> None:
    """A no, or something else that was found."""
    assert Talk().say(text, "missing_person").keys != ["talk.found"]


def test_a_button_ends_an_alarm() -> None:
    """Below the numbers, and below each reminder."""
    assert Talk().say("我不想活了").press("c:safe").keys == ["crisis.safe"]
    assert Talk().say("我爸在打我妈").say("谢谢").press("c:safe").keys == ["crisis.safe"]


def test_the_button_pressed_twice_is_past() -> None:
    """The second time no alarm is left whose numbers could be told."""
    talk = Talk().say("我不想活了").press("c:safe").send(Message(pressed="c:safe"))
    assert talk.keys[0] == "talk.past"


@pytest.mark.parametrize(
    ("alarm", "text"),
    [
        ("爸爸打我", "他没事"),
        ("爸爸打我", "不安全"),
        ("我不想活了", "没事，我走了就好了"),
    ],
)
def test_what_does_not_say_that_the_writer_is_safe_ends_no_alarm(alarm: str, text: str) -> None:
    """Nor does a danger told beside it."""
    assert Talk().say(alarm).say(text).keys == ["crisis.heard"]


def test_a_danger_told_with_a_mistake_still_rings() -> None:
    """More than one short denial is listened to."""
    assert Talk().say("我爸打我").say("打错了，不是我爸，是我哥拿刀要杀我").keys == ["crisis.again"]


def test_a_talk_that_staff_gave_back_is_a_talk_like_any_other() -> None:
    """They have looked after the alarm; another one, of the same kind too, rings anew."""
    talk = Talk().say("我不想活了")
    talk.view = View()
    assert talk.say("谢谢", "thank").keys != ["crisis.again"] and talk.commands == ()
    assert raised(talk.say("我不想活了")) is not None


def test_who_is_beaten_and_then_alone_hears_of_the_danger_only() -> None:
    """Not to go out and look for a bright place, while somebody breaks the door."""
    talk = Talk().say("爸爸打我，他在砸门").say("只有我一个人在家，没人管我")
    assert talk.keys == ["crisis.heard"] and talk.conversation.alarm == "violence" and talk.conversation.alarm_own
