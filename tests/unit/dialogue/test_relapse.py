"""After an alarm that somebody looked after: whoever comes back in need is heard, and rings."""

from __future__ import annotations

import pytest

from actions.desk.commands import CallPerson, RaiseIncident
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import Talk, raised

BACK = ["他又来了", "佢又嚟咗", "he's here again", "he came back", "他回来了"]


def given_back(text: str = "爸爸打我", *, hours: float = 2, manner: str = "child") -> Talk:
    """An alarm, and staff who came and gave the talk back."""
    talk = Talk(manner=manner).say(text).later(hours=hours)
    talk.view = View(on_duty=True)
    return talk


def rings(talk: Talk) -> bool:
    """Whether staff are called as to somebody in danger."""
    return CallPerson("crisis") in talk.commands


@pytest.mark.parametrize("hours", [0.1, 2, 23])
@pytest.mark.parametrize("text", BACK)
def test_a_child_who_comes_back_in_need_is_heard_and_rings(text: str, hours: float) -> None:
    """Not understood, guessed at, or understanding away: the numbers in the kind's own words, and no question."""
    for talk in (
        given_back(hours=hours).say(text),
        given_back(hours=hours).say(text, "visit_request", 0.3),
        given_back(hours=hours).say(text, "out_of_scope", 0.9),
        given_back(hours=hours).say(text, away=True),
    ):
        assert talk.keys == ["crisis.violence.own"] and "numbers" in talk.replies[0].params
        assert rings(talk) and talk.conversation.pending is None and talk.conversation.alarm_own


@pytest.mark.parametrize("text", ["he is back", "他回来了", "he came back"])
def test_who_is_back_is_not_searched_for(text: str) -> None:
    """What understanding takes for somebody lost is the violence again; who never was hurt is helped to search."""
    talk = given_back().say(text, "missing_person", 0.9, crisis={"helpless": 0.8})
    assert talk.keys == ["crisis.violence.own"] and raised(talk) == RaiseIncident("violence", own=True, text=text)
    other = given_back("我奶奶走丢了，找不到人").say(text, "missing_person", 0.9, crisis={"helpless": 0.8})
    assert "crisis.violence.own" not in other.keys


def test_also_after_all_is_well() -> None:
    """Who was in danger is so still known when it begins again."""
    talk = Talk().say("爸爸打我").press("c:safe").later(hours=1)
    talk.view = View()
    assert talk.say("他又来了", "visit_request", 0.3).keys == ["crisis.violence.own"] and rings(talk)


def test_a_new_call_for_a_person_rings_with_the_numbers() -> None:
    """By word or by button; who waits for nobody after a day, or never was in danger, calls as anybody does."""
    talk = given_back().say("找人工")
    assert talk.keys == ["crisis.again"] and talk.commands == (CallPerson("crisis"),)
    talk = given_back("我邻居晕倒了，叫不醒").say("找人工")
    assert talk.keys == ["crisis.again"] and rings(talk)
    assert not rings(given_back(hours=25).say("找人工")) and not rings(Talk().say("找人工"))
    assert given_back(hours=25).say("他又来了").keys != ["crisis.violence.own"]


def test_who_told_of_another_hears_the_numbers_and_can_choose_too() -> None:
    """Words that nobody understood may be about it or not: the menu stands behind the numbers."""
    talk = given_back("我邻居晕倒了，叫不醒", manner="").say("那个呢就是说", "visit_request", 0.3)
    assert talk.keys == ["crisis.again", "talk.ask_back"] and rings(talk) and talk.conversation.pending is not None
    assert not rings(given_back("我邻居晕倒了，叫不醒", manner="").say("护照在哪里办", "out_of_scope", 0.95))


def test_a_report_of_harm_after_ones_own_alarm_rings_too() -> None:
    """It begins, behind the numbers."""
    talk = given_back().say("我要举报", "child_abuse_report", 0.97)
    assert talk.keys[0] == "crisis.again" and rings(talk) and talk.form.service == "child_abuse_report"


@pytest.mark.parametrize(("text", "intent"), [("谢谢", "thank"), ("想给奶奶订饭", "meal_service"), ("菜单", "menu")])
def test_what_is_understood_is_answered(text: str, intent: str) -> None:
    """Thanks, another need, the menu: nobody is rung for."""
    talk = given_back().say(text, intent, 0.97)
    assert not rings(talk) and raised(talk) is None and not talk.keys[0].startswith("crisis.")


@pytest.mark.parametrize(
    "text",
    ["他现在在客厅", "他进来了", "他来了", "他在门口", "佢入嚟喇", "爸爸上楼了", "he is coming", "he's in the house"],
)
@pytest.mark.parametrize("minutes", [1, 90])
def test_when_who_hurts_comes_near_the_numbers_come_again(text: str, minutes: int) -> None:
    """At once, in the kind's own words, and the person on duty is called; what somebody else tells stays theirs."""
    talk = Talk(manner="child").say("爸爸打我").later(minutes=minutes).say(text, "out_of_scope", 0.6)
    assert talk.keys == ["crisis.violence.own"] and "110" in talk.numbers and rings(talk)
    other = Talk().say("我爸在打我妈").later(minutes=minutes).say(text)
    assert other.keys == ["crisis.violence.other"] and rings(other) and not other.conversation.alarm_own
    assert Talk().say(text).keys[0] != "crisis.violence.own"


@pytest.mark.parametrize("text", ["他没进来", "警察来了", "我在房间", "他来了怎么报名？", "有人来了"])
def test_what_is_no_coming_near_is_only_heard(text: str) -> None:
    """A denial, help that came, where one is oneself, the word that hides the page."""
    assert Talk().say("爸爸打我").say(text).keys[0] != "crisis.violence.own"


@pytest.mark.parametrize("text", ["他在敲门", "他一直拍门要我开门", "he is knocking"])
def test_who_was_hurt_opens_no_door(text: str) -> None:
    """Not "go to a safe place", which leads past it."""
    assert Talk(manner="child").say("爸爸打我").say(text).keys == ["crisis.door"]
