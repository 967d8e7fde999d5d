"""Several needs in one message."""

from __future__ import annotations

import pytest

from actions.dialogue import parts
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
