"""Several needs in one message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.dialogue import cuts, parts
from actions.dialogue.shapes import Message, Understanding
from tests.unit.dialogue.talk import Talk, catalogue, understood

TWO = "想给我妈订饭，另外家里两天没人接电话了想请人去看看"


def heard(*intents: str, confidence: float = 0.9) -> tuple[tuple[str, object], ...]:
    """What nlu says of each part."""
    return tuple((f"part {i}", understood(intent, confidence)) for i, intent in enumerate(intents))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (TWO, 2),
        ("1、想申请低保 2、孩子没人带，想找托管", 2),
        ("想給阿嫲訂飯，仲想搵人陪佢去覆診", 2),
        ("I'd like lunch for my mum and I also need someone to take her to the clinic", 2),
        ("低保怎么申请？高龄津贴一个月多少钱？", 2),
        ("How do I apply for dibao? How much is the senior allowance?", 2),
        ("我妈今年七十八了，想订饭。能送到家吗？", 0),
        ("我妈今年七十八了，想订饭", 0),
        ("还有饭吗", 0),
        ("不想麻烦你们，我奶奶要申请高龄津贴，另外还想申请送餐", 2),
        ("不用急，我奶奶要申请高龄津贴，还有想申请送餐", 2),
        ("不要送餐，想申请高龄津贴，另外想给家里装扶手", 3),
        ("Not only do I need meals for mum, but I also need handrails", 2),
    ],
)
def test_a_message_parts_where_a_second_need_may_begin(text: str, count: int) -> None:
    """At words such as "also", and where it is numbered; a single need stays whole."""
    assert len(parts(text, catalogue())) == count


def test_the_more_urgent_comes_first_and_the_other_is_offered_after() -> None:
    """Whatever was said first; both know all of the words."""
    talk = Talk().say(TWO, "meal_service", 0.6, parts=heard("meal_service", "counselling"))
    assert talk.form.service == "counselling" and "form.wanted" in talk.keys
    assert talk.conversation.wanted == ("meal_service",) and talk.conversation.wanted_said == (TWO,)
    assert talk.keys[0].startswith("form.started") and talk.keys[-1].startswith("form.question")


def test_what_the_words_tell_makes_a_need_urgent() -> None:
    """A visit is calm, unless somebody was not seen for days."""
    said = "想给我妈订饭，另外隔壁的老奶奶两天没露面了"
    talk = Talk().say(said, "meal_service", 0.5, parts=heard("meal_service", "visit_request"))
    assert talk.form.service == "visit_request" and talk.conversation.wanted == ("meal_service",)


def test_equally_urgent_ones_come_as_they_were_said() -> None:
    """The first said first."""
    talk = Talk().say(TWO, "care_home", 0.5, parts=heard("meal_service", "care_home"))
    assert talk.form.service == "meal_service" and talk.conversation.wanted == ("care_home",)


def test_one_need_beside_something_else_is_found() -> None:
    """Where the whole is unclear, a part may be sure; a sure whole stays what it is."""
    talk = Talk().say(TWO, "out_of_scope", 0.6, parts=heard("out_of_scope", "meal_service"))
    assert talk.form.service == "meal_service" and not talk.conversation.wanted
    assert Talk().say(TWO, "care_home", 0.9, parts=heard("greet", "meal_service")).form.service == "care_home"


def test_half_sure_parts_part_nothing() -> None:
    """A guess is no second need."""
    talk = Talk().say(TWO, "meal_service", 0.9, parts=heard("meal_service", "visit_request", confidence=0.55))
    assert talk.form.service == "meal_service" and not talk.conversation.wanted


def test_several_questions_are_answered_each() -> None:
    """One after the other, each with its source, then once what is next; a topic asked twice is told once."""
    first, second, *_ = catalogue().topics
    asked = ((first, 0.95), (second, 0.9), (first, 0.9))
    pieces = tuple((f"{i}?", understood("policy_question", topics=(topic,))) for i, topic in enumerate(asked))
    talk = Talk().say("低保怎么申请？高龄津贴多少？", "policy_question", topics=((first, 0.8),), parts=pieces)
    answers = [say.params["answer"] for say in talk.replies if "answer" in say.params]
    assert answers == [catalogue().topics[first].answer, catalogue().topics[second].answer]
    assert talk.keys[-1].startswith("policy.next")


def test_a_question_about_what_is_wanted_is_no_second_need() -> None:
    """It asks, and begins nothing."""
    pieces = (("想给我妈订饭 可以吗?", understood("meal_service")), ("住院的能送吗?", understood("care_home")))
    talk = Talk().say("想给我妈订饭，可以吗？住院的能送吗？", "meal_service", parts=pieces)
    assert talk.form.service == "meal_service" and talk.conversation.wanted == ()


FACTS = "爷爷的补贴上个月少了一百，他下周要去医院没人陪"


def whole(first: str, second: str, chance: float = 0.01) -> Understanding:
    """What nlu says of a message that may hold two needs."""
    return Understanding(first, 0.9, ((first, 0.9), (second, chance), ("greet", 0.0)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (FACTS, 1),
        ("爷爷的补贴少了 他下周要去医院没人陪", 1),
        ("My pension allowance stopped and somebody must take me to the clinic", 1),
        ("爷爷的补贴少了，他下周要去医院，没人陪他去", 2),
        ("爷爷的补贴少了也没人陪他去医院", 1),
        ("爷爷的补贴少了，急", 0),
        ("My kids grew out of their winter clothes and I want to donate them", 0),
        ("爷爷的补贴少了，下周的体检要多少钱", 0),
        ("不送饭了，换成有人陪着去医院", 0),
        ("不是要送饭，是想有人陪着去医院", 0),
        ("爷爷的补贴少了，" * 9, 0),
        ("爷爷的补贴上个月少了一百" * 8 + "，" + "他下周要去医院没人陪" * 4, 0),
    ],
)
def test_a_message_is_cut_between_clauses_that_may_tell_a_need(text: str, count: int) -> None:
    """Not a letter, not where something is given up, and no side that only asks."""
    assert len(cuts(text, whole("allowance_payment", "vaccination_escort"), catalogue())) == count


@pytest.mark.parametrize(
    ("first", "second", "chance", "room"),
    [
        ("allowance_payment", "vaccination_escort", 0.0003, True),
        ("allowance_payment", "vaccination_escort", 0.0001, False),
        ("allowance_payment", "greet", 0.2, False),
        ("out_of_scope", "meal_service", 0.05, True),
        ("out_of_scope", "meal_service", 0.00001, False),
        ("out_of_scope", "complaint", 0.05, False),
        ("child_abuse_report", "elder_abuse_report", 0.05, False),
    ],
)
def test_nothing_is_cut_where_the_whole_leaves_no_room(first: str, second: str, chance: float, room: bool) -> None:
    """Most messages are understood in one question; an old person may only be the reason given."""
    assert bool(cuts(FACTS, whole(first, second, chance), catalogue())) is room


def apart(one: str, other: str, confidence: float = 0.95) -> tuple[tuple[Understanding, Understanding], ...]:
    """What nlu says of the two sides of the only cut."""
    return ((understood(one, confidence), understood(other, confidence)),)


def told(first: str, second: str, sides: tuple[tuple[Understanding, Understanding], ...]) -> Talk:
    """A talk in which two things are told with nothing like "also" between them."""
    return Talk().send(Message(text=FACTS), replace(whole(first, second), cuts=sides))


def test_two_needs_without_a_word_between_them_are_both_heard() -> None:
    """The more urgent begins though the other is louder, and the other is kept."""
    talk = told("meal_service", "counselling", apart("meal_service", "counselling"))
    assert talk.form.service == "counselling" and talk.conversation.wanted == ("meal_service",)
    assert "form.wanted" in talk.keys


def test_numbers_to_ring_first_stand_before_what_is_kept() -> None:
    """Then what begins, what is kept, and the question last."""
    talk = told("fraud_alert", "meal_service", apart("fraud_alert", "meal_service"))
    assert talk.keys[0] == "form.call_first" and talk.keys[-2:-1] == ["form.wanted"]
    assert talk.keys[1].startswith("form.started")


@pytest.mark.parametrize(
    "sides",
    [
        apart("meal_service", "counselling", 0.85),
        apart("meal_service", "care_home"),
        apart("meal_service", "meal_service"),
        (),
    ],
)
def test_one_need_told_in_two_clauses_stays_one(sides: tuple[tuple[Understanding, Understanding], ...]) -> None:
    """Half sure sides, and sides of a service that the whole is nothing like, part nothing."""
    talk = told("meal_service", "counselling", sides)
    assert talk.form.service == "meal_service" and talk.conversation.wanted == ()


def test_a_need_beside_what_is_not_the_desks_begins() -> None:
    """The lift is nobody's business here, lunch is."""
    talk = told("out_of_scope", "meal_service", apart("out_of_scope", "meal_service"))
    assert talk.form.service == "meal_service" and talk.conversation.wanted == ()


def test_what_is_wanted_beside_anothers_danger_is_kept() -> None:
    """The numbers and the report come first; nothing more is said of it now."""
    said = "护工打我妈，胳膊都青了，我要换一家养老院"
    heard = replace(whole("elder_abuse_report", "care_home"), cuts=apart("elder_abuse_report", "care_home"))
    talk = Talk().send(Message(text=said), heard)
    assert talk.keys[0].startswith("crisis.violence") and "form.wanted" not in talk.keys
    assert talk.form.service == "elder_abuse_report" and talk.conversation.wanted == ("care_home",)
