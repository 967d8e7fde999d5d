"""Which language a talk is held in."""

from __future__ import annotations

import pytest

from actions.desk.commands import SetLanguage
from tests.unit.dialogue.talk import Talk

ENGLISH, CHINESE = "I need meals for my mother", "我妈的医生说要少吃盐"


def test_one_line_in_another_language_changes_nothing() -> None:
    """A copied line; the next English one is answered in English as before."""
    talk = Talk().say(ENGLISH, "meal_service")
    assert talk.conversation.language == "en"
    assert talk.say(CHINESE).conversation.language == "en" and not [
        c for c in talk.commands if isinstance(c, SetLanguage)
    ]
    assert talk.say("That is what the doctor wrote to me").conversation.language == "en"
    assert talk.say(CHINESE).conversation.language == "en"


def test_the_second_line_in_a_row_does() -> None:
    """Both ways."""
    talk = Talk().say(ENGLISH).say(CHINESE).say("我还是写中文吧")
    assert talk.conversation.language == "zh_Hans" and SetLanguage("zh_Hans") in talk.commands
    back = talk.say("Sorry, I write English again now")
    assert back.conversation.language == "zh_Hans"
    assert back.say("What is the price of a meal?").conversation.language == "en"


def test_danger_is_answered_in_the_language_it_is_told_in() -> None:
    """At once."""
    assert Talk().say(ENGLISH).say("我不想活了").conversation.language == "zh_Hans"


def test_a_name_or_an_address_in_chinese_makes_no_english_talk_chinese() -> None:
    """They are written as they are called, one after the other too."""
    talk = Talk().say("I want to register as a volunteer", "volunteer_signup").say("王小明")
    assert talk.form.values["name"] == "王小明" and talk.conversation.language == "en"


@pytest.mark.parametrize("first", ["hi", "nei hou ngo soeng man"])
def test_what_only_looks_english_waits_for_nothing(first: str) -> None:
    """A greeting, and Romanised Cantonese: the script of what follows decides."""
    assert Talk().say(first).say("我想訂飯").conversation.language == "zh_Hant"


@pytest.mark.parametrize("typed", ["/hide", "/help", "/mydata", "/privacy", "/cancel", "／hide", "／menu"])
def test_a_command_says_nothing_of_the_language(typed: str) -> None:
    """Nor, first of all, of danger: "/help" is the menu's "how to use"; a Chinese keyboard has a slash of its own."""
    talk = Talk().say(typed)
    assert talk.conversation.language == "zh_Hans" and talk.commands == ()


def test_help_without_a_slash_is_a_cry_for_help() -> None:
    """As it ever was."""
    assert Talk().say("help").keys == ["crisis.helpless.own"]


def test_cantonese_in_characters_that_both_scripts_share_is_answered_as_the_telephone_is_set() -> None:
    """It tells of neither script; characters of one of them do."""
    assert Talk(language="zh_Hant").say("我唔想做人喇").conversation.language == "zh_Hant"
    assert Talk(language="zh_Hant").say(CHINESE).conversation.language == "zh_Hans"
