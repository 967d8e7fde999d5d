"""What one process at a time may do, of all that work on one database."""

from __future__ import annotations

import zlib

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from actions.store.engine import Database
from actions.store.errors import StoreError

_TAKE, _RELEASE = text("SELECT pg_try_advisory_lock(:name)"), text("SELECT pg_advisory_unlock(:name)")


class Alone:
    """A lock that ends with its process, or with its connection; on SQLite one process serves, and has it."""

    def __init__(self, database: Database, what: str) -> None:
        self._database, self._name = database, zlib.crc32(f"nuanxin/{what}".encode())
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Whether it is ours now. Raises StoreError."""
        if self._database.kind == "sqlite":
            return True
        try:
            self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if self._connection.execute(_TAKE, {"name": self._name}).scalar_one():
                return True
        except SQLAlchemyError as error:
            self._forget()
            raise StoreError(f"The database cannot be reached ({type(error).__name__}).") from error
        self._forget()
        return False

    def release(self) -> None:
        """Leave it to others."""
        if self._connection is None:
            return
        try:
            self._connection.execute(_RELEASE, {"name": self._name})
        except SQLAlchemyError:  # the connection is gone, and the lock with it
            self._connection.invalidate()
        self._forget()

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
