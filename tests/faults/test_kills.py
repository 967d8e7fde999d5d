"""An accepted update is never lost and takes effect once, whenever the desk is killed."""

from __future__ import annotations

import random

import pytest

from tests.faults.callers import Crowd, Striking, pause
from tests.faults.checker import Found, check
from tests.faults.conftest import Tell
from tests.faults.points import POINTS
from tests.faults.stage import LEASES, Stage

FLIGHT = "send.flight"  # the sender dies while the Bot API has its message
PLACES = (*POINTS, FLIGHT)
WITHIN = ("effect.made", "outbox.written", "outbox.commit")  # a turn has done its work, and nothing is committed
PROMISE = "an accepted update is never lost and takes effect once"
TIMES_OUT = 30.0  # seconds until a crash point must be passed


class Killing:
    """A desk that is killed again and again while people write."""

    def __init__(self, stage: Stage, emulator: Striking, at_once: int, dice: random.Random) -> None:
        self.stage, self.emulator, self.dice = stage, emulator, dice
        stage.changes = LEASES
        self.crowd = Crowd(emulator, at_once)
        self.kills = 0
        self.unpassed: list[str] = []
        self.crowd.come()

    def at(self, place: str, passages: int) -> None:
        """Let the desk die at a crash point, at the so many-th passage."""
        process = self.stage.start("" if place == FLIGHT else place, passages)
        if place == FLIGHT:
            self.emulator.strike(passages, process.pid)
        if not process.ended(TIMES_OUT):
            self.unpassed.append(place)
        process.kill()
        self.emulator.strike(0, 0)
        self.kills += 1

    def anywhere(self, longest: float) -> None:
        """Kill it from outside, at any moment."""
        process = self.stage.start()
        pause(self.dice.uniform(0.0, longest))
        process.kill()
        self.kills += 1

    def checked(self, within: float = 60.0) -> Found:
        """What is found when nobody is left waiting."""
        self.crowd.close()
        process = self.stage.start()
        helped = self.crowd.all_done(within) and self.stage.quiet(within)
        process.stop()
        found = check(self.stage.store, self.crowd.callers, self.kills)
        if not helped:
            found.wrong.append(f"{len(self.crowd.waiting())} were never helped")
        found.wrong += [f"{place} was never passed" for place in self.unpassed]
        return found


@pytest.mark.timeout(300)
def test_every_crash_point(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """Killed at each: nothing lost, nothing doubled, what was in flight is doubted."""
    killing = Killing(stage, emulator, 8, random.Random(1))
    for place in PLACES:
        killing.at(place, passages=2)
    found = killing.checked()
    tell(PROMISE + ": each crash point", killing.kills, found)
    assert not found.wrong
    assert found.uncertain, "nothing was in flight at any kill: the test tests nothing"


@pytest.mark.faults
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(10))
def test_kills_by_the_thousand(stage: Stage, emulator: Striking, tell: Tell, part: int) -> None:
    """At random while 150 updates wait, and at crash points drawn by lot; a tenth of what an engine must bear."""
    dice = random.Random(part)
    killing = Killing(stage, emulator, 150, dice)
    while killing.kills < 150:
        if dice.random() < 0.5:
            killing.anywhere(longest=1.5)
        else:
            killing.at(dice.choice(PLACES), dice.randint(1, 20))
    found = killing.checked(within=600)
    tell(PROMISE + f": killed by lot, part {part + 1} of 10", killing.kills, found)
    assert not found.wrong


@pytest.mark.faults
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(4))
def test_kills_in_mid_transaction(stage: Stage, emulator: Striking, tell: Tell, part: int) -> None:
    """Request and messages are written and the process dies: both are there or neither; a quarter of the count."""
    dice = random.Random(100 + part)
    killing = Killing(stage, emulator, 20, dice)
    while killing.kills < 250:
        killing.at(dice.choice(WITHIN), dice.randint(1, 6))
    found = killing.checked(within=600)
    tell(f"a ticket and its notices commit together: part {part + 1} of 4", killing.kills, found)
    assert not found.wrong


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("guard", "place", "passages", "complaint"),
    [
        ("commit first", "inbox.commit", (1,), "were dealt with"),
        ("doubt", "send.begun", (1,), "marked as sent, that the Bot API never saw"),
        ("one transaction", "outbox.written", (5, 6), " requests"),
        pytest.param("keys", "offset.kept", (1,), "were dealt with", marks=pytest.mark.faults),
    ],
)
def test_without_its_guard_the_promise_is_seen_to_break(
    stage: Stage, emulator: Striking, tell: Tell, guard: str, place: str, passages: tuple[int, ...], complaint: str
) -> None:
    """The same kills with one guard taken away: the checker complains, and of that."""
    stage.guards = (guard,)
    killing = Killing(stage, emulator, 2, random.Random(3))
    for at in passages:
        killing.at(place, at)
    found = killing.checked(within=5)
    tell(f"mutation: {guard}", killing.kills, "seen" if found.wrong else "not seen")
    assert any(complaint in wrong for wrong in found.wrong), found.wrong
