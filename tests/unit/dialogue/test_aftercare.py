"""What is said once an alarm is over."""

from __future__ import annotations

import pytest

from actions.dialogue.decision import DISTRESS
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import Talk, catalogue, lines, raised, ticket

AND_NOW = [
    "那我以后怎么办",
    "那接下来怎么办呢",
    "咁我跟住點算",
    "然后呢？",
    "What shall I do from now on?",
    "so what happens now",
]


@pytest.mark.parametrize("text", AND_NOW)
def test_whoever_asks_what_comes_next_is_not_left_alone(text: str) -> None:
    """After all is well, and after staff gave the talk back: who is there, whatever was guessed; no number is asked."""
    talk = Talk(manner="child").say("爸爸打我").press("c:safe").say(text, "check_status")
    assert talk.keys == ["crisis.afterwards"] and talk.conversation.pending is None
    names = [name for name, *_ in lines(talk.replies[0], "numbers")]
    known = catalogue().contacts
    assert names[:3] == [known[id].names for id in ("minors_line", "youth", "police")]
    assert len(names) == len(set(names))
    given_back = Talk().say("爸爸打我")
    given_back.view = View()
    assert given_back.say(text, "check_status").keys == ["crisis.afterwards"]


def test_a_status_asked_after_an_alarm_without_any_request_is_care() -> None:
    """Whoever has a request is shown it; a day later, or without an alarm, it is a status like any other."""
    assert Talk().say("我不想活了").press("c:safe").say("有人管吗我这事", "check_status").keys == ["crisis.afterwards"]
    with_one = Talk(view=View(tickets=(ticket(),))).say("我不想活了").press("c:safe").say("办到哪了", "check_status")
    assert with_one.keys == ["status.new"]
    assert Talk().say("那我以后怎么办", "check_status").keys == ["status.none"]
    later = Talk().say("我不想活了").press("c:safe").later(hours=25)
    later.view = View()  # nobody is waited for any more
    assert later.say("那我以后怎么办", "check_status").keys == ["status.none"]


WELL = [
    "No he is at home now, it happened yesterday",
    "没有，人在家了，是昨天的事",
    "佢而家返咗屋企喇，係尋日嘅事",
]


@pytest.mark.parametrize("text", WELL)
def test_that_they_are_well_now_opens_no_search(text: str) -> None:
    """Is it over? With the two ways on; a yes ends the alarm, a no gives the numbers again."""
    talk = Talk().say("我爸在打我妈").say(text, "missing_person")
    assert talk.keys == ["crisis.safe_ask"] and talk.conversation.form is None
    assert [b.payload for b in talk.replies[0].buttons] == ["c:safe", "c:person"]
    assert Talk().say("我爸在打我妈").say(text, "missing_person").say("是的").keys == ["crisis.safe"]
    assert Talk().say("我爸在打我妈").say(text, "missing_person").say("还没有").keys == ["crisis.again"]
    assert talk.press("c:safe").say(text, "missing_person").keys == ["crisis.afterwards"]
    back = Talk().say("我奶奶走丢了，找不到人").press("c:safe")
    assert back.say(text, "missing_person").keys == ["talk.found"]


@pytest.mark.parametrize("text", ["还没送到医院", "他在医院吗", "he is not at home", "人在家了，他又拿刀砍人"])
def test_what_is_no_such_news_is_no_relief(text: str) -> None:
    """Denied, asked, or with another danger beside it."""
    assert "crisis.safe_ask" not in Talk().say("我爸在打我妈").say(text).keys


NO_WELL = [
    "已经送到医院了",
    "救护车来了又走了，没接人",
    "警察来了也不管",
    "这是昨天的事",
    "The police came and did nothing",
]


@pytest.mark.parametrize("text", NO_WELL)
def test_help_that_came_is_no_good_news(text: str) -> None:
    """Nor is a hospital, nor yesterday: nobody is asked whether all is well, nor told how glad we are."""
    assert "crisis.safe_ask" not in Talk().say("我爸在打我妈").say(text).keys
    assert "form.over_ask" not in Talk().say("我孙子走丢了，才六岁", "missing_person").say(text).keys
    later = Talk().say("我奶奶走丢了，找不到人").press("c:safe").later(hours=2)
    assert "talk.found" not in later.say(text, "out_of_scope", 0.95).keys


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("我妈在医院，想申请医疗救助", "medical_aid"),
        ("我妈回家了，没事了，想申请医疗救助", "medical_aid"),
        ("人在家了，想给她订饭", "meal_service"),
    ],
)
def test_a_need_told_with_good_news_is_heard(text: str, service: str) -> None:
    """After an alarm that is over it begins its form like any other."""
    talk = Talk().say("我奶奶走丢了，找不到人").press("c:safe").later(hours=2).say(text, service, 0.97)
    assert talk.form.service == service


@pytest.mark.parametrize("text", ["我在医院", "我好多了", "他回家了，我怕"])
def test_who_was_in_danger_is_not_congratulated(text: str) -> None:
    """Somebody is back: said after an alarm about somebody missing only."""
    for alarm in ("我不想活了", "爸爸打我"):
        assert "talk.found" not in Talk().say(alarm).later(hours=2).say(text, "out_of_scope", 0.95).keys


def test_one_in_danger_is_not_asked_whether_somebody_is_at_home() -> None:
    """It may be the one who beats them."""
    assert Talk().say("爸爸打我").say("他人在家了").keys == ["crisis.heard"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我最近总是睡不着，心里难受", "crisis.gentle"),
        ("My neighbour is so sad, she cries all day", "crisis.gentle_other"),
    ],
)
def test_the_gentle_question_goes_to_whom_it_is_about(text: str, key: str) -> None:
    """Who tells of another hears where they can talk, not whether they are all right themselves."""
    talk = Talk().say(text, "counselling", crisis={"self_harm": DISTRESS})
    assert talk.keys[0] == key and raised(talk) is None


@pytest.mark.parametrize("text", WELL)
def test_that_they_are_well_is_heard_in_the_form_that_an_alarm_began(text: str) -> None:
    """It answers no yes or no; the form goes on after it with the words, and a search asks whether it is needed."""
    talk = Talk().say("隔壁的小孩被他爸爸打", "child_abuse_report", crisis={"violence": 0.9})
    open_question, values = talk.open, talk.form.values
    assert talk.say(text).keys == ["crisis.safe_ask"] and talk.form.values == values and text in talk.form.said
    assert talk.say("是的").keys[0] == "crisis.safe" and talk.open == open_question
    sought = Talk().say("我孙子走丢了，才六岁", "missing_person").say(text)
    assert sought.keys == ["form.over_ask"]


def test_where_somebody_is_may_be_the_answer() -> None:
    """To a question for a place."""
    talk = Talk().say("隔壁的小孩被他爸爸打", "child_abuse_report", crisis={"violence": 0.9}).say("是")
    assert talk.open == "place" and talk.say("孩子现在在家，翠竹路12号").keys[0] != "crisis.safe_ask"
