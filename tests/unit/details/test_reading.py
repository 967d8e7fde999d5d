"""Answers to an open question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from actions.details import confirms, declined, read, unsure
from actions.details.affirmation import yes_no
from tests.unit.details.builders import GRADES, detail, setting
from tests.unit.details.phrases import ANSWERS


def test_table_is_long() -> None:
    """At least two hundred ways to answer are tried."""
    assert len(ANSWERS) >= 200


@pytest.mark.parametrize(("kind", "id", "answer", "value"), ANSWERS)
def test_an_answer_is_understood(kind: str, id: str, answer: str, value: Any) -> None:
    """Each answer comes to its value, of the right type."""
    more = {"choices": GRADES} if id == "grade" else {}
    found = read(detail(kind, id, **more), answer, setting())
    got = None if found is None else found.value
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(("kind", "id", "answer", "value"), ANSWERS)
def test_what_was_said_is_where_it_says(kind: str, id: str, answer: str, value: Any) -> None:
    """The span lies inside the answer and is not empty."""
    more = {"choices": GRADES} if id == "grade" else {}
    found = read(detail(kind, id, **more), answer, setting())
    if found is not None:
        assert 0 <= found.start < found.end <= len(answer) + 8


@pytest.mark.parametrize(
    "text",
    ["不知道", "唔知", "记不清了", "忘了", "我不太清楚", "not sure", "I don't know", "dunno", "說不好", "唔記得"],
)
def test_not_knowing_is_heard(text: str) -> None:
    """Not knowing is neither yes nor no."""
    assert unsure(text)
    assert yes_no(text) is None


@pytest.mark.parametrize("text", ["78", "是的", "没有", "住在翠竹", "yes"])
def test_an_answer_is_not_taken_for_not_knowing(text: str) -> None:
    """Plain answers are neither unsure nor declined."""
    assert not unsure(text)
    assert not declined(text)


@pytest.mark.parametrize("text", ["不想说", "不方便留", "跳过", "唔想講", "I'd rather not", "skip", "不告诉你"])
def test_declining_is_heard(text: str) -> None:
    """Nobody has to tell."""
    assert declined(text)


@pytest.mark.parametrize(
    "text",
    [
        "等一下",
        "你等等",
        "回来了",
        "我回来了",
        "[微信表情]",
        "【微笑】",
        "老家",
        "在老家",
        "家里",
        "我住家里",
        "这里",
        "那边",
        "家",
        "屋企",
        "home",
        "at home",
    ],
)
def test_words_that_lead_nowhere_are_no_address(text: str) -> None:
    """Neither a pause, nor a sticker, nor home without a street is where somebody lives."""
    assert read(detail("place"), text, setting()) is None


@pytest.mark.parametrize(
    "text", ["王家庄", "老家属院二单元", "翠竹路了", "搬到罗湖了", "家里在翠竹路", "蛇口", "Homebush Road", "老粮站"]
)
def test_a_short_address_is_one(text: str) -> None:
    """Whatever names a place is taken."""
    assert read(detail("place"), text, setting()) is not None


@pytest.mark.parametrize("text", ["Guangzhou Tianhe", "Shenzhen"])
def test_a_district_in_pinyin_is_kept_as_said(text: str) -> None:
    """Whoever writes Latin letters is understood too."""
    found = read(detail("district"), text, setting())
    assert found is not None
    assert found.value == text


@pytest.mark.parametrize("text", ["hello there", "cancel please", "yes", "what is that", "78", "I do not know"])
def test_other_latin_words_are_no_district(text: str) -> None:
    """English is not pinyin."""
    assert read(detail("district"), text, setting()) is None


@pytest.mark.parametrize("text", ["系深户", "要收钱不", "你们上门拿不", "可以拿吗？谢谢", "能来没有", "有没有"])
def test_a_question_or_a_statement_is_no_yes(text: str) -> None:
    """A question asked back answers nothing, and 系 is a yes only where it stands alone or at the end."""
    assert yes_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "没错，提交",
        "对，帮我提交吧",
        "係呀，唔該",
        "好的谢谢您",
        "都对，麻烦您交上去",
        "Yes, please submit it",
        "all correct",
    ],
)
def test_a_yes_with_words_that_submit_confirms(text: str) -> None:
    """Thanks, particles and words that submit take nothing from a yes."""
    assert confirms(text)


@pytest.mark.parametrize(
    "text",
    [
        "我想有人上门帮手照顾",
        "有人打他",
        "佢病瘫咗，冇人打佢",
        "好，不提交",
        "是我妈妈",
        "谢谢",
        "可以提交吗",
        "yes but my mother fell",
        "好痛",
    ],
)
def test_a_yes_with_more_beside_it_does_not_confirm(text: str) -> None:
    """What tells anything else, or asks, submits nothing."""
    assert not confirms(text)


@pytest.mark.parametrize("day", [datetime(2026, 8, 31, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)])
@pytest.mark.parametrize(
    ("text", "told"),
    [("高龄津贴2、3个月没发了", "2026-05 2026-08"), ("2到年底", "2026-12"), ("2、3月", "2026-02,2026-03")],
)
def test_months_are_told_on_the_last_day_of_one_too(day: datetime, text: str, told: str) -> None:
    """Not every month has that day; and three months without it are no March."""
    found = read(detail("month"), text, setting(day))
    assert found is not None and found.value in told.split()


@pytest.mark.parametrize(
    ("text", "value"), [("停一下", None), ("等一会儿", None), ("one moment", None), ("1", 1), ("就一个", 1)]
)
def test_a_short_while_is_no_count(text: str, value: int | None) -> None:
    """一下 and 一会儿 count nothing."""
    found = read(detail("count"), text, setting())
    assert (found.value if found else None) == value
