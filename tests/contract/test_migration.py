"""The migrations on both engines."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from actions.desk.person import Incident
from actions.store import Store
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
