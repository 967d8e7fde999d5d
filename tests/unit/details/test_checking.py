"""What is wrong with a value, and how a value is shown."""

from __future__ import annotations

import pytest

from actions.details import Value, check, show
from tests.unit.details.builders import detail, setting, words

OUTSIDE = words("超出了")

WRONG: list[tuple[str, str, Value]] = [
    ("age", "age", 121),
    ("age", "age", -1),
    ("birth_date", "birth_date", "2026-11-23"),
    ("birth_date", "birth_date", "1890-01-01"),
    ("date", "since", "2026-11-23"),
    ("date", "start", "2026-10-02"),
    ("when", "when", "2026-11-01T10:00"),
    ("when", "when", "2046-11-01"),
    ("date", "date", "gestern"),
    ("month", "month", "2026-12"),
    ("phone", "phone", "1380000"),
    ("phone", "phone", "+85220261122999"),
    ("place", "place", "啊"),
    ("money", "money", -5),
    ("count", "count", -1),
    ("consent", "consent", False),
    ("choice", "choice", "fly"),
    ("choices", "choices", ("weekends", "fly")),
    ("text", "text", "  "),
    ("age", "age", "78"),
    ("age", "age", True),
]
FINE: list[tuple[str, str, Value]] = [
    ("age", "age", 0),
    ("age", "age", 120),
    ("birth_date", "birth_date", "2026-11-22"),
    ("date", "since", "2026-11-22"),
    ("date", "start", "2026-11-22"),
    ("date", "start", "2026-11-01"),
    ("when", "when", "2026-11-23T15:00"),
    ("month", "month", "2026-11"),
    ("phone", "phone", "13800001234"),
    ("phone", "phone", "+85291234567"),
    ("phone", "phone", "+886912345678"),
    ("place", "place", "王庄"),
    ("money", "money", 0),
    ("count", "count", 0),
    ("consent", "consent", True),
    ("yes_no", "yes_no", False),
    ("choice", "choice", "delivery"),
    ("choices", "choices", ()),
    ("file", "file", ("https://example.org/a.jpg",)),
]


@pytest.mark.parametrize(("kind", "id", "value"), WRONG)
def test_a_value_that_cannot_be_is_refused_in_words(kind: str, id: str, value: Value) -> None:
    """Each refusal speaks all three languages."""
    problem = check(detail(kind, id), value, setting())
    assert problem is not None
    assert all((problem.zh_Hans, problem.zh_Hant, problem.en))


@pytest.mark.parametrize(("kind", "id", "value"), FINE)
def test_a_value_that_can_be_passes(kind: str, id: str, value: Value) -> None:
    """The edges are inside."""
    assert check(detail(kind, id), value, setting()) is None


@pytest.mark.parametrize(("kind", "value"), [("age", 18), ("money", 18), ("count", 18)])
def test_the_services_own_words_are_used(kind: str, value: int) -> None:
    """Outside min and max the service's own words are said."""
    assert check(detail(kind, min=3, max=17, outside=OUTSIDE), value, setting()) == OUTSIDE
    assert check(detail(kind, min=3, max=17, outside=OUTSIDE), 17, setting()) is None


SHOWN: list[tuple[str, Value, str, str, str]] = [
    ("age", 78, "78岁", "78歲", "78"),
    ("age", 0, "不到1岁", "未滿1歲", "under 1"),
    ("date", "2026-11-23", "2026年11月23日（周一）", "2026年11月23日（星期一）", "Monday, 23 November 2026"),
    (
        "when",
        "2026-11-23T15:00",
        "2026年11月23日（周一）15:00",
        "2026年11月23日（星期一）15:00",
        "Monday, 23 November 2026, 15:00",
    ),
    ("month", "2026-10", "2026年10月", "2026年10月", "October 2026"),
    ("date", "2026-02", "2026年2月", "2026年2月", "February 2026"),
    ("when", "1998", "1998年", "1998年", "1998"),
    ("money", 1200, "¥1,200", "¥1,200", "¥1,200"),
    ("count", 5, "5", "5", "5"),
    ("phone", "13800001234", "138 0000 1234", "138 0000 1234", "138 0000 1234"),
    ("phone", "+85291234567", "+852 9123 4567", "+852 9123 4567", "+852 9123 4567"),
    ("phone", "075525881234", "0755-25881234", "0755-25881234", "0755-25881234"),
    ("yes_no", False, "否", "否", "No"),
    ("yes_no", True, "是", "是", "Yes"),
    ("consent", True, "同意", "同意", "Yes"),
    ("choice", "delivery", "送到家里", "送到家裏", "Deliver to the door"),
    ("choices", ("weekdays", "weekends"), "周一到周五、周末", "周一到周五、周末", "Weekdays, Weekends"),
    ("choices", (), "都没有", "都沒有", "None"),
    ("file", ("a", "b"), "2 个文件", "2 個檔案", "2 files"),
    ("place", "22.54,114.05", "定位 22.54,114.05", "定位 22.54,114.05", "pin 22.54,114.05"),
    ("text", "他打我", "他打我", "他打我", "他打我"),
]


@pytest.mark.parametrize(("kind", "value", "hans", "hant", "en"), SHOWN)
def test_a_value_is_shown_in_each_language(kind: str, value: Value, hans: str, hant: str, en: str) -> None:
    """The summary reads well in Simplified, Traditional and English."""
    one = detail(kind)
    assert [show(one, value, language) for language in ("zh_Hans", "zh_Hant", "en")] == [hans, hant, en]


def test_a_note_in_place_of_a_value_is_shown_as_it_is() -> None:
    """Where a person did not know, the words kept instead are shown."""
    assert show(detail("age"), "不知道", "zh_Hans") == "不知道"
