"""News that a matter is over goes to the request that is open."""

from __future__ import annotations

from typing import Any

import pytest

from actions.desk.commands import AddInformation, CancelTicket
from actions.desk.results import InformationAdded
from actions.desk.ticket import Status
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import NUMBER, Talk, ticket

SECOND = "NX-261122-000021"


def searching(**more: Any) -> View:
    """A request for a missing person is open."""
    return View(tickets=(ticket("missing_person", **more),))


@pytest.mark.parametrize(
    "text",
    ["人找到了", "找到了", "我妈自己回来了", "人搵到喇", "孩子回家了，谢谢你们", "She is back home", "We found him"],
)
def test_who_is_found_is_told_to_those_who_search(text: str) -> None:
    """No new form; the words are added and closing is offered, which takes a second press."""
    talk = Talk(view=searching()).say(text, "missing_person")
    assert talk.keys == ["ticket.over_ask"] and talk.commands[-1] == AddInformation(NUMBER, text)
    assert talk.result(InformationAdded(NUMBER)).keys == []
    assert talk.press(":yes").commands == (CancelTicket(NUMBER),)


def test_what_is_over_may_go_on_all_the_same() -> None:
    """Nothing is closed then."""
    talk = Talk(view=searching()).say("人找到了").press(":no")
    assert talk.keys == ["talk.left_as_is"] and talk.commands == ()


@pytest.mark.parametrize("text", ["还没找到", "人找到了吗", "没有回来", "not found yet", "怎么还没找到人"])
def test_what_denies_it_or_asks_is_no_such_news(text: str) -> None:
    """It is understood like any other message."""
    assert "ticket.over_ask" not in Talk(view=searching()).say(text, "check_status").keys


def test_the_same_words_about_nothing_open_begin_no_such_talk() -> None:
    """A closed request, or one of another kind."""
    assert "ticket.over_ask" not in Talk(view=searching(status=Status.CLOSED)).say("找到了").keys
    assert "ticket.over_ask" not in Talk(view=View(tickets=(ticket("meal_service"),))).say("人回来了").keys


def test_of_several_one_is_asked_for() -> None:
    """And then holds the words."""
    view = View(tickets=(ticket("missing_person"), ticket("missing_person", SECOND)))
    talk = Talk(view=view).say("他们把人找到了，谢谢你们大家")
    assert talk.keys == ["status.which_add"]
    assert talk.press(SECOND).commands == (AddInformation(SECOND, "他们把人找到了，谢谢你们大家"),)


@pytest.mark.parametrize("text", ["已经解决了", "不用来了，谢谢", "it's sorted now"])
def test_any_request_may_be_solved_by_itself(text: str) -> None:
    """Said of the one that is open."""
    assert Talk(view=View(tickets=(ticket("facility_repair"),))).say(text).keys == ["ticket.over_ask"]


def test_a_follower_tells_it_and_closes_nothing() -> None:
    """The request is another's."""
    talk = Talk(view=searching(followed=True)).say("人找到了")
    assert talk.keys == ["ticket.noted"] and talk.commands == (AddInformation(NUMBER, "人找到了"),)


def test_in_the_middle_of_the_form_it_is_asked_whether_to_stop() -> None:
    """It is no answer to what the person looks like, and ends the alarm about them."""
    talk = Talk().say("我妈走丢了，找不到人", "missing_person")
    assert talk.form.service == "missing_person"
    talk.say("人找到了")
    assert talk.keys == ["form.over_ask"] and not talk.conversation.alarm
    on = Talk().say("我妈走丢了，找不到人", "missing_person").say("人找到了").say("还没有")
    assert on.keys[0].startswith("form.question") and on.form.service == "missing_person"
    assert talk.say("是的").keys[0] == "form.deleted" and talk.conversation.form is None


@pytest.mark.parametrize("text", ["在医院门口", "罗湖区人民医院急诊门口", "at the hospital"])
def test_where_somebody_was_last_seen_is_an_answer(text: str) -> None:
    """Kept as the place; the alarm lasts."""
    talk = Talk().say("我孙子走丢了，才六岁", "missing_person")
    assert talk.open == "last_seen_where" and talk.conversation.alarm
    assert talk.say(text).keys != ["form.over_ask"] and talk.conversation.alarm and talk.form.values["last_seen_where"]


@pytest.mark.parametrize(
    ("question", "text"),
    [("last_seen_when", "昨天还在家好好的"), ("looks", "脚上穿着安全鞋"), ("looks", "he looks fine")],
)
def test_words_of_ease_may_tell_when_or_what(question: str, text: str) -> None:
    """The answer to the question is kept."""
    talk = Talk().say("我孙子走丢了，才六岁", "missing_person").say("在医院门口").say("最近走失的")
    if question == "looks":
        talk.say("昨天")
    assert talk.open == question
    assert talk.say(text).keys != ["form.over_ask"] and talk.conversation.alarm and question in talk.form.values


def test_he_is_back_is_no_good_news_to_one_who_was_beaten() -> None:
    """Whatever else is open."""
    assert Talk(view=searching()).say("爸爸打我").say("他回来了").keys == ["crisis.violence.own"]


def test_a_press_is_never_news() -> None:
    """Buttons do what they say."""
    talk = Talk(view=searching()).send(Message(text="人找到了", pressed="c:menu"))
    assert talk.keys == ["menu.groups"]


def test_a_yes_later_on_ends_nothing() -> None:
    """Only the very next words answer the question; the button does so later too."""
    talk = Talk(view=searching()).say("人找到了").result(InformationAdded(NUMBER)).say("谢谢", "thank").say("好")
    assert talk.commands == ()
    form = Talk().say("我妈走丢了，找不到人", "missing_person").say("人找到了").say("火车站").say("是的")
    assert form.conversation.form is not None
    assert Talk(view=searching()).say("人找到了").say("是的").commands == (CancelTicket(NUMBER),)
