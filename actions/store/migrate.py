"""Bringing the tables to this version, from within the program."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, inspect, text

from actions.store.engine import Database
from actions.store.errors import StoreError

HERE = Path(__file__).parent / "migrations"
_ALONE = Lock()  # Alembic keeps what it works on in a global
LOCK = 7_236_541  # any number, always the same: two processes that start together migrate one after the other


def migrate(database: Database, to: str = "head") -> None:
    """Upgrade to `to`; raises StoreError where the database cannot be used."""
    if to == "head" and _version(database) == newest():
        return  # every command opens the store, and Alembic takes longer to load than most of them to run
    _run(database, to, up=True)


def downgrade(database: Database, to: str = "base") -> None:
    """Go back to `to`."""
    _run(database, to, up=False)


def newest() -> str:
    """The revision that this version's tables have: migrations are named after theirs."""
    return max(_revisions())


def _revisions() -> set[str]:
    return {path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py")}


def _version(database: Database) -> str | None:
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run(database: Database, to: str, *, up: bool) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    with _ALONE, database.write() as connection:
        if database.kind == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config.attributes["connection"] = connection
        try:
            (command.upgrade if up else command.downgrade)(config, to)
        except CommandError as error:
            raise StoreError(f"{database.shown}: {_why(connection, error)}") from error
        connection.commit()


def _why(connection: Connection, error: Exception) -> str:
    """What is in the way, and what to do."""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None or found in _revisions():
        return f"its tables cannot be brought to this version ({error})."
    if found.isdecimal() and found > newest():
        return f"a newer version of Nuanxin wrote its tables ({found}, here {newest()}). Run that one, or a newer one."
    return f"its tables ({found}) were made by another program. Give Nuanxin a database of its own."
