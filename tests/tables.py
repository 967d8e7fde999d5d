"""Databases that have their tables: to bring those up from nothing takes longer than most tests, so it is done once."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from actions.store.engine import Database
from actions.store.migrate import migrate


@cache
def _migrated() -> bytes:
    """An SQLite file with every table and no row of anybody's."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        bring_up(f"sqlite:///{file}")
        return file.read_bytes()


def bring_up(url: str) -> None:
    """Every table, in a database that has none."""
    database = Database(url)
    migrate(database)
    database.close()


def put_tables(file: Path) -> None:
    """An SQLite file with every table at this place, where there is none yet."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(_migrated())
