"""Understanding away: the desk still helps, within five seconds, whatever is the matter with it."""

from __future__ import annotations

import time

import pytest

from tests.emulator import User
from tests.faults.broken import KINDS, broken
from tests.faults.callers import Striking
from tests.faults.conftest import Tell
from tests.faults.stage import Stage

WORDS = "我心里乱得很不知道跟谁说好"  # free words: understanding is asked
WITHIN_S = 5.0
PROMISE = "understanding away: every message kept, answered within 5 s"


def slowest(stage: Stage, emulator: Striking, rounds: int) -> tuple[float, int]:
    """Seconds of the slowest answer to somebody new in each round and each kind of trouble, and how many asked."""
    times = []
    with broken() as understanding:
        stage.start(settings={"NUANXIN_NLU_URL": understanding.url})
        _answered(emulator.user(1, "先来"), "/menu")  # the process is up
        for place in range(rounds * len(KINDS)):
            understanding.kind, asked = KINDS[place % len(KINDS)], understanding.asked
            times.append(_answered(emulator.user(2000 + place), WORDS))
            assert understanding.asked > asked, f"{understanding.kind}: nobody asked"
    return max(times), len(times)


def _answered(user: User, words: str) -> float:
    """Seconds until the first answer."""
    began = time.monotonic()
    user.say(words)
    user.sees("", within=60)
    return time.monotonic() - began


@pytest.mark.parametrize("rounds", [1, pytest.param(30, marks=[pytest.mark.faults, pytest.mark.timeout(1800)])])
def test_whatever_understanding_does_people_are_answered(
    stage: Stage, emulator: Striking, tell: Tell, rounds: int
) -> None:
    """Cut, hung, empty, half, nonsense: everybody hears something that helps, and nothing is set aside."""
    longest, count = slowest(stage, emulator, rounds)
    tell(PROMISE, count, f"slowest {longest:.1f} s")
    assert longest < WITHIN_S
    assert "turns.failed" not in stage.log.read_text()
    assert all(user.texts and "没听明白" not in user.texts[0] for user in emulator.users.values())


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_without_a_limit_a_hung_understanding_is_waited_for(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same question, with the time limit taken away."""
    stage.guards = ("time limit",)
    with broken() as understanding:
        understanding.kind = "hang"
        stage.start(settings={"NUANXIN_NLU_URL": understanding.url})
        user = emulator.user()
        _answered(user, "/menu")
        user.say(WORDS)
        emulator.wait(lambda: understanding.asked, 30)
        with pytest.raises(AssertionError):
            user.sees("", within=WITHIN_S)
    tell("mutation: time limit", 1, "seen")


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_half_an_answer_that_is_taken_for_one_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The turn fails on it, and in the end the message is set aside."""
    stage.guards = ("whole",)
    with broken() as understanding:
        understanding.kind = "half of them"
        stage.start(settings={"NUANXIN_NLU_URL": understanding.url})
        user = emulator.user()
        user.say(WORDS)
        user.sees("没听明白", within=60)
    assert "turns.failed" in stage.log.read_text()
    tell("mutation: whole", 1, "seen")
