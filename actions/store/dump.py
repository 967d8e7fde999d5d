"""All tables as lines of JSON, the same for both engines: what one wrote the other can read."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Row, Table, column, func, insert, select, text

from actions.store.engine import Database
from actions.store.errors import StoreError
from actions.store.migrate import migrate
from actions.store.tables import metadata

PART = 1000  # rows at once
NOT_KEPT = ("sessions",)  # whoever was logged in logs in again


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """One moment of the database, however long it is read, while others go on writing."""
    with database.read() as connection:
        if database.kind == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        yield connection


def revision(connection: Connection) -> str:
    """How far the tables are."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def dump(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Table by table, in parts of lines; what is sealed stays sealed."""
    for table in metadata.sorted_tables:
        if table.name not in NOT_KEPT:
            query = select(table).order_by(*table.primary_key).execution_options(yield_per=PART)
            with connection.execute(query) as rows:
                for part in rows.partitions(PART):
                    yield table.name, b"".join(_line(row) for row in part)


def _line(row: Row[Any]) -> bytes:
    values = {name: _plain(value) for name, value in row._mapping.items()}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"b": base64.b64encode(value).decode()}
    return {"t": value.isoformat()} if isinstance(value, datetime) else value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    if "b" in plain:
        return base64.b64decode(plain["b"])
    return datetime.fromisoformat(plain["t"]).astimezone(UTC)


def fill(database: Database, revision: str, parts: Iterable[tuple[str, bytes]]) -> int:
    """
    Fill an empty database, in one transaction; how many rows.

    The tables are made as they were at `revision`, and brought to this version afterwards. Raises StoreError where
    there is something in them.
    """
    migrate(database, revision)
    with database.write() as connection:
        tables = MetaData()
        tables.reflect(connection)
        _must_be_empty(database, connection, tables)
        count = sum(_put(connection, tables.tables[name], part) for name, part in parts)
        if database.kind == "postgresql":
            _count_on(connection, tables)
        connection.commit()
    migrate(database)
    return count


def _must_be_empty(database: Database, connection: Connection, tables: MetaData) -> None:
    for name in ("persons", "staff", "audit"):
        if connection.execute(select(func.count()).select_from(tables.tables[name])).scalar_one():
            raise StoreError(
                f"{database.shown} is not empty. A backup is restored into a new database: "
                "name another one in NUANXIN_DATABASE_URL, or move this one away."
            )
    connection.execute(tables.tables["secrets"].delete())


def _put(connection: Connection, table: Table, part: bytes) -> int:
    rows = [{name: _value(value) for name, value in json.loads(line).items()} for line in part.splitlines()]
    connection.execute(insert(table), rows)
    return len(rows)


def _count_on(connection: Connection, tables: MetaData) -> None:
    """PostgreSQL's own counters go on after what was put in; SQLite's do so by themselves."""
    for table in tables.sorted_tables:
        if "id" not in table.c:
            continue
        name = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
        if name is not None:
            highest = select(func.coalesce(func.max(column("id")), 0) + 1).select_from(table).scalar_subquery()
            connection.execute(select(func.setval(name, highest, False)))
