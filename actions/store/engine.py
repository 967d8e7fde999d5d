"""A database behind a URL: SQLite as a file, PostgreSQL as a server; what fails is a StoreError."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from actions.desk.ports import StaleError
from actions.store.errors import StoreError

BUSY_S = 15
RETRY = ("40001", "40P01")  # PostgreSQL: serialisation failure, deadlock


class Database:
    """One engine, with the way to begin that its kind needs."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.kind = self.url.get_backend_name()
        self.engine = _engine(self.url)
        self.brief = _engine(self.url, durable=False)
        # SQLite has one writer; who waits here wakes at once, its own busy handler sleeps up to 100 ms between looks
        self._writer = threading.Lock() if self.kind == "sqlite" else None

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """
        A transaction that may write; without `connection.commit()` nothing happened.

        One that is not `durable` waits for no disk: a power cut may undo it, a killed process does not. For leases
        and marks, whose loss means that something is looked at once more.
        """
        if self._writer is not None and not self._writer.acquire(timeout=BUSY_S):
            raise StoreError("The database is busy: another transaction did not end. Try again.")
        try:
            with self._errors(), (self.engine if durable else self.brief).connect() as connection:
                yield connection
        finally:
            if self._writer is not None:
                self._writer.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads and stops nobody."""
        with self._errors(), self.engine.connect() as connection:
            yield connection.execution_options(reading=True)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in RETRY:
                raise StaleError("Two transactions met; read again and decide again.") from error
            raise StoreError(self._sentence(error)) from error
        except SQLAlchemyError as error:
            raise StoreError(f"The database refused: {type(error).__name__}.") from error

    def _sentence(self, error: DBAPIError) -> str:
        cause = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        if "no such table" in cause or "UndefinedTable" in type(error.orig).__name__:
            return "The database has no tables yet; run `nuanxin migrate`."
        if error.statement is None or error.connection_invalidated:
            return f"The database {self.shown} cannot be reached ({cause}). Start it, or mend NUANXIN_DATABASE_URL."
        # the driver's text of a refused statement may quote values
        return f"The database {self.shown} refused a statement ({type(error.orig).__name__})."

    @property
    def shown(self) -> str:
        """The URL without its password."""
        return self.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
        self.brief.dispose()


def _parsed(text: str) -> URL:
    try:
        url = make_url("postgresql" + text.removeprefix("postgres") if text.startswith("postgres://") else text)
    except (ArgumentError, ValueError):
        raise StoreError(_EXPECTED) from None
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database not in (None, "", ":memory:"):
        return url
    raise StoreError(_EXPECTED)


_EXPECTED = (
    "NUANXIN_DATABASE_URL is not readable: expected sqlite:///folder/file.db "
    "or postgresql://user:password@host:5432/database."
)


def _engine(url: URL, *, durable: bool = True) -> Engine:
    if url.get_backend_name() == "postgresql":
        engine = create_engine(url, pool_size=10, max_overflow=10, connect_args={"connect_timeout": 5})
        if not durable:
            event.listen(engine, "connect", _no_waiting)
        return engine
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The database file {path} cannot be made ({error.strerror}). Choose another place.") from None
    engine = create_engine(url, pool_size=10, max_overflow=20, connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _on_connect)
    if not durable:
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=NORMAL").close())
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin ourselves, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _no_waiting(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    connection.commit()


def _on_begin(connection: Connection) -> None:
    # IMMEDIATE: a reader that turns writer half-way would be refused at once, whatever the time-out
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
