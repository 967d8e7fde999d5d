"""The table of what people really say: spoken.txt, written before any reader was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.details import check, read, show, spot
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


ADDRESSES = Path(__file__).with_name("addresses.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in ADDRESSES if line and not line.startswith("#")])
def test_an_address_is_taken_from_a_first_message_whole(line: str) -> None:
    """From its widest part to its door: what is cut short would not be asked again."""
    asked = detail("place", "address", of="elder", exact=True)
    found = spot([asked], re.sub("[【】]", "", line), setting())
    assert {id: one.value for id, one in found.items()} == {"address": re.sub(".*【|】.*", "", line)}


@pytest.mark.parametrize(
    "text", ["想参加社区元宵猜灯谜", "老旧小区加装电梯一楼闹", "我们自然村42户老人", "啲细路冇人睇", "我唔識路返屋企"]
)
def test_what_only_sounds_like_an_address_is_none(text: str) -> None:
    """No name stands before 社区 or 路: it is asked."""
    assert not spot([detail("place", "address", of="elder")], text, setting())
