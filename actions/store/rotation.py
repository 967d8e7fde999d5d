"""Sealing anew what older keys sealed, a few rows at a time, while the desk works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, select, tuple_, update

from actions.store.encryption import Sealed, key_of, seal, unseal
from actions.store.engine import Database
from actions.store.keyring import Keyring
from actions.store.tables import metadata

BATCH = 50  # rows held at once
PASSES = 5  # over what somebody else was holding


@dataclass
class Rotated:
    """How many values were sealed anew, and how many others of each key are left."""

    anew: int = 0
    left: Counter[str] = field(default_factory=Counter)


def rotate(database: Database, keyring: Keyring) -> Rotated:
    """Seal everything under the current key; raises StoreError at a value that no key opens."""
    done = Rotated()
    for _ in range(PASSES):
        for table in _tables():
            for after in _steps(database, table):
                done.anew += _batch(database, keyring, table, after)
        done.left = held(database)
        del done.left[keyring.current]
        if not done.left:
            break
    return done


def held(database: Database) -> Counter[str]:
    """How many values each key seals, by its id."""
    found: Counter[str] = Counter()
    for table in _tables():
        columns = _sealed(table)
        query = select(*columns).execution_options(yield_per=1000)
        with database.read() as connection, connection.execute(query) as rows:
            found.update(key_of(token) for row in rows for token in row if token is not None)
    return found


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if _sealed(table)]


def _sealed(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if isinstance(column.type, Sealed)]


def _key(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns)


def _steps(database: Database, table: Table) -> Iterator[Sequence[Any] | None]:
    """The last key of each batch, the first one's before it being None."""
    after: Sequence[Any] | None = None
    while True:
        with database.read() as connection:
            query = select(*_key(table)).order_by(*_key(table)).offset(BATCH - 1).limit(1)
            row = connection.execute(_beyond(query, table, after)).one_or_none()
        yield after
        if row is None:
            return
        after = tuple(row)


def _beyond(query: Any, table: Table, after: Sequence[Any] | None) -> Any:
    return query if after is None else query.where(tuple_(*_key(table)) > tuple_(*after))


def _batch(database: Database, keyring: Keyring, table: Table, after: Sequence[Any] | None) -> int:
    count, columns = 0, _sealed(table)
    query = _beyond(select(table).order_by(*_key(table)).limit(BATCH), table, after)
    with database.read() as connection:  # looks before it takes the writer's place
        if not any(_old(row, columns, keyring) for row in connection.execute(query)):
            return 0
    with database.write() as connection:
        # who holds a row is not waited for, so that two never wait for each other; another pass finds it
        for row in connection.execute(query.with_for_update(skip_locked=True, key_share=True)).all():
            count += _anew(connection, keyring, table, row)
        connection.commit()
    return count


def _old(row: Row[Any], columns: Sequence[Column[Any]], keyring: Keyring) -> list[Column[Any]]:
    tokens = row._mapping
    return [c for c in columns if tokens[c] is not None and key_of(tokens[c]) != keyring.current]


def _anew(connection: Connection, keyring: Keyring, table: Table, row: Row[Any]) -> int:
    names = table.info.get("sealed_to", [column.name for column in _key(table)])
    place = "/".join(str(row._mapping[table.c[name]]) for name in names)
    values = {}
    for column in _old(row, _sealed(table), keyring):
        where = f"{table.name}.{column.name}"
        values[column.name] = seal(keyring, where, place, unseal(keyring, where, place, row._mapping[column]))
    if values:
        mine = [column == row._mapping[column] for column in _key(table)]
        connection.execute(update(table).where(*mine).values(**values))
    return len(values)
