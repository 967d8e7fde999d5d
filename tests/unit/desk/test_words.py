"""Words by which a request is found."""

from __future__ import annotations

import pytest

from actions.desk.words import holds, pairs, pieces, wholes
from tests.unit.desk.builders import a_ticket


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("想送饭", {"想送", "送饭"}),
        ("想送飯！", {"想送", "送饭"}),
        ("Ｍeal", {"me", "ea", "al"}),
        ("饭", set()),
        ("饭，菜", set()),
        ("", set()),
    ],
)
def test_pairs_of_neighbours(text: str, found: set[str]) -> None:
    """Traditional and full width read alike; marks part; one character alone is no pair."""
    assert pairs(text) == found


def test_what_is_found_really_stands_there() -> None:
    """All pieces, in one run each: pairs that lie apart are no word."""
    ticket = a_ticket(text="我媽想找人送飯，Tuesday")
    assert holds(ticket, pieces("送饭 tuesday 妈")) and not holds(ticket, pieces("找人饭"))


def test_answers_are_found_as_a_whole() -> None:
    """Names and numbers; not what is long, nor what is no text."""
    ticket = a_ticket(
        details={"name": " 陳小梅 ", "phone": "13800001234", "age": 78, "note": "很长" * 30, "days": ("a",)}
    )
    assert wholes(ticket) == {"陈小梅", "13800001234"}
