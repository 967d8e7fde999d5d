"""A load for half an hour over PostgreSQL and Redis, with kills each minute: `make load` (MINUTES=30)."""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests.faults.callers import Crowd, Striking, pause
from tests.faults.checker import check
from tests.faults.conftest import Tell
from tests.faults.stage import LEASES, Killable, Launcher, Stage

MINUTES = float(os.environ.get("MINUTES", "30"))
EACH_S = 0.1  # somebody new, who writes three messages: thirty a second
ROLES = ("web", "turns", "turns", "delivery")
MB = 1 << 20


class Arrivals(threading.Thread):
    """Somebody new every tenth of a second, however the desk is."""

    def __init__(self, crowd: Crowd) -> None:
        super().__init__()
        self.crowd, self.over = crowd, threading.Event()

    def run(self) -> None:
        """Let them come."""
        began = time.monotonic()
        while not self.over.wait(max(0.0, began + len(self.crowd.callers) * EACH_S - time.monotonic())):
            self.crowd.comes()


@pytest.mark.load
@pytest.mark.timeout(MINUTES * 60 + 600)
def test_half_an_hour_of_thirty_a_second(
    launcher: Launcher, emulator: Striking, postgres_url: str, redis: str, tmp_path: Path, tell: Tell
) -> None:
    """Nothing lost, nothing doubled, p95 under two seconds outside the kills, and memory flat."""
    dice, crowd = random.Random(7), Crowd(emulator, 0)
    stage = Stage(launcher, emulator, postgres_url, tmp_path, redis=redis, changes=LEASES)
    running: list[tuple[str, Killable]] = [(role, stage.start(role=role)) for role in ROLES]
    pause(5.0)
    arrivals, kills, weights = Arrivals(crowd), list[float](), list[int]()
    arrivals.start()
    until = time.monotonic() + MINUTES * 60
    while time.monotonic() < until:
        pause(60.0)
        for role, process in running:
            assert not process.ended(), f"{role} ended by itself:\n{stage.log.read_text()[-3000:]}"
        weights.append(max(psutil.Process(process.pid).memory_info().rss // MB for _, process in running))
        place = dice.randrange(len(running))
        role, process = running[place]
        kills.append(time.monotonic())
        process.kill()
        running[place] = role, stage.start(role=role)
    arrivals.over.set()
    arrivals.join()
    helped = crowd.all_done(120) and stage.quiet(120)
    found = check(stage.store, crowd.callers, len(kills))
    times = [t for at, t in crowd.times if not any(kill - 5 < at < kill + 10 for kill in kills)]
    p95 = statistics.quantiles(times, n=20)[-1]
    stage.end()
    tell("load: 30 messages/s with kills each minute", found.updates, f"{found}; p95 {p95:.2f} s; MB {weights}")
    assert helped and not found.wrong
    assert p95 < 2.0
