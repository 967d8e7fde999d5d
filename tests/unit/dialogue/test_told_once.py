"""What is told is not asked again, and what was told wrong is put right with a word."""

from __future__ import annotations

import pytest

from actions.desk.results import Opened
from actions.dialogue.shapes import View
from data.model import Words
from tests.unit.dialogue.talk import Talk, lines, meals, ticket


@pytest.mark.parametrize("text", ["不，是83", "不对，是83", "不是，83", "no, 83", "No, it's 83", "唔係，83"])
def test_figures_after_a_no_correct_the_figure_just_given(text: str) -> None:
    """Also where the open question could be answered by a no."""
    right = meals("给我妈订饭").say("38").say(text)
    assert right.form.values["age"] == 83 and right.keys[0] == "form.corrected" and right.open == "address"
    choosing = meals("给我妈订饭，住深圳市罗湖区翠竹街道12号").say("38").say(text)
    assert choosing.form.values["age"] == 83 and choosing.open == "dining"


@pytest.mark.parametrize(
    ("text", "diet"),
    [
        ("给我妈订饭，她吃得少盐", "吃得少盐"),
        ("幫媽媽訂飯，要低鹽", "要低鹽"),
        ("Meals for my mother, no pork", "no pork"),
    ],
)
def test_a_diet_told_first_is_not_asked_for(text: str, diet: str) -> None:
    """It stands in the request."""
    assert meals(text).form.values["diet"] == diet


@pytest.mark.parametrize("text", ["没有手机", "冇手機", "I have no phone", "没有电话", "不留", "不方便"])
def test_whoever_has_no_phone_is_told_that_this_talk_is_enough(text: str) -> None:
    """Not that they were not understood."""
    talk = Talk().result(Opened(ticket(reachable=False), "7KQ9WXYA"))
    assert talk.keys[1].endswith("_phone")
    assert talk.say(text).keys == ["form.no_phone"]


@pytest.mark.parametrize(
    ("first", "then"), [("2018年5月", "12号"), ("二零一八年五月", "十二"), ("May 2018", "the 12th")]
)
def test_half_a_date_of_birth_is_kept_and_the_day_asked_for(first: str, then: str) -> None:
    """Kindly, with what was told."""
    talk = Talk().say("给孩子办流动儿童登记", "migrant_child_registration").say(first)
    assert talk.open == "birth_date" and first in talk.form.said
    assert "2018" in str(talk.replies[0].params["words"])
    assert talk.say(then).form.values["birth_date"] == "2018-05-12"


def test_a_month_of_birth_told_at_once_is_not_asked_for() -> None:
    """Only its day is; another month is none."""
    talk = Talk().say("给孩子登记流动儿童，他2018年5月出生，2024年9月来的", "migrant_child_registration")
    assert talk.open == "birth_date" and talk.keys[-2] == "say.words"
    assert talk.say("12号").form.values["birth_date"] == "2018-05-12"


def test_a_number_in_an_address_is_no_day() -> None:
    """Nor a month in a street's name."""
    talk = meals("给我妈订饭，她78岁，送到家，住罗湖区翠竹街道12号").say("翠竹路5号")
    assert "start" not in talk.form.values


def test_months_are_said_back_as_told() -> None:
    """From one to another, in three languages."""
    talk = Talk().say("我妈的高龄津贴从三月到五月没发", "allowance_payment")
    assert talk.form.values["month"] == "2026-03/2026-05"
    said = next(value for _, value in lines(talk.replies[0], "noted") if "2026" in str(value))
    assert isinstance(said, Words) and (said.zh_Hans, said.en) == ("2026年3月到5月", "March to May 2026")


def test_a_correction_right_after_the_invitation_is_none_of_that() -> None:
    """ "不对，…" is no "no phone"."""
    view = View(tickets=(ticket(reachable=False),))
    talk = Talk(view=view).result(Opened(ticket(reachable=False), "7KQ9WXYA")).say("不对，我妈是八十五岁")
    assert talk.keys == ["ticket.corrected"]
