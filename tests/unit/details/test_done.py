"""Whether something was done, in the verb alone or in words that mean it: of money that was handed over."""

from __future__ import annotations

import pytest

from actions.details import read, spot
from tests.known import known
from tests.unit.details.builders import setting

MOVED = known().services["fraud_alert"].detail("money_moved")
DONE = (
    "我已经转了|转过去了|已經過咗數|過咗數|I already sent it|we already paid|he's already paid|she has sent it|已经给了"
    "|给了|都转过去了|钱都转完了|转了|畀咗|俾咗佢哋|我妈给他们打了钱|钱转走了"
)
NOT_DONE = "还没转|没转|未过数|冇過數|not yet|haven't sent it|差点转了|差点就转了|I nearly sent it|还没给"
NEITHER = "转了吗|他叫我转账|正要转过去|I was about to send it|今天|转了院"


@pytest.mark.parametrize("text", DONE.split("|"))
def test_what_was_done_is_a_yes(text: str) -> None:
    """In three languages and in Cantonese."""
    assert MOVED is not None
    found = read(MOVED, text, setting())
    assert found is not None and found.value is True


@pytest.mark.parametrize("text", NOT_DONE.split("|"))
def test_what_was_not_done_is_a_no(text: str) -> None:
    """Nor what nearly was."""
    assert MOVED is not None
    found = read(MOVED, text, setting())
    assert found is not None and found.value is False


@pytest.mark.parametrize("text", NEITHER.split("|"))
def test_a_question_an_order_or_a_plan_is_neither(text: str) -> None:
    """Nor is another verb of the same character."""
    assert MOVED is not None
    assert read(MOVED, text, setting()) is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("八旬老人没人管", 80),
        ("My grandson is six weeks old", 0),
        ("个孙岁半，想打针", 1),
        ("宝宝未够一岁", 0),
    ],
)
def test_an_age_in_other_words_is_told_in_free_text(text: str, age: int) -> None:
    """Tens of years, weeks of a baby."""
    one = known().services["volunteer_request"].detail("age")
    assert one is not None
    assert spot([one], text, setting())["age"].value == age


@pytest.mark.parametrize("text", ["11月上旬开始的", "七旬之内"])
def test_ten_days_of_a_month_are_no_age(text: str) -> None:
    """上旬 is a date."""
    one = known().services["volunteer_request"].detail("age")
    assert one is not None
    assert "age" not in spot([one], text, setting())
