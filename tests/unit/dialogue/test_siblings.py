"""Several children in one message."""

from __future__ import annotations

import pytest

from actions import details
from actions.desk.commands import OpenTicket
from tests.unit.dialogue.talk import Talk

TWO = "我和老公在外打工，两个孩子一个5岁一个8岁，跟奶奶住在湖南省衡阳市祁东县白地市镇，想登记留守儿童"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("我有两个孩子", 2),
        ("家里三个娃没人管", 3),
        ("姐弟俩都在老家", 2),
        ("我哋两个仔女，细路两个", 2),
        ("双胞胎，刚上小学", 2),
        ("my two kids stay with grandma", 2),
        ("I have three children", 3),
        ("我女儿的两个老师", 1),
        ("第二个孩子想报名", 1),
        ("孩子八岁了", 1),
        ("我孩子", 1),
        ("侄子没人管，我自己也有两个孩子", 1),
        ("三个孩子欺负我儿子", 1),
        ("我儿子被三个男孩打了", 1),
        ("女儿在学校被两个女孩子围着骂", 1),
        ("旁边有三个孩子在看", 1),
        ("three boys are bullying my son", 1),
        ("my son is bullied by three kids", 1),
        ("my son is 9 and three boys at Cuizhu Primary School keep bullying him", 1),
        ("three kids keep hitting my daughter", 1),
        ("我两个孩子被同学欺负", 2),
        ("两个孩子要打疫苗", 2),
        ("my two kids are bullied at school", 2),
    ],
)
def test_how_many_children_are_spoken_of(text: str, count: int) -> None:
    """By a number of them, or by what brothers and sisters are called."""
    assert details.children(text) == count


def finished(talk: Talk) -> Talk:
    """The form answered and sent in."""
    answers = {"child_age": "5", "carer": "1", "parents_work": "广东东莞", "difficulty": "没人管功课", "school": "跳过"}
    for _ in range(9):
        if talk.open == "summary":
            break
        talk.say(answers.get(talk.open, "跳过"))
    return talk.say("没错，提交")


def test_each_child_gets_a_request_of_its_own() -> None:
    """Said at the beginning, offered when the first is in; what holds for both is not asked again."""
    talk = Talk().say(TWO, "left_behind_child")
    assert "form.one_by_one" in talk.keys and talk.open == "child_age"
    first = next(c for c in finished(talk).commands if isinstance(c, OpenTicket))
    talk.opened()
    assert talk.keys[-1] == "wanted.another"
    talk.press("n:left_behind_child")
    assert talk.open == "child_age" and "child_age" not in talk.form.values and talk.form.fresh
    assert talk.form.values["district"] == first.details["district"]
    finished(talk).opened()
    assert "wanted.another" not in talk.keys


def test_the_second_may_be_left() -> None:
    """Nothing is kept of it then."""
    talk = finished(Talk().say(TWO, "left_behind_child")).opened().say("以后再说")
    assert talk.keys == ["talk.any_time"] and not talk.conversation.parked


def test_children_without_anybody_are_one_emergency() -> None:
    """Their brothers and sisters are not put in a queue."""
    talk = Talk().say("两个孩子的爸妈都住院了，没人照看", "temporary_guardianship")
    assert "form.one_by_one" not in talk.keys
