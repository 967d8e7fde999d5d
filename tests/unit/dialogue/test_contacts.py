"""Numbers near the person: those of their own district first, where the file has one, else the national ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.dialogue.shapes import View
from bot.locale.wording import Wording
from data.model import Contact, Words
from tests.unit.dialogue import talk as talking
from tests.unit.dialogue.talk import Talk, meals


def local(id: str, number: str, *districts: str, words: tuple[str, ...] = ()) -> Contact:
    """A number of one place."""
    names = Words(id, id, id)
    return Contact(id, number, names, names, (), Words("甲", "甲", "a"), "2026-11-20", districts, words)


@pytest.fixture(autouse=True)
def numbers_of_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue with a number of one district and one of a whole city."""
    known = talking.catalogue()
    places = (
        local("longgang_desk", "0000-0001", "深圳市龙岗区", words=("救助站", "养老")),
        local("city_desk", "0000-0002", "深圳市"),
    )
    changed = replace(known, contacts={**known.contacts, **{c.id: c for c in places}})
    monkeypatch.setattr(talking, "catalogue", lambda: changed)


def shown(talk: Talk) -> list[str]:
    """The numbers that were told, in order."""
    told = talk.replies[0].params["numbers"]
    rows = [row[1] for row in told if isinstance(row, tuple)] if isinstance(told, tuple) else []
    return [row.zh_Hans.split("（")[0] if isinstance(row, Words) else str(row) for row in rows]


def test_a_named_district_has_its_own_number_first() -> None:
    """And the national ones follow."""
    numbers = shown(Talk().say("深圳龙岗区附近有什么求助电话", "find_contact"))
    assert numbers[:3] == ["0000-0001", "0000-0002", "12345"] and "12356" in numbers


def test_another_district_of_the_city_has_the_citys_number_only() -> None:
    """A number of Longgang is not told in Luohu."""
    numbers = shown(Talk().say("我在深圳市罗湖区 附近的求助电话", "find_contact"))
    assert numbers[0] == "0000-0002" and "0000-0001" not in numbers


@pytest.mark.parametrize("text", ["附近有什么求助电话", "杭州市西湖区有什么求助电话"])
def test_elsewhere_and_nowhere_only_national_numbers_are_told(text: str) -> None:
    """Nobody reads the number of a place that is not theirs."""
    assert not [n for n in shown(Talk().say(text, "find_contact")) if n.startswith("0000")]


def test_the_district_of_an_earlier_request_is_enough() -> None:
    """Who has said where they live need not say it again."""
    talk = Talk(view=View(known={"district": "深圳市龙岗区"})).say("附近有什么求助电话", "find_contact")
    assert shown(talk)[0] == "0000-0001"


@pytest.mark.parametrize(
    ("text", "number"),
    [("妇联电话多少", "12338"), ("民政局电话是多少", "12349"), ("what is the number of the fraud line", "96110")],
)
def test_a_number_that_is_asked_for_is_told_alone(text: str, number: str) -> None:
    """With what it is for; the others are one press away."""
    talk = Talk().say(text, "find_contact")
    assert talk.keys == ["contacts.one"] and shown(talk) == [number]
    assert "12345" in shown(talk.press("find_contact"))


def test_two_numbers_asked_for_are_told_before_all_others() -> None:
    """Nothing else stands between them."""
    assert shown(Talk().say("报警和急救的电话是多少", "find_contact")) == ["120", "110"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("119是什么", "119"),
        ("12355是什么电话", "12355"),
        ("12338是干什么的", "12338"),
        ("12348是干嘛的", "12348"),
        ("12349是干嘛的？", "12349"),
        ("12333是什么电话", None),
        ("12355係咩電話", "12355"),
        ("what is 12349", "12349"),
        ("what is 12315", None),
        ("12349", "12349"),
        ("95598是哪里的电话", None),
        ("12345转6是什么", "12345 转 6"),
        ("96110打来要接吗", "96110"),
        ("12030是什么电话", None),
        ("95120是什么电话", None),
        ("12000是哪里的电话", None),
        ("12345 转 6是什么", "12345 转 6"),
    ],
)
def test_a_number_that_is_asked_about_is_told_from_the_list(text: str, number: str | None) -> None:
    """Never what is true of another; one that is not on the list is said to be unknown, with 12345 and a person."""
    talk = Talk().say(text, "policy_question", topics=(("line_12356", 0.99),))
    assert talk.keys == ["contacts.one" if number else "contacts.unknown"]
    assert shown(talk) == [number or "12345"]
    assert any("person" in b.payload for b in talk.replies[0].buttons)


@pytest.mark.parametrize("text", ["12349收费吗", "打12348要报名字吗", "12333周末有人接吗"])
def test_no_line_is_explained_by_the_topic_of_another(text: str) -> None:
    """However sure understanding is; its own topic still answers."""
    said = Talk().say(text, "policy_question", topics=(("line_12356", 0.99),))
    assert not any(key.startswith("policy.") for key in said.keys)
    assert Talk().say("打12356要报名字吗", "policy_question", topics=(("line_12356", 0.99),)).keys[0] == "policy.answer"


@pytest.mark.parametrize(
    ("text", "intent", "number"),
    [
        ("心理援助热线多少", "policy_question", "12356"),
        ("罗湖区有什么养老热线", "care_home", "12349"),
        ("反家暴热线", "find_contact", "12338"),
        ("What's the number to report child abuse?", "child_abuse_report", "12345 转 6"),
        ("虐待老人打什么电话", "elder_abuse_report", "12349"),
        ("who do I call about elder abuse", "elder_abuse_report", "12349"),
        ("hotline for elder abuse", "elder_abuse_report", "12349"),
        ("法律援助的電話幾多號", "policy_question", "12348"),
        ("给个青少年热线", "youth", "12355"),
        ("how do I reach the women's federation", "activity_signup", "12338"),
        ("怎么联系妇联", "find_contact", "12338"),
    ],
)
def test_who_asks_for_a_number_is_told_it_and_begins_no_form(text: str, intent: str, number: str) -> None:
    """By the words of what the line is for, whatever else the question sounds like."""
    talk = Talk().say(text, intent, crisis={"violence": 0.02})
    assert talk.keys == ["contacts.one"] and shown(talk) == [number] and talk.conversation.form is None


@pytest.mark.parametrize(
    "text",
    [
        "养老院多少钱一个月",
        "法律援助是什么",
        "打心理热线别人会知道吗",
        "民政局的电话打不通",
        "接到民政局电话说发补贴",
        "有人冒充公安打电话",
        "我12岁被人欺负了",
        "住在120号3楼的老人没人管",
        "我妈1940年生的，想住养老院",
    ],
)
def test_who_tells_of_a_line_asks_for_no_number(text: str) -> None:
    """Fees, complaints, frauds, ages and houses are understood as ever."""
    assert not any(key.startswith("contacts.") for key in Talk().say(text, "greet").keys)


@pytest.mark.parametrize(
    "text", ["残联", "残联电话多少", "救助站电话多少", "街道办电话", "the number of the rescue station"]
)
def test_an_office_without_a_number_is_reached_through_another(text: str) -> None:
    """It is said that its own number is not known."""
    talk = Talk().say(text, "find_contact")
    assert talk.keys == ["contacts.office"] and shown(talk) == ["12345"]


def test_a_number_of_ones_own_file_wins_in_its_district() -> None:
    """Before the national one of the same words, and before whoever would put through."""
    for text in ("深圳龙岗区救助站电话多少", "深圳龙岗区养老热线多少"):
        assert shown(Talk().say(text, "find_contact"))[0] == "0000-0001"
    assert shown(Talk().say("深圳罗湖区救助站电话多少", "find_contact")) == ["12345"]


@pytest.mark.parametrize("text", ["周末上班吗", "你们几点上班", "办公室几点下班", "are you open on weekends"])
def test_who_asks_for_hours_hears_that_one_may_write_at_any(text: str) -> None:
    """And whom to ask about an office's."""
    talk = Talk().say(text, "find_contact")
    assert talk.keys == ["contacts.hours"] and shown(talk) == ["12345"]


def test_a_number_has_its_source_and_the_day_it_was_checked() -> None:
    """In the reader's language, also in a list: there the day of the oldest."""
    one = Talk().say("妇联电话多少", "find_contact").replies[0]
    assert Wording("Asia/Shanghai").text(one, "zh_Hans").startswith("妇女维权热线：12338（妇联）\n")
    assert "as of November 22, 2026" in Wording("Asia/Shanghai").text(one, "en")
    some = Talk().say("深圳龙岗区附近有什么求助电话", "find_contact").replies[0]
    assert "（号码截至2026年11月20日）" in Wording("Asia/Shanghai").text(some, "zh_Hans")


def test_a_number_asked_for_in_a_form_is_told_and_the_question_asked_again() -> None:
    """Whatever understanding takes it for."""
    talk = meals().say("12349是什么电话", "policy_question", topics=(("line_12356", 0.99),))
    assert talk.keys[0] == "contacts.one" and shown(talk) == ["12349"] and talk.open == "age"
