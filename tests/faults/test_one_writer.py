"""One conversation has one writer: two workers, turns slower than their leases."""

from __future__ import annotations

import pytest

from tests.faults.callers import Crowd, Striking
from tests.faults.checker import Found, check
from tests.faults.conftest import Tell
from tests.faults.stage import Stage

LEASE_S, SLOW_S = 0.4, 0.6  # a third of all turns outlive their lease


def written(stage: Stage, emulator: Striking, callers: int, within: float) -> Found:
    """What is found after so many callers; PostgreSQL has two processes, SQLite's one has sixteen workers."""
    stage.changes = {**stage.changes, "turn leases": LEASE_S, "slow": SLOW_S}
    crowd = Crowd(emulator, 4)
    crowd.come()
    stage.start()
    if stage.redis:
        stage.start(role="turns")
    helped = crowd.enough(callers, within) and crowd.all_done(within) and stage.quiet(within)
    found = check(stage.store, crowd.callers, 0)
    found.wrong += [] if helped else [f"{len(crowd.waiting())} were never helped"]
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("callers", [4, pytest.param(170, marks=pytest.mark.faults)])
def test_slow_turns_write_once(stage: Stage, emulator: Striking, tell: Tell, callers: int) -> None:
    """A turn whose lease ended is another's by then: one of the two writes, and the other leaves nothing behind."""
    found = written(stage, emulator, callers, within=60 + 5 * callers)
    tell("one conversation, one writer", found.updates, found)
    assert not found.wrong


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_writers_without_a_token_are_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same where a claim's number is not looked at."""
    stage.guards = ("token",)
    wrong = written(stage, emulator, 12, within=20).wrong
    tell("mutation: token", 1, "seen" if wrong else "not seen")
    assert any("requests" in one or "read" in one or "dealt" in one or "says" in one for one in wrong)
