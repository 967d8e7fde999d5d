"""Who is named in a text."""

from __future__ import annotations

import pytest

from actions.details.people import people


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("想领点奶粉尿布", []),
        ("孩子断奶了", ["child"]),
        ("我奶八十", ["elder"]),
        ("喂奶奶吃饭", ["elder"]),
        ("奶奶喝牛奶", ["elder"]),
    ],
)
def test_milk_is_no_grandmother(text: str, who: list[str]) -> None:
    """Nor is who asks for powdered milk asking for somebody old."""
    assert [one.who for one in people(text)] == who
