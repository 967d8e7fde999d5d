"""Desks that tests may ask for; each test process has its own, on ports that nobody else has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.desk import Citizen, Desk, running
from tests.ports import NOBODY
from tests.tables import put_tables


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, understanding: httpx.Client) -> Iterator[Desk]:
    """A whole desk with a member of staff on duty, one for all tests of this process."""
    with running(tmp_path_factory.mktemp("desk") / "home", nlu_url=str(understanding.base_url)) as found:
        yield found


@pytest.fixture(scope="session")
def plain_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose understanding never answers."""
    with running(tmp_path_factory.mktemp("plain") / "home", nlu_url=NOBODY) as found:
        yield found


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks with homes of their own, not started yet, without understanding unless told; ends them."""
    made: list[Desk] = []

    def make(**settings: str) -> Desk:
        home = tmp_path / f"home{len(made)}"
        home.mkdir()
        put_tables(home / "desk.db")
        made.append(Desk(home, **{"nlu_url": NOBODY, **settings}))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def person(desk: Desk) -> Citizen:
    """Somebody new, at the whole desk."""
    return desk.citizen()


@pytest.fixture
def stranger(desk: Desk) -> Citizen:
    """Somebody else who is new there."""
    return desk.citizen()


@pytest.fixture
def visitor(plain_desk: Desk) -> Citizen:
    """Somebody new, at the desk without understanding."""
    return plain_desk.citizen()
