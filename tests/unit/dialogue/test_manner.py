"""How one is spoken to: short and by number for the old, simple words for children, and who is spoken to so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.desk.commands import SetManner
from actions.desk.say import Button, Say
from actions.dialogue import dressed
from actions.dialogue.button import pressed
from actions.dialogue.keys import KEYS
from actions.dialogue.manner import AT_ONCE, EASIER, HIDE, MORE, REPEAT
from actions.dialogue.shapes import Message
from bot.locale.wording import Wording, catalogue
from data.model import LANGUAGES, Words
from tests.unit.dialogue.talk import Talk, meals
from tests.unit.dialogue.talk import catalogue as services

WORDING = Wording("Asia/Shanghai")
CHILDREN = (
    "我今年10岁，有人打我",
    "我十一岁了",
    "我读三年级，同学老是打我",
    "我是小学生，想找人说话",
    "我系小學生",
    "I'm 9 years old and they hit me",
    "i am a kid",
)
NO_CHILDREN = (
    "我10岁的儿子被同学打了",
    "我儿子今年10岁",
    "我有个10岁的孩子",
    "我10岁那年爸爸走了",
    "我是小学生的妈妈",
    "我今年35岁",
    "我和孩子，他9岁",
    "我家老大读三年级",
    "I am 10 minutes away",
    "I'm the mother of a 9 year old",
)
OLD = ("我今年82岁了", "我78了，想订饭", "我七十八岁", "I am 80 years old")


def shown(talk: Talk) -> list[Button]:
    """The buttons below what was said last, as they go out."""
    return list(dressed(talk.conversation, talk.replies)[-1].buttons)


@pytest.mark.parametrize("text", CHILDREN)
def test_whoever_says_to_be_a_child_is_spoken_to_as_one(text: str) -> None:
    """At once, and the desk knows it for its notices."""
    talk = Talk().say(text, "bullying_help")
    assert talk.conversation.manner == "child" and SetManner("child") in talk.commands


@pytest.mark.parametrize("text", NO_CHILDREN)
def test_whoever_speaks_of_a_child_is_none(text: str) -> None:
    """A mother, or somebody who remembers, is an adult."""
    assert Talk().say(text, "bullying_help").conversation.manner == ""


def test_the_age_in_a_form_tells_it_too() -> None:
    """Where the child itself asks, and not where its grandmother does."""
    for asker, manner in (("self", "child"), ("relative", "")):
        talk = Talk().say("有人欺负", "bullying_help")
        form = replace(talk.form, values={**talk.form.values, "asker": asker}, current="child_age")
        talk.conversation = replace(talk.conversation, form=form)
        assert talk.say("10").conversation.manner == manner


@pytest.mark.parametrize("text", OLD)
def test_the_old_are_offered_the_short_way_once(text: str) -> None:
    """A button beside the answer, and no question more; it is not offered again."""
    talk = Talk().say(text, "meal_service")
    assert EASIER in shown(talk) and talk.conversation.manner == ""
    assert EASIER not in shown(talk.say("什么"))


def test_whoever_does_not_follow_is_offered_the_short_way() -> None:
    """看不懂 says it again, with the button beside it."""
    talk = meals().say("看不懂")
    assert EASIER in shown(talk)


@pytest.mark.parametrize("text", ["字大一点", "太快了", "看唔清", "simpler please", "长辈模式"])
def test_whoever_asks_for_it_has_it(text: str) -> None:
    """In the middle of a form too, whose question comes again."""
    talk = meals().say(text)
    assert talk.conversation.manner == "elder" and talk.keys[0] == "manner.elder"
    assert SetManner("elder") in talk.commands and talk.form is not None
    assert talk.say("照平常说").conversation.manner == ""


def elder() -> Talk:
    """Somebody who chose the short way."""
    return Talk(manner="elder", manner_fixed=True)


def test_one_thing_at_a_time() -> None:
    """Four numbered choices, more by a button, and "say it again" below whatever asks."""
    talk = elder().say("菜单")
    buttons = shown(talk)
    assert [b.params.get("n") for b in buttons] == [1, 2, 3, 4, None, None]
    assert buttons[-2:] == [MORE, REPEAT] and len(buttons) == AT_ONCE + 2
    more = shown(talk.send(Message(pressed=MORE.payload)))
    assert [b.params.get("n") for b in more][:2] == [5, 6]
    assert shown(talk.send(Message(pressed=MORE.payload))) == buttons
    assert REPEAT in shown(meals(manner="elder"))


def test_a_number_presses_its_button() -> None:
    """Also one that stands on another page, and a title with its number."""
    talk = elder().say("菜单")
    titles = {b.payload: b for b in talk.replies[-1].buttons}
    sixth = list(titles)[5]
    for text in ("6", "第六个", "六"):
        assert pressed(talk.conversation, text, lambda b: [WORDING.title(b, "zh_Hans")], str) == sixth
    title = WORDING.title(titles[sixth], "zh_Hans")
    assert pressed(talk.conversation, f"6 {title}", lambda b: [WORDING.title(b, "zh_Hans")], str) == sixth


def test_a_number_that_may_be_the_answer_is_the_answer() -> None:
    """Where an age is asked for, ways out bear no numbers and "2" is no button."""
    talk = meals(manner="elder", manner_fixed=True)
    assert talk.open == "age"
    for _ in range(3):
        talk.say("嘿嘿哈哈", "out_of_scope", 0.1)
    assert all("n" not in b.params for b in shown(talk))
    assert pressed(talk.conversation, "2", lambda b: [WORDING.title(b, "zh_Hans")], str) == ""


def test_a_child_has_a_quick_way_out() -> None:
    """Below whatever has buttons; pressed, the talk is taken out of sight."""
    talk = Talk(manner="child").say("菜单")
    assert shown(talk)[-1] == HIDE
    assert talk.send(Message(pressed=HIDE.payload)).keys == ["talk.hide"]


def test_say_it_again_asks_the_open_question() -> None:
    """By the button as by the word."""
    talk = meals(manner="elder", manner_fixed=True)
    asked = talk.replies[-1]
    assert talk.send(Message(pressed=REPEAT.payload)).replies[-1] == asked


def test_what_was_chosen_stays() -> None:
    """An age told later changes nothing for whoever chose."""
    talk = Talk().say("照平常说").say("我今年10岁，有人打我", "bullying_help")
    assert talk.conversation.manner == "" and talk.conversation.manner_fixed


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_says_nin_to_a_child(language: str) -> None:
    """No message, no question of a service and no button; and what staff and people wrote stays as it is."""
    filled = {name: "" for names in KEYS.values() for name in names}
    for key in KEYS:
        if key != "say.words":
            assert "您" not in WORDING.text(Say(key, filled), language, "child"), key
    for service in services().services.values():
        for one in service.details:
            said = Say("form.question_why", {"ask": one.ask, "why": one.why or one.ask, "left": 2})
            assert "您" not in WORDING.text(said, language, "child"), one.id
    assert WORDING.text(Say("say.words", {"words": "您好"}), language, "child") == "您好"
    assert "您好" in WORDING.text(Say("form.corrected", {"changed": (("a", "您好"),)}), language, "child")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_old_are_told_in_fewer_words(language: str) -> None:
    """Each of their messages is shorter than the one for anybody, and both tell the same things."""
    words = catalogue(language)
    mine = {key: text for key, text in words.items() if key.endswith(".elder") and key != "manner.elder"}
    assert len(mine) > 10
    for key, text in mine.items():
        assert len(text) < len(words[key.removesuffix(".elder")]) + 5, key


def test_a_number_stands_before_its_title() -> None:
    """Of words in the data as of words of ours."""
    assert WORDING.title(Button("button.yes", "y", {"n": 1}), "zh_Hans", "elder") == "1 是"
    assert WORDING.title(Button(Words("爷爷", "爺爺", "Grandpa"), "a", {"n": 2}), "en") == "2 Grandpa"
