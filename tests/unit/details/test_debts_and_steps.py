"""What is owed or missing beside an age does not make it less."""

from __future__ import annotations

from datetime import date

import pytest

from actions.details import age

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("我妈82岁欠两千块医药费", [82]),
        ("老人八十差两级台阶就摔了", [80]),
        ("下个月15了", []),
        ("下个月就80岁了", [79]),
        ("八十缺一", [79]),
        ("孩子三岁，弟弟不到一岁", [3, 0]),
    ],
)
def test_only_a_year_that_is_missing_makes_an_age_less(text: str, ages: list[int]) -> None:
    """Money owed, steps too few and a day of the next month leave an age as it is said."""
    assert [said.age for said in age.surely(text, TODAY)] == ages
