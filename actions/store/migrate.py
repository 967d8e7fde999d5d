"""Bringing the tables to this version, from within the program."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from actions.store.engine import Database

HERE = Path(__file__).parent / "migrations"
_ALONE = Lock()  # Alembic keeps what it works on in a global
LOCK = 7_236_541  # any number, always the same: two processes that start together migrate one after the other


def migrate(database: Database, to: str = "head") -> None:
    """Upgrade to `to`; raises StoreError where the database cannot be used."""
    _run(database, to, up=True)


def downgrade(database: Database, to: str = "base") -> None:
    """Go back to `to`."""
    _run(database, to, up=False)


def _run(database: Database, to: str, *, up: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    with _ALONE, database.write() as connection:
        if database.kind == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, to)
        connection.commit()
