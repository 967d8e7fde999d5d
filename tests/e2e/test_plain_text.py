"""What people tell stands nowhere in plain text: not in the database or its log, not in logs or backups."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.desk import Desk
from tests.e2e.planted import NAME, PHONE, holding, tell


def test_nothing_in_files(plain_desk: Desk, tmp_path: Path) -> None:
    """Database, write-ahead log, the desk's log and a backup, while the desk runs (PostgreSQL, Redis: test_roles)."""
    tell(plain_desk.citizen())
    backup = tmp_path / "backup"
    plain_desk.nuanxin("backup", str(backup))
    assert any(path.name.endswith("-wal") for path in plain_desk.home.iterdir()) and backup.is_file()
    assert holding(plain_desk.home, plain_desk.log, backup) == []


@pytest.mark.parametrize("word", [NAME, PHONE])
def test_the_search_finds_what_it_looks_for(word: str, tmp_path: Path) -> None:
    """Or the tests would say nothing."""
    (tmp_path / "x").write_bytes(b"\0\1" + word.encode() + b"\2")
    assert holding(tmp_path) == [str(tmp_path / "x")]
