"""What was made of a file is found again beside it, as bytecode is, and never taken for that of another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

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
    assert kept(file, lambda _: object, "1") is object  # marshal knows no classes
    assert not (tmp_path / "__pycache__").exists()
    (tmp_path / "__pycache__").touch()
    assert kept(file, lambda _: 1, "1") == 1 and kept(file, lambda _: 2, "1") == 2


def test_half_of_it_is_not_taken_for_all(tmp_path: Path) -> None:
    """A foreign seal is made anew."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    kept(file, lambda _: 1, "1")
    (place,) = (tmp_path / "__pycache__").iterdir()
    place.write_bytes(place.read_bytes()[:9])
    assert kept(file, lambda _: 2, "1") == 2
