"""The half hour after an alarm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.desk.commands import AddInformation, CallPerson
from actions.desk.results import PersonCalled
from actions.dialogue.shapes import Message, Understanding, View
from tests.unit.dialogue.talk import Talk, raised, ticket


@pytest.mark.parametrize(("on_duty", "key"), [(True, "crisis.person_told"), (False, "crisis.nobody_here")])
@pytest.mark.parametrize("text", ["真的不想活了", "转人工"])
def test_after_an_alarm_no_place_in_the_queue_is_told(text: str, on_duty: bool, key: str) -> None:
    """Crisis calls are taken first; a day later the place is told again."""
    talk = Talk().say("我不想活了").say(text).result(PersonCalled(on_duty, 19))
    assert talk.keys == [key]
    later = Talk().say("我不想活了").later(hours=25).say("转人工").result(PersonCalled(on_duty, 19))
    assert later.keys == ["person.called" if on_duty else "person.away"]


@pytest.mark.parametrize(
    ("alarm", "text", "intent", "numbers"),
    [
        ("我想死", "没意思", "deny", "12356"),
        ("爸爸打我", "他睡着了", "goodbye", "110"),
        ("爸爸打我", "家里", "", "110"),
        ("爸爸打我", "谢谢", "", "110"),
        ("爸爸打我", "……", "", "110"),
        ("爸爸打我", "帮我跟那位大姐说我在等她", "", "110"),
        ("我爸在打我妈", "没听懂你说啥呀", "", "110"),
        ("我爸在打我妈", "就这样吧各位保重", "goodbye", "110"),
        ("我爸在打我妈", "谢谢", "", "110"),
    ],
)
def test_after_an_alarm_nobody_is_answered_cheerfully(alarm: str, text: str, intent: str, numbers: str) -> None:
    """They are heard and the person called; the numbers come again after a while, or where there is danger in it."""
    talk = Talk().say(alarm).say(text, intent)
    assert talk.keys == ["crisis.heard"] and talk.commands == (CallPerson("crisis"),)
    assert [b.payload for b in talk.replies[0].buttons] == ["c:safe", "c:person"] and talk.conversation.form is None
    talk.later(minutes=11).say(text, intent)
    assert talk.keys == ["crisis.still"]
    assert numbers in talk.numbers
    assert not talk.later(hours=25).say(text, intent).keys[0].startswith("crisis.")


@pytest.mark.parametrize("text", ["算了", "取消", "不用了", "never mind"])
@pytest.mark.parametrize(("alarm", "number"), [("我不想活了", "12356"), ("爸爸打我", "110"), ("我爸在打我妈", "110")])
def test_who_wants_no_more_after_an_alarm_is_not_pressed(alarm: str, number: str, text: str) -> None:
    """Acknowledged, one number in case, the way back and the person on duty stay; the next danger rings anew."""
    talk = Talk().say(alarm).say(text)
    assert talk.keys == ["crisis.let_be"] and talk.commands == (CallPerson("crisis"),)
    assert talk.numbers == [number]
    assert [b.payload for b in talk.replies[0].buttons] == ["c:safe", "c:person"]
    assert talk.say("我要跳楼").keys[0].startswith("crisis.")


def test_a_guess_is_no_help_to_one_in_danger() -> None:
    """Nobody hiding is asked which service they mean; who tells of another may be, where they wish for something."""
    guess = Understanding("meal_service", 0.4, (("meal_service", 0.4), ("care_home", 0.35)))
    assert Talk().say("爸爸打我").send(Message(text="在家里呢现在"), guess).keys == ["crisis.heard"]
    assert Talk().say("我爸在打我妈").send(Message(text="想请人帮她弄一下"), guess).keys == ["talk.ask_back"]
    assert Talk().say("我爸在打我妈").send(Message(text="他八十岁，有心脏病"), guess).keys == ["crisis.heard"]


def test_one_in_danger_stays_so_whomever_they_name_next() -> None:
    """Naming somebody else beside it begins no form."""
    talk = Talk().say("爸爸打我").say("我爸也在打我妈", "child_abuse_report")
    assert talk.keys == ["crisis.again"] and talk.conversation.form is None and raised(talk) is None


@pytest.mark.parametrize(
    ("text", "intent", "key"),
    [("菜单", "", "menu.groups"), ("助餐", "", "form.started"), ("我想给我妈申请订饭", "meal_service", "form.started")],
)
def test_who_tells_of_another_is_still_served(text: str, intent: str, key: str) -> None:
    """A control word, a service's name and a clear new need."""
    assert Talk().say("我爸在打我妈").say(text, intent).keys[0].startswith(key)


def test_another_need_of_one_in_danger_is_taken() -> None:
    """Surely asked for, and nothing of danger in it; after a while behind the numbers."""
    talk = Talk().say("我不想活了").say("我想给我妈订饭", "meal_service")
    assert talk.keys[0] == "form.started" and talk.form.service == "meal_service"
    late = Talk().say("我不想活了").later(minutes=11).say("我想给我妈订饭", "meal_service")
    assert late.keys[:2] == ["crisis.again", "form.started"]
    low = Talk().say("我不想活了").say("我想给我妈订饭", "meal_service", crisis={"self_harm": 0.5})
    assert low.keys == ["crisis.heard"]
    assert Talk().say("爸爸打我").say("他经常这样", "child_abuse_report").keys == ["crisis.heard"]


@pytest.mark.parametrize(
    "text", ["湖南长沙岳麓区桔园小区3栋", "82岁", "八十二", "13800001234", "翠竹街道人民桥下", "3栋502"]
)
@pytest.mark.parametrize("alarm", ["爷爷躺在地上叫不应", "我爸在打我妈", "爸爸打我"])
def test_a_place_or_an_age_after_an_alarm_is_passed_on(alarm: str, text: str) -> None:
    """The person on duty sees it; nothing else is asked and no form begins."""
    talk = Talk().say(alarm).say(text, "facility_repair")
    assert talk.keys == ["crisis.passed_on"] and talk.conversation.form is None
    assert talk.commands == (CallPerson("crisis"),)


def test_one_in_danger_may_call_a_person_and_hide_the_talk() -> None:
    """And press what is shown."""
    assert Talk().say("爸爸打我").say("有人来了").keys == ["talk.hide"]
    assert Talk().say("爸爸打我").say("转人工").commands == (CallPerson("wanted"),)
    assert Talk().say("爸爸打我").press("c:person").commands == (CallPerson("wanted"),)


def test_small_talk_in_a_form_after_an_alarm_is_not_cheerful() -> None:
    """The numbers, then the open question."""
    talk = Talk().say("桥洞下有个老人快冻僵了，没人管", "street_rescue")
    assert talk.say("再见").keys[0] == "crisis.again" and talk.open == "place"


def test_whoever_goes_on_writing_in_danger_is_listened_to() -> None:
    """Nobody hears the same numbers over and over; a new danger in words brings them back."""
    talk = Talk().say("我爸拿刀要砍我").say("我在房间里面")
    assert talk.keys == ["crisis.heard"]
    assert Talk().say("爸爸打我").say("他还在外面呢", crisis={"violence": 0.9}).keys == ["crisis.heard"]
    for text in ("他很凶", "他走了"):
        talk.say(text)
        assert talk.keys == ["crisis.heard_again"]
        assert talk.result(PersonCalled(on_duty=True, ahead=0)).replies == ()
    assert talk.say("他又来打我了").keys == ["crisis.still"]


def test_one_in_danger_who_asks_for_their_request_is_answered() -> None:
    """A wish that is surely understood and holds no danger is no small talk."""
    talk = Talk(view=View(tickets=(ticket(),))).say("爸爸打我")
    assert talk.say("我上次那件事办到哪了", "check_status").keys[0].startswith("status.")
    assert talk.say("我上次那件事办到哪了", "check_status", crisis={"violence": 0.6}).keys == ["crisis.heard"]


def test_the_office_that_asked_gets_its_answer_after_an_alarm() -> None:
    """What staff asked for goes into the request, whatever rang before."""
    talk = Talk().say("爸爸打我")
    one = replace(ticket("meal_service"), asked="age", asked_at=talk.later(minutes=2).now.isoformat())
    talk.view = View(tickets=(one,), hand_over="waiting")
    (command,) = talk.later(minutes=1).say("她八十三了").commands
    assert isinstance(command, AddInformation) and command.details == {"age": 83}


@pytest.mark.parametrize(
    "text", ["我没有手机", "我没有自己的电话，怎么打", "我冇手機", "I don't have a phone", "我不敢打电话"]
)
def test_who_cannot_ring_is_told_what_else_to_do(text: str) -> None:
    """Write here, or go to a grown-up; said to a child in its own words, and beside a form's question."""
    talk = Talk().say("爸爸打我").say(text)
    assert talk.keys == ["crisis.no_phone"] and [b.payload for b in talk.replies[0].buttons] == ["c:safe", "c:person"]
    other = Talk().say("桥洞下有个老人快冻僵了，没人管", "street_rescue").say(text)
    assert other.keys[0] == "crisis.no_phone" and other.open == "place"
    assert Talk().say(text).keys != ["crisis.no_phone"]
    assert Talk().say("妇联电话多少", "find_contact").say(text).keys == ["crisis.no_phone"]


def test_a_telephone_that_was_broken_is_kept_with_the_request() -> None:
    """The words that tell why nobody can ring are part of the story."""
    talk = Talk().say("桥洞下有个老人快冻僵了，没人管", "street_rescue").say("爸爸把我手机摔了，没手机了")
    assert talk.keys[0] == "crisis.no_phone" and "爸爸把我手机摔了，没手机了" in talk.form.said


def test_and_now_is_answered_while_it_rings_too() -> None:
    """With the lines and a person, not with the same reminder; what was told about is passed on ("80多")."""
    assert Talk().say("爸爸打我").say("那我以后怎么办").keys == ["crisis.afterwards"]
    assert Talk().say("我爸在打我妈").say("80多").keys == ["crisis.passed_on"]


def test_what_is_told_on_in_the_form_of_an_alarm_is_kept() -> None:
    """It is for the office, opens no other need, and the question comes once more."""
    talk = Talk().say("我爸在打我妈", "elder_abuse_report")
    assert talk.open == "safe_now"
    assert talk.say("他们在房间里面没出来", "bullying_help").keys[0] == "form.noted" and talk.open == "safe_now"
    assert "他们在房间里面没出来" in talk.form.said and talk.conversation.wanted == ()


def test_what_only_sounds_of_the_same_danger_begins_no_form() -> None:
    """Told on after the alarm; the person on duty reads it."""
    talk = Talk().say("我爸在打我妈").say("我奶奶在旁边哭", "elder_abuse_report", crisis={"violence": 0.9})
    assert talk.keys == ["crisis.heard"] and talk.conversation.form is None


@pytest.mark.parametrize("text", ["没有人陪我", "冇人陪我", "谁来陪我", "there is nobody to stay with me"])
@pytest.mark.parametrize("intent", ["vaccination_escort", "volunteer_request"])
def test_who_is_told_to_have_somebody_near_and_has_nobody_is_heard(text: str, intent: str) -> None:
    """It is no request for company; another day it is one."""
    talk = Talk().say("我不想活了").say(text, intent)
    assert talk.keys == ["crisis.heard"] and talk.conversation.form is None
    assert Talk().say("我不想活了").later(hours=25).say(text, intent).keys[0] != "crisis.heard"


@pytest.mark.parametrize("text", ["没人知道，我一个人住", "I live alone and nobody knows"])
def test_what_one_who_wants_to_die_tells_of_their_life_begins_no_form(text: str) -> None:
    """However surely understanding takes it for a need: nothing in it asks for anything."""
    talk = Talk().say("是我自己不想活了").say(text, "visit_request", 0.98)
    assert talk.keys == ["crisis.heard"] and talk.conversation.form is None
    assert "c:person" in [b.payload for b in talk.replies[0].buttons]


def test_who_was_hurt_and_is_afraid_sees_the_number() -> None:
    """A bare fear is danger there."""
    talk = Talk(manner="child").say("爸爸打我").say("我怕")
    assert talk.keys == ["crisis.still"] and "110" in talk.numbers and talk.commands == (CallPerson("crisis"),)
