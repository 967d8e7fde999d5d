"""The migrations on both engines."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from actions.desk.person import Incident
from actions.store import Store
from actions.store.dump import fill, revision
from actions.store.engine import Database
from actions.store.errors import StoreError
from actions.store.migrate import HERE, downgrade, migrate, newest
from actions.store.tables import metadata
from tests.conftest import NOW


def test_migrated_schema_is_what_the_tables_say(store: Store) -> None:
    """Nobody changes a table without a migration."""
    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_down_and_up_again(store: Store) -> None:
    """Going back leaves no table behind, and up again works; up twice changes nothing."""
    downgrade(store.database)
    assert set(inspect(store.database.engine).get_table_names()) <= {"alembic_version"}
    migrate(store.database)
    migrate(store.database)
    assert set(metadata.tables) <= set(inspect(store.database.engine).get_table_names())


def test_alarms_of_before_do_not_run_for_ever(store: Store) -> None:
    """Who took one long ago was asked for no end: it ended then; one that nobody took waits on."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        for id, who, taken in (("i1", "li", NOW), ("i2", "", None)):
            unit.incidents.add(Incident(id, loaded.id, loaded.person.id, "medical", True, "疼", NOW, who, taken))
        unit.commit()
    downgrade(store.database, "0019")
    migrate(store.database)
    with store.unit(reading=True) as unit:
        alarms = [unit.incidents.get(id) for id in ("i1", "i2")]
    assert [alarm.ended_at for alarm in alarms if alarm is not None] == [NOW, None]


def test_the_newest_file_is_the_newest_revision() -> None:
    """What opening compares with, instead of loading Alembic, is what Alembic would go up to."""
    assert ScriptDirectory(str(HERE)).get_current_head() == newest()


def test_tables_of_a_newer_version_are_told_in_words(store: Store) -> None:
    """Whoever goes back a version reads what to do."""
    with store.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(StoreError, match=r"9999.*or a newer one"):
        migrate(store.database)


def test_a_backup_of_an_older_version_is_filled_in(database_url: str) -> None:
    """Its tables are made as they were, though others have come since."""
    database = Database(database_url)
    assert fill(database, "0013", ()) == 0
    with database.read() as connection:
        assert revision(connection) == newest()
    database.close()
