"""One normal form for training and for answering."""

from __future__ import annotations

import pytest

from actions.details import simplify
from actions.details.prose import prose
from data.normalise import normalise
from tests.unit.details.builders import setting


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Ｈｅｌｌｏ！！！ ", "hello!"),
        ("啊啊啊啊 救命", "啊啊 救命"),
        ("13800000000", "13800000000"),
        ("零零零零", "零零零零"),
        ("長者\u200b服務\ufeff", "长者服务"),
        ("a\n\n  b", "a b"),
        ("😂😂😂", "😂😂😂"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("好。。。。", "好。"),
        ("冇咁衰", "没有这么衰"),
    ],
)
def test_a_text_has_one_normal_form(text: str, normal: str) -> None:
    """Width, case, script, blanks, stretched sounds and Cantonese are evened out; digits and emoji are not."""
    assert simplify(text, setting()) == normal


def test_the_longest_cantonese_word_comes_first() -> None:
    """咁点算 is a word of its own, not 咁 and 点算."""
    assert normalise("咁点算", str, {"咁": "这么", "咁点算": "那怎么办"}) == "那怎么办"


def test_normalising_twice_changes_nothing() -> None:
    """What is normal stays."""
    once = simplify("長者！！！ ＡＢＣ  啊啊啊", setting())
    assert simplify(once, setting()) == once


@pytest.mark.parametrize("text", ["長者電話１３８", "㈱ﬁ İ", "乾隆後面", "", "😂 頭髮"])
def test_both_forms_of_a_message_are_equally_long(text: str) -> None:
    """Spans found in the plain form fit the words as said."""
    both = prose(text)
    assert len(both.said) == len(both.plain)
