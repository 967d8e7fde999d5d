"""The migrations on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text, update

from actions.desk import number
from actions.desk.person import Incident
from actions.desk.ticket import Due, Status
from actions.store import Store
from actions.store.dump import fill, revision
from actions.store.engine import Database
from actions.store.errors import StoreError
from actions.store.migrate import HERE, downgrade, migrate, newest
from actions.store.tables import metadata, persons, tickets
from tests.conftest import NOW
from tests.unit.desk.builders import a_ticket


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


STATES: tuple[dict[str, Any], ...] = (
    {},
    {"taken_up_at": NOW},
    {"first_contact_at": NOW},
    {"taken_up_at": NOW, "first_contact_at": NOW, "result_at": NOW},
    {"taken_up_at": NOW, "reopened": 1},
    {"result_at": NOW, "reopened": 1},
    {"closed_at": NOW, "status": Status.CLOSED},
)


def test_requests_of_before_are_late_by_what_is_still_owed(store: Store) -> None:
    """Whatever the rule was when they were saved last, whichever promise comes first; nobody's forgetting is undone."""
    with store.unit() as unit:
        loaded, other = (unit.conversations.load("rest", who, now=NOW) for who in "ab")
        of = {"requester": loaded.person.id, "conversation": loaded.id}
        first_is_last: dict[str, Any] = {"due": Due(*(NOW + timedelta(hours=h) for h in (9, 8, 7, 6)))}
        for n, state in enumerate((*STATES, first_is_last), 1):
            unit.tickets.add(a_ticket(number.make(NOW, n), **of, **state))
        unit.people.forget(other.person.id, NOW)
        unit.commit()
    with store.database.write() as connection:
        connection.execute(update(tickets).values(due_next=NOW - timedelta(days=9)))
        connection.commit()
    downgrade(store.database, "0020")
    with store.database.read() as connection:
        assert connection.execute(text("SELECT sum(CASE WHEN forgotten THEN 1 ELSE 0 END) FROM persons")).scalar() == 1
    migrate(store.database)
    with store.database.read() as connection:
        kept = {row.number: row.due_next for row in connection.execute(select(tickets.c.number, tickets.c.due_next))}
    with store.unit(reading=True) as unit:
        assert kept == {one.number: one.due_next for one in unit.tickets.of_person(loaded.person.id)}


def test_who_was_forgotten_long_ago_stays_so(store: Store) -> None:
    """Whoever has only the mark gets the moment that the audit knows, and keeps the mark on the way back."""
    with store.unit() as unit:
        forgotten, other = (unit.conversations.load("rest", who, now=NOW).person.id for who in "ab")
        when = NOW + timedelta(hours=3)
        unit.audit.note(at=when, actor=forgotten, action="forgotten", kind="person", id=forgotten)
        unit.commit()
    downgrade(store.database, "0020")
    with store.database.write() as connection:
        connection.execute(text("UPDATE persons SET forgotten = (id = :id)"), {"id": forgotten})
        connection.commit()
    migrate(store.database)
    with store.database.read() as connection:
        kept = {row.id: row.forgotten_at for row in connection.execute(select(persons.c.id, persons.c.forgotten_at))}
    assert kept == {forgotten: when, other: None}
    downgrade(store.database, "0020")
    with store.database.read() as connection:
        assert connection.execute(text("SELECT id FROM persons WHERE forgotten")).scalars().all() == [forgotten]


def test_the_newest_file_is_the_newest_revision() -> None:
    """What opening compares with, instead of loading Alembic, is what Alembic would go up to."""
    assert ScriptDirectory(str(HERE)).get_current_head() == newest()


@pytest.mark.parametrize(
    ("found", "told"),
    [("9999", r"a newer version.*9999.*or a newer one"), ("ae1027a6acf", r"ae1027a6acf.*another pro")],
)
def test_tables_of_another_version_are_told_in_words(store: Store, found: str, told: str) -> None:
    """Whoever goes back a version, or names the database of another program, reads what to do."""
    with store.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
        connection.commit()
    with pytest.raises(StoreError, match=told):
        migrate(store.database)


def test_a_backup_of_an_older_version_is_filled_in(empty_database_url: str) -> None:
    """Its tables are made as they were, though others have come since."""
    database = Database(empty_database_url)
    assert fill(database, "0013", ()) == 0
    with database.read() as connection:
        assert revision(connection) == newest()
    database.close()
