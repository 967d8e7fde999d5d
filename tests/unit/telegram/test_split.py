"""Cutting long texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.split import MOST, split, units


def test_a_short_text_stays_whole() -> None:
    """Nothing is cut without need."""
    assert split("您好\n\n今天") == ["您好\n\n今天"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一二三四五六\n\n七八\n九十", "一二三四五六"),
        ("一二三四五六\n七八。九十一二", "一二三四五六"),
        ("一二三四五六。七八，九十一二", "一二三四五六。"),
        ("一二三四五六，七八九十一二三", "一二三四五六，"),
        ("一二三四五六七八九十一二三四", "一二三四五六七八九十"),
    ],
)
def test_it_is_cut_at_the_best_pause(text: str, first: str) -> None:
    """Paragraph before line before sentence before comma before anywhere."""
    assert split(text, 10)[0] == first


def test_emoji_count_twice() -> None:
    """Telegram counts UTF-16 units, and no character is torn apart."""
    parts = split("😀" * 3000)
    assert [units(part) for part in parts] == [4096, 1904]


@given(st.text(max_size=300), st.integers(2, 40))
def test_nothing_is_lost(text: str, most: int) -> None:
    """Every character but blanks at the cuts arrives, in parts that fit and are not blank."""
    text = text.encode("utf-8", "replace").decode()
    parts = split(text, most)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(units(part) <= most and part.strip() for part in parts)
    assert MOST == 4096
