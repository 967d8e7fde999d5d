"""Several months told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions import details
from actions.details import Setting
from data.model import Detail
from tests.known import known

SETTING = Setting(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), known())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("从去年腊月到今年清明", "2026-01/2026-04"),
        ("去年腊月", "2026-01"),
        ("正月到三月", "2026-02/2026-03"),
        ("三月到五月", "2026-03/2026-05"),
        ("十一月到二月", "2025-11/2026-02"),
        ("去年十月到十二月", "2025-10/2025-12"),
    ],
)
def test_months_from_to_are_a_span(text: str, value: str) -> None:
    """Also where one end is a month of the lunar calendar or a feast."""
    found = details.read(month(), text, SETTING)
    assert found is not None and found.value == value
    assert details.check(month(), found.value, SETTING) is None


@pytest.mark.parametrize("text", ["十月到十二月", "10到12月"])
def test_months_whose_end_is_still_to_come_are_asked_about(text: str) -> None:
    """Last year's, or this year's until now: no guess."""
    found = details.read(month(), text, SETTING)
    assert found is not None
    words = details.check(month(), found.value, SETTING)
    assert words is not None and words.zh_Hans == ("2026年12月还没到。您说的是2025年10月到12月，还是2026年10月到现在？")
    later = replace(SETTING, now=datetime(2027, 1, 5, tzinfo=UTC))
    after = details.read(month(), text, later)
    assert after is not None and after.value == "2026-10/2026-12"


@pytest.mark.parametrize("text", ["暖气补贴", "暖氣補貼", "暖气费没发"])
def test_money_for_heating_has_many_names(text: str) -> None:
    """And is not asked for again."""
    which = next(d for d in known().services["allowance_payment"].details if d.id == "allowance")
    assert details.spot([which], text, SETTING)["allowance"].value == "heating"


def month() -> Detail:
    """The month whose money is missing."""
    return next(d for d in known().services["allowance_payment"].details if d.id == "month")
