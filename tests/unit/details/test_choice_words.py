"""Choices answered in words that stand on no button."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.details import read, spot
from data.model import Choice, Words
from tests.unit.details.builders import DAYS, choice, detail, setting

MARRIAGE = (
    Choice("married", Words("已婚", "已婚", "Married"), (), ("成家了",)),
    Choice("single", Words("没结过婚", "沒結過婚", "Never married")),
    Choice("helper", Words("某位工作人员或志愿者", "某位工作人員或義工", "A member of staff or a volunteer")),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("成家了", "married"),  # a word that means it as an answer only
        ("志愿者", "helper"),  # a piece of one button
        ("工作人员或志愿者", "helper"),
        ("没结婚过", "single"),  # two letters exchanged
        ("结过婚", None),  # its opposite is one letter away
        ("婚", None),  # a single letter of two buttons
        ("员", "helper"),  # and of one
        ("有", None),
    ],
)
def test_words_of_an_answer(said: str, meant: str | None) -> None:
    """Words kept for answers, and pieces of one button, mean it; what denies it does not."""
    found = read(detail("choice", "marriage", choices=MARRIAGE), said, setting())
    assert (found and found.value) == meant


def test_words_for_answers_are_not_spotted() -> None:
    """In free text they mean nothing."""
    one = detail("choice", "marriage", choices=MARRIAGE)
    assert spot([one], "女儿成家了，住得远", setting()) == {}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3", "lower"),
        ("三", "lower"),
        ("5", "upper"),
        ("第3个", "upper"),
        ("选1", "preschool"),
        ("9", None),
        ("7", None),
    ]
    + [(age, None) for age in ("5岁", "他3岁了", "她五岁", "5 years old", "快6岁了")],
)
def test_a_bare_number_is_whoever_stands_for_it(said: str, meant: str | None) -> None:
    """ "3" to "which grade?" is the third grade, not the third button; whoever says which button means that."""
    lower, upper = (replace(choice(id, "小学"), min=n, max=n + 2) for id, n in (("lower", 1), ("upper", 4)))
    found = read(detail("choice", "grade", choices=(choice("preschool", "没上学"), lower, upper)), said, setting())
    assert (found and found.value) == meant


@pytest.mark.parametrize("said", ["5岁", "他3岁了", "她五岁", "5 years old", "快6岁了"])
def test_an_age_is_no_number_of_what_is_not_years(said: str) -> None:
    """Of a grade it says nothing."""
    upper = replace(choice("upper", "小学"), min=1, max=6)
    assert read(detail("choice", "grade", choices=(choice("preschool", "没上学"), upper)), said, setting()) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [("4 years old", "child"), ("3岁", "child"), ("他5岁", "child"), ("10", "child"), ("12", "old"), ("2", "old")],
)
def test_years_tell_a_band_of_ages(said: str, meant: str) -> None:
    """However few; a bare number no larger than the row is a place in it."""
    child, old = replace(choice("child", "小"), min=0, max=11), replace(choice("old", "大"), min=12)
    found = read(replace(detail("choice", "band", choices=(child, old)), about="age"), said, setting())
    assert found is not None and found.value == meant


def test_days_that_all_suit_are_those_days() -> None:
    """ "周一到周五都行" names the weekdays; only "都可以" alone means any day."""
    anything = replace(choice("any", "都可以", "哪天都行", "都行"), every=True)
    asked = detail("choices", "days", choices=(*DAYS, anything))
    for text, value in (("周一到周五都行", ("weekdays",)), ("都可以", ("any",)), ("哪天都行", ("any",))):
        found = read(asked, text, setting())
        assert found is not None, text
        assert found.value == value, text
