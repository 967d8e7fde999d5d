"""What fault tests may ask for: a launcher, a Bot API that strikes, a stage for each engine, and a row of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.emulator.desk import sqlite
from tests.faults.callers import Striking
from tests.faults.stage import Launcher, Stage
from tests.faults.table import PROPERTY
from tests.valkey import valkey

type Tell = Callable[[str, int, object], None]


def pytest_itemcollected(item: pytest.Item) -> None:
    """All that lies here shows a promise: `make faults SHORT=1` runs it, but for the long counts."""
    item.add_marker(pytest.mark.promise)


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """The loaded product, one for all tests of this process."""
    launcher = Launcher()
    yield launcher
    launcher.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """SQLite alone, or PostgreSQL with Redis."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    """A server of this test process."""
    with valkey() as url:
        yield url


@pytest.fixture
def emulator() -> Iterator[Striking]:
    """A Bot API."""
    with Striking() as emulator:
        yield emulator


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, engine: str, launcher: Launcher, emulator: Striking, tmp_path: Path
) -> Iterator[Stage]:
    """A desk of which no process was started yet."""
    if engine == "sqlite":
        stage = Stage(launcher, emulator, sqlite(tmp_path), tmp_path)
    else:
        url, redis = request.getfixturevalue("postgres_url"), request.getfixturevalue("redis")
        stage = Stage(launcher, emulator, url, tmp_path, redis=redis)
    yield stage
    stage.end()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Put this test's row into the table: promise, count, result."""

    def told(promise: str, count: int, result: object = "") -> None:
        callspec = getattr(request.node, "callspec", None)
        engine = callspec.params.get("engine", "") if callspec else ""
        request.node.user_properties.append((PROPERTY, (promise, engine, count, str(result))))

    return told
