"""The table of what people really say: spoken.txt, written before any reader was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.details import check, read, show
from tests.unit.details.builders import detail, setting

_TABLE = Path(__file__).with_name("spoken.txt")
_SECTION = re.compile(r"\[(\w+) (\w+) .+\]")


def _rows() -> Iterator[tuple[str, str, str, Any]]:
    section = ("", "")
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if match := _SECTION.fullmatch(line):
            section = (match[1], match[2])
        elif line and not line.startswith("#"):
            answer, _, value = line.rpartition(" =")
            yield (*section, answer, _value(section[0], value.strip()))


def _value(kind: str, value: str) -> Any:
    if not value:
        return None
    if kind == "yes_no":
        return value == "yes"
    if kind == "choices":
        return tuple(value.split(","))
    return int(value) if kind in ("age", "money", "count") else value


ROWS = list(_rows())


def test_the_table_is_long() -> None:
    """Beside the answers of phrases.py more than four hundred ways to say it."""
    assert len(ROWS) >= 400


@pytest.mark.parametrize(("kind", "id", "answer", "value"), ROWS)
def test_what_people_say_is_understood(kind: str, id: str, answer: str, value: Any) -> None:
    """It comes to its value, which can be checked and shown."""
    asked = detail(kind, id)
    found = read(asked, answer, setting())
    assert (None if found is None else found.value) == value
    if found is not None:
        check(asked, found.value, setting())
        assert show(asked, found.value, "zh_Hans")
