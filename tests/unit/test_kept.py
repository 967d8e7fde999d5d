"""What was made of a file is found again beside it, as bytecode is, and never taken for that of another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from data import node
from data.kept import kept


@pytest.fixture(autouse=True)
def writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where Python keeps bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def never(_: bytes) -> str:
    """Nothing is made."""
    raise AssertionError("it was kept")


def test_it_is_made_once_for_each_content_and_maker(tmp_path: Path) -> None:
    """Another content, another version of the maker: made anew."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    assert kept(file, lambda raw: {"is": raw.decode()}, "1") == {"is": "one"} == kept(file, never, "1")
    assert kept(file, lambda raw: "by another", "2") == "by another" == kept(file, never, "2")
    file.write_bytes(b"two")
    assert kept(file, lambda raw: raw.decode(), "2") == "two"


def test_what_cannot_be_kept_is_made_each_time(tmp_path: Path) -> None:
    """Where a file stands in the place of the folder, and where nothing may be written at all."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    assert kept(file, lambda _: object, "1") is object  # JSON knows no classes
    assert kept(file, lambda _: {1: "one"}, "1") == {1: "one"}  # which JSON would make another
    assert not (tmp_path / "__pycache__").exists()
    (tmp_path / "__pycache__").touch()
    assert kept(file, lambda _: 1, "1") == 1 and kept(file, lambda _: 2, "1") == 2


def test_half_of_it_is_not_taken_for_all(tmp_path: Path) -> None:
    """Cut off anywhere, or with any of its bytes another: it is made anew, and found again from then on."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    kept(file, lambda _: ["made", 1], "1")
    (place,) = (tmp_path / "__pycache__").iterdir()
    whole = place.read_bytes()
    damaged = [whole[:end] for end in range(len(whole))]
    damaged += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for one in damaged:
        place.write_bytes(one)
        assert kept(file, lambda _: "anew", "1") == "anew" == kept(file, never, "1")


def test_a_file_is_read_anew_where_reading_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older form of reading kept is not taken for that of a newer one."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"key: 1")
    assert node.read(file).value == {"key": 1}
    monkeypatch.setattr(node, "_loaded", lambda _: {"key": 2})
    assert node.read(file).value == {"key": 1}
    monkeypatch.setattr(node, "FORM", node.FORM + 1)
    assert node.read(file).value == {"key": 2}
