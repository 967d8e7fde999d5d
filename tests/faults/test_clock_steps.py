"""Clocks that jump: nobody waits for the hour to come back, and no deadline is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.faults.callers import Crowd, Striking
from tests.faults.checker import check, opened
from tests.faults.conftest import Tell
from tests.faults.stage import Stage

HOUR_S, DRIFT_S = 3600.0, 262.0
SERVED_S = 10.0  # far less than the clock jumps


def stepped(stage: Stage, emulator: Striking, step_s: float, callers: int) -> tuple[float, list[str], int]:
    """The slowest answer while the clock jumps to and fro, what is wrong, and how many requests were opened."""
    stage.changes = {**stage.changes, "steps": step_s}
    crowd = Crowd(emulator, 4)
    crowd.come()
    stage.start()
    emulator.wait(lambda: crowd.finished >= callers, 60 + callers)
    crowd.close()
    helped = crowd.all_done(60) and stage.quiet(60)
    wrong = [] if helped else [f"{len(crowd.waiting())} were never helped"]
    wrong += check(stage.store, crowd.callers, 1_000_000).wrong
    every = opened(stage.store)
    dues = {(one.due.first_contact - one.opened_at) > timedelta(0) for one in every}
    wrong += ["a deadline lies before its request"] if dues - {True} else []
    return max(caller.slowest for caller in crowd.callers), wrong, len(every)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("step_s", [HOUR_S, pytest.param(DRIFT_S, marks=pytest.mark.faults)])
@pytest.mark.parametrize("callers", [8, pytest.param(300, marks=pytest.mark.faults)])
def test_a_clock_that_jumps_delays_nobody(
    stage: Stage, emulator: Striking, tell: Tell, step_s: float, callers: int
) -> None:
    """Every second and a half an hour (262 s) forth or back: everybody is answered, once."""
    slowest, wrong, count = stepped(stage, emulator, step_s, callers)
    tell(f"clocks: steps of {step_s:.0f} s", count, f"{len(wrong)} wrong; slowest answer {slowest:.1f} s")
    assert not wrong
    assert slowest < SERVED_S


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_clock_that_was_set_back_and_is_believed_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same where what lies ahead is waited for."""
    stage.guards = ("ahead",)
    with pytest.raises(AssertionError):
        slowest, wrong, _ = stepped(stage, emulator, HOUR_S, 8)
        assert not wrong and slowest < SERVED_S
    tell("mutation: ahead", 1, "seen")
