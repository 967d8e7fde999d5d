"""Who writes: a child or an old person who asks for themselves is asked so; others about the one whom they name."""

from __future__ import annotations

import pytest

from data.model import LANGUAGES, Words
from tests.unit.dialogue.talk import Talk, catalogue

THEMSELVES = (
    ("我今年九岁，想跟妈妈视频", "family_call"),
    ("我11岁，班上同学老抢我钱", "bullying_help"),
    ("我10岁，爸妈打工去了，我跟姥姥", "left_behind_child"),
    ("我读三年级，想找地方写作业", "child_centre"),
    ("I'm 9 and I need somewhere to do my homework", "child_centre"),
    ("我今年78，想找人送饭", "meal_service"),
    ("我78了，老伴走了，想找人送饭", "meal_service"),
    ("给我自己订饭", "meal_service"),
)
AUNT = (
    "我哥前年走了，嫂子改嫁以后再没回来过，孩子今年九岁，读小学三年级，现在跟着我爸妈过。"
    "我自己也有两个孩子，帮不了多少，听说这样的孩子有补贴，怎么申请？"
)
OTHERS = (
    ("我读三年级，我同学被打了", "bullying_help"),
    ("有个孩子被同学欺负", "bullying_help"),
    ("我儿子9岁，想跟爸爸视频", "family_call"),
    (AUNT, "orphan_support"),
    ("我读小学三年级的侄女跟着我爸妈过，我自己也有两个孩子", "orphan_support"),
    ("我78了，给我老母亲订饭", "meal_service"),
    ("我妈自己一个人做不了饭", "meal_service"),
    ("想订饭", "meal_service"),
)


def questions(text: str, service: str) -> list[Words]:
    """Every question of the form that the text begins, each skipped in its turn."""
    talk, asked = Talk().say(text, service), []
    for _ in range(12):
        if not talk.open or talk.open == "summary":
            break
        ask = talk.replies[-1].params.get("ask")
        asked += [ask] if isinstance(ask, Words) else []
        talk.say("不知道").say("不知道")
    return asked


def own(service: str) -> set[Words]:
    """The questions of a service in the words for whoever is meant."""
    return {d.ask_own for d in catalogue().services[service].details if d.ask_own is not None}


@pytest.mark.parametrize(("text", "service"), THEMSELVES)
def test_whoever_asks_for_themselves_is_asked_about_themselves(text: str, service: str) -> None:
    """ "你在哪个学校上学", not "孩子在哪个学校上学"."""
    said = questions(text, service)
    plain = {d.ask for d in catalogue().services[service].details if d.ask_own is not None}
    assert own(service) & set(said) and not plain & set(said)


@pytest.mark.parametrize(("text", "service"), OTHERS)
def test_whoever_speaks_of_another_is_asked_about_that_one(text: str, service: str) -> None:
    """Nor is anybody taken for meant who only says that they want something."""
    said = questions(text, service)
    assert said and not own(service) & set(said)


@pytest.mark.parametrize("text", ["我10岁，奶奶病了没钱治", "我10岁，我同学病了没钱治"])
def test_the_age_of_a_child_who_tells_of_another_is_nobody_elses(text: str) -> None:
    """The grandmother is not ten years old: her age is asked for."""
    assert Talk().say(text, "medical_aid").open == "patient_age"


@pytest.mark.parametrize("text", ["孩子自己在家没人管", "我妈自己一个人做不了饭"])
def test_somebody_by_themselves_is_not_the_writer(text: str) -> None:
    """自己 after a person is that person."""
    assert "asker" not in Talk().say(text, "temporary_guardianship").form.values


def test_every_question_about_a_child_has_words_for_the_child() -> None:
    """Where a child may write, and only a child is meant; and they call nobody "the child"."""
    for service in catalogue().services.values():
        whom = {d.of for d in service.details} & {"elder", "child"}
        for one in service.details:
            if "child" in service.audience and whom == {"child"} and one.ask.zh_Hans.startswith("孩子"):
                assert one.ask_own is not None, f"{service.id}.{one.id}"
            for language in LANGUAGES if one.ask_own else ():
                said = one.ask_own.of(language) if one.ask_own else ""
                assert "孩子" not in said and "the child" not in said and "老人" not in said, f"{service.id}.{one.id}"


@pytest.mark.parametrize(
    "text",
    [
        "我是奶奶，想带孙子去打疫苗",
        "我孫女要接種疫苗，想有人接送",
        "I'm a grandmother, my grandson needs his vaccination",
    ],
)
def test_a_grandmother_is_asked_the_age_of_the_child(text: str) -> None:
    """Whose age: the child's; and nobody calls the child old."""
    talk = Talk().say(text, "vaccination_escort")
    asked = {d.id: d for d in catalogue().services["vaccination_escort"].details}
    assert talk.open == "age" and talk.replies[-1].params["ask"] == asked["age"].ask_child
    assert talk.say("3岁").form.values["age"] == 3
    assert talk.replies[-1].params["ask"] == asked["illness_history"].ask_child


@pytest.mark.parametrize(
    ("text", "age"), [("我孙子3岁，要打疫苗", 3), ("我妈83了，要打疫苗", 83), ("我今年82，带孙女5岁去打疫苗", 5)]
)
def test_the_age_told_is_that_of_whoever_needs_to_go(text: str, age: int) -> None:
    """Of the child where it is for the child, else of the old."""
    assert Talk().say(text, "vaccination_escort").form.values["age"] == age


def test_an_aunt_is_spoken_to_as_a_grown_up_and_begins_one_request() -> None:
    """Her own two children are not those she writes for."""
    conversation = Talk().say(AUNT, "orphan_support").conversation
    assert conversation.form is not None and conversation.manner == ""
    assert conversation.form.more == 0 and "asker" not in conversation.form.values


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("我今年九岁，妈妈上夜班，我一个人睡觉害怕", "child"),
        ("二十几岁的宝妈，产后心情低落", "adult"),
        ("我四十歲照顧阿媽好攰", "adult"),
    ],
)
def test_an_age_told_decides_the_band_and_kin_do_not_say_who_needs_it(text: str, band: str) -> None:
    """Beside the writer's own age a word of kin is neither the person nor their age."""
    talk = Talk().say(text, "counselling")
    assert talk.form.values["age_group"] == band and talk.open == "for_whom"


@pytest.mark.parametrize(
    ("answer", "band"),
    [
        ("他三十好几了", "adult"),
        ("她十五岁", "teen"),
        ("四十幾歲", "adult"),
        ("我妈四十五岁", "adult"),
        ("十几岁", "teen"),
        ("老人", "elder"),
    ],
)
def test_a_band_is_answered_by_the_age_told(answer: str, band: str) -> None:
    """In round numbers too; words on a button tell it only where no age is told."""
    talk = Talk().say("心理疏导", "counselling").say("自己").say(answer)
    assert talk.form.values["age_group"] == band
