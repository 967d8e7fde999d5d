"""INSERT … ON CONFLICT, which both engines have under a name of their own."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(engine: Connection | str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what happens where the row is there already; `engine` a connection or its kind's name."""
    kind = engine if isinstance(engine, str) else engine.dialect.name
    return postgresql.insert(table) if kind == "postgresql" else sqlite.insert(table)
