"""The desk's ports, thrice: in memory and on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from actions.desk.fakes import FakeStore
from actions.desk.person import Person
from actions.store import Store
from tests.conftest import NOW


@dataclass(frozen=True)
class Place:
    """Somewhere to keep things: `unit` begins a transaction, `newcomer` makes a person and their conversation."""

    unit: Callable[[], Any]
    newcomer: Callable[[str], tuple[Person, str]]


def _in_memory() -> Place:
    store = FakeStore()

    def newcomer(address: str) -> tuple[Person, str]:
        person = Person(f"p-{address}", "rest", address, created_at=NOW)
        store.state.persons[person.id] = person
        store.state.conversations[person.id] = f"c-{address}"
        return person, f"c-{address}"

    return Place(store.unit, newcomer)


def _in_database(store: Store) -> Place:
    def newcomer(address: str) -> tuple[Person, str]:
        with store.unit() as unit:
            loaded = unit.conversations.load("rest", address, now=NOW)
            unit.commit()
        return loaded.person, loaded.id

    return Place(store.unit, newcomer)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """An empty one of each kind."""
    if request.param == "memory":
        return _in_memory()
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    make = request.getfixturevalue("make_store")
    return _in_database(make(url))
