"""One's own data to take away."""

from __future__ import annotations

import pytest

from actions.desk.commands import TakeOwnData
from actions.desk.results import OwnDataTaken
from actions.desk.say import Say
from actions.dialogue.outcome import together
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import Talk, meals

ABROAD = View(hands_out="abroad")


@pytest.mark.parametrize("text", ["我的资料", "把我的資料傳給我", "Send me my data", "/mydata"])
def test_a_file_into_a_talk_is_asked_about_first(text: str) -> None:
    """Whoever says yes gets it."""
    talk = Talk(view=ABROAD).say(text)
    assert talk.keys == ["own_data.ask"] and TakeOwnData() not in talk.commands
    assert talk.press("q:yes").commands == (TakeOwnData(),)
    assert talk.result(OwnDataTaken()).keys == ["own_data.file"]


@pytest.mark.parametrize("said", ["q:yes", "q:no"])
def test_an_open_form_goes_on(said: str) -> None:
    """Whatever was answered, its question comes last."""
    talk = meals()
    talk.view = ABROAD
    before, asked = talk.open, talk.keys[-1]
    talk.say("我的资料").press(said)
    assert talk.open == before and talk.keys[-1] == asked and talk.conversation.pending is None
    assert together(talk.replies, (Say("own_data.file"),))[-1].key == asked


@pytest.mark.parametrize("no", ["不要", "不用了", "算了"])
def test_a_no_brings_nothing_but_the_other_way(no: str) -> None:
    """In words as by the button."""
    for talk in (Talk(view=ABROAD).say("我的资料").say(no), Talk(view=ABROAD).say("我的资料").press("q:no")):
        assert not talk.commands and "own_data.file" not in talk.keys


def test_saying_it_again_brings_no_second_file() -> None:
    """Each is asked about."""
    talk = Talk(view=ABROAD).say("我的资料").press("q:yes").result(OwnDataTaken())
    assert "own_data.file" not in talk.say("再说一遍").keys and not talk.commands


def test_an_old_question_is_not_answered_by_another_yes() -> None:
    """What was asked in between counts."""
    talk = Talk(view=ABROAD).say("我的资料")
    button = talk.button("q:yes")
    talk.say("把我的资料都删掉吧", "forget_me")
    assert TakeOwnData() not in talk.say("好的").commands and button.title == "button.data_here"


@pytest.mark.parametrize(("way", "key"), [("page", "own_data.page"), ("", "own_data.staff")])
def test_elsewhere_people_are_told_the_way(way: str, key: str) -> None:
    """The page has a link, programs and telephones have staff; a form goes on."""
    talk = Talk(view=View(hands_out=way)).say("我的资料")
    assert talk.keys == [key] and not talk.commands
    talk = meals()
    talk.view = View(hands_out=way)
    before = talk.open
    assert talk.say("我的资料").keys[0] == key and talk.open == before


def test_a_command_tells_no_language() -> None:
    """Whoever begins with one is spoken to as Telegram says."""
    assert not Talk(view=ABROAD).say("/mydata").commands and not Talk().say("/privacy").commands


@pytest.mark.parametrize("text", ["/forget", "／forget", "删除我的资料", "刪除我的資料", "delete my data"])
def test_deletion_is_asked_about_at_any_moment(text: str) -> None:
    """Outside a form and within one, also where any words answer."""
    assert Talk().say(text).keys == ["forget.ask"]
    talk = meals("给我妈订饭，她78岁")
    assert talk.open == "address" and talk.say(text).keys == ["forget.ask"]
    assert "address" not in talk.form.values
