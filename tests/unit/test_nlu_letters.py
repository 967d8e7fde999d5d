"""What of a long message is read twice, and what of the longest is read at all."""

from __future__ import annotations

import pytest

from nlu.components import letters

PAST = "我是退休工人，老伴走得早，儿女都在外地。"
ENGLISH = "I worked in the mill for thirty years and my wife died last spring. "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAST * 6 + "想请你们给我妈安排送饭，一天一顿就够了，中午送到家里，价钱好商量，她牙口不好要软一点。", "软一点"),
        (PAST * 6 + "想请你们给我妈安排送饭，一天一顿就够了，中午送到家里。谢谢领导!此致。敬礼!", "安排送饭"),
        (ENGLISH * 5 + "could somebody bring me a hot meal at noon? thank you very much.", "hot meal"),
    ],
)
def test_the_last_lines_of_a_letter_say_what_it_wants(text: str, said: str) -> None:
    """Courtesies and names at the end are passed over; the beginning is not among the last lines."""
    found = letters.cut(text)
    assert found is not None and found.last is not None
    last = found.said(found.last)
    assert said in last and last in text and len(last) < len(text) / 2


@pytest.mark.parametrize("text", ["", "你好", PAST * 3, ENGLISH * 3, "字" * 500])
def test_what_is_no_letter_has_no_last_lines(text: str) -> None:
    """Shorter messages, and such without clauses, are read once."""
    found = letters.cut(text)
    assert found is None or found.last is None


def test_the_longest_text_is_encoded_from_its_ends() -> None:
    """So that four thousand characters cost no more than a long letter; three letters of English count as one."""
    text = "始" * 500 + "中" * 3000 + "末" * 500
    kept = letters.clipped(text)
    assert len(kept) == 600 and kept.startswith("始始") and kept.endswith("末" * 450)
    assert letters.clipped("字" * 600) == "字" * 600
    assert letters.clipped("a" * 1700) == "a" * 1700


def test_a_message_of_several_clauses_is_read_in_parts() -> None:
    """Nothing is lost between the parts, none is a mere word, and a long letter has a dozen at most."""
    assert letters.cut("我不想活了，帮帮我") is None
    for text in (PAST * 3, PAST * 25, ENGLISH * 3):
        found = letters.cut(text)
        assert found is not None and "".join(found.clauses) == text
        parts = [found.said(span) for span in found.parts]
        assert 2 <= len(parts) <= letters.PARTS
        assert "".join(parts).replace(" ", "") == text.replace(" ", "")
        assert min(map(letters.size, parts)) >= letters.PART
