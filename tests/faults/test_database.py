"""Trouble with the database is not an answer: nothing is acknowledged that was not committed, and it mends itself."""

from __future__ import annotations

import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.bench.postgres import server, short_folder
from tests.emulator.desk import sqlite
from tests.faults.callers import Crowd, Striking, pause
from tests.faults.checker import check
from tests.faults.conftest import Tell
from tests.faults.stage import LEASES, Killable, Launcher, Stage

PROMISE = "database trouble is not an answer"
DOWN_S = 2.0


def cut(url: str) -> None:
    """End all connections but this one, as a proxy or a switch might."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


class Postgres:
    """A server of this test's own, that can crash and come back where it was."""

    def __init__(self, url: str, pid: int) -> None:
        process = psutil.Process(pid)
        self.url, self._command, self._folder = url, process.cmdline(), process.cwd()
        self._process: Any = process
        self._who = process.uids().real, process.gids().real

    def crash(self) -> None:
        """SIGQUIT is PostgreSQL's immediate shutdown: no goodbye, recovery at the next start."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(20)
        pause(DOWN_S)
        self.again()

    def again(self) -> None:
        """Start it where it was, as whoever looks after it does; one that runs is left alone."""
        if self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            return
        user, group = self._who
        with Path(self._folder, "again.log").open("ab") as log:
            self._process = psutil.Popen(
                self._command, cwd=self._folder, stdout=log, stderr=log, user=user, group=group, extra_groups=[]
            )

    def close(self) -> None:
        """End what was started here."""
        if isinstance(self._process, psutil.Popen):
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)


@contextmanager
def postgres(folder: Path | None = None) -> Iterator[Postgres]:
    """One, while it is wanted."""
    with server(folder) as found:
        own = Postgres(found.url, found.pid)
        try:
            yield own
        finally:
            own.close()


@contextmanager
def small_disk() -> Iterator[Path]:
    """A folder with a file system of its own; the test is skipped, and says so, where none may be mounted."""
    folder = short_folder()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        folder.rmdir()
        pytest.skip(f"PostgreSQL's full disk was NOT tested: no small disk may be mounted here ({made.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        folder.rmdir()


def fill(ballast: Path) -> None:
    """Nothing more fits onto its disk."""
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 16))


def settled(stage: Stage, crowd: Crowd, troubles: int) -> list[str]:
    """What is wrong once nothing troubles the desk any more; it was not started anew."""
    crowd.close()
    stage.store.database.close()  # our own connections were cut too
    helped = crowd.all_done(90) and stage.quiet(90)
    wrong = [] if helped else [f"{len(crowd.waiting())} were never helped"]
    return wrong + check(stage.store, crowd.callers, troubles).wrong


@pytest.mark.timeout(900)
@pytest.mark.parametrize("rounds", [1, pytest.param(50, marks=pytest.mark.faults)])
def test_postgresql_is_cut_off_and_crashes(
    launcher: Launcher, emulator: Striking, redis: str, tmp_path: Path, tell: Tell, rounds: int
) -> None:
    """Connections are cut while people write, then the server crashes and comes back: nobody is lost or doubled."""
    with postgres() as database:
        stage = Stage(launcher, emulator, database.url, tmp_path, redis=redis, changes=LEASES)
        crowd = Crowd(emulator, 4)
        crowd.come()
        stage.start()
        emulator.wait(lambda: crowd.finished, 60)
        for _ in range(rounds):
            for _ in range(4):
                cut(database.url)
                pause(0.4)
            database.crash()
            emulator.wait(partial(crowd.beyond, crowd.finished), 60)
        wrong = settled(stage, crowd, 5 * rounds)
        tell(f"{PROMISE}: PostgreSQL cut off and crashed", 5 * rounds, f"{len(wrong)} wrong")
        stage.end()
    assert not wrong


def no_room(process: Killable, stage: Stage) -> None:
    """No file of that process may grow beyond what the database's log has: a full disk for the writer."""
    size = max(path.stat().st_size for path in stage.home.glob("desk.db*"))
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def room(process: Killable) -> None:
    """Somebody cleared up."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def filled(launcher: Launcher, emulator: Striking, home: Path, rounds: int, guards: tuple[str, ...]) -> list[str]:
    """What is wrong after the disk was full so many times."""
    stage = Stage(launcher, emulator, sqlite(home), home, guards=guards, changes=LEASES)
    crowd = Crowd(emulator, 4)
    crowd.come()
    process = stage.start()
    emulator.wait(lambda: crowd.finished, 60)
    for _ in range(rounds):
        no_room(process, stage)
        pause(DOWN_S)
        room(process)
        pause(0.3)
    wrong = settled(stage, crowd, rounds)
    if "store" not in stage.log.read_text():
        wrong.append("the database never refused anything: the test tests nothing")
    stage.end()
    return wrong


@pytest.mark.timeout(900)
@pytest.mark.parametrize("rounds", [1, pytest.param(100, marks=pytest.mark.faults)])
def test_the_disk_is_full(launcher: Launcher, emulator: Striking, tmp_path: Path, tell: Tell, rounds: int) -> None:
    """SQLite cannot write for two seconds: Telegram keeps what could not be kept, and all is well afterwards."""
    wrong = filled(launcher, emulator, tmp_path, rounds, ())
    tell(f"{PROMISE}: SQLite's disk full", rounds, f"{len(wrong)} wrong")
    assert not wrong


def refusals(stage: Stage) -> int:
    """How often a process noted that the database refused it."""
    return stage.log.read_text().count(".store")


@pytest.mark.faults
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rounds", [1, 50])
def test_postgresqls_disk_is_full(
    launcher: Launcher, emulator: Striking, redis: str, tmp_path: Path, tell: Tell, rounds: int
) -> None:
    """PostgreSQL refuses, or ends itself and is started again: nobody is lost or doubled once there is room."""
    with small_disk() as disk, postgres(disk) as database:
        stage = Stage(launcher, emulator, database.url, tmp_path, redis=redis, changes=LEASES)
        crowd = Crowd(emulator, 6)
        crowd.come()
        stage.start()
        emulator.wait(lambda: crowd.finished, 60)
        for _ in range(rounds):
            before, until = refusals(stage), time.monotonic() + 60
            fill(disk / "ballast")
            while refusals(stage) == before and time.monotonic() < until:
                pause(0.2)
            assert refusals(stage) > before, "the database never refused anything: the test tests nothing"
            pause(DOWN_S)
            (disk / "ballast").unlink()
            database.again()
            emulator.wait(partial(crowd.beyond, crowd.finished), 60)
        wrong = settled(stage, crowd, rounds)
        tell(f"{PROMISE}: PostgreSQL's disk full", rounds, f"{len(wrong)} wrong, {refusals(stage)} refusals")
        stage.end()
    assert not wrong


@pytest.mark.faults
def test_a_refusal_that_is_swallowed_is_seen(
    launcher: Launcher, emulator: Striking, tmp_path: Path, tell: Tell
) -> None:
    """The same where a round counts as taken though the database refused it."""
    wrong = filled(launcher, emulator, tmp_path, 3, ("swallow",))
    tell("mutation: swallow", 3, "seen" if wrong else "not seen")
    assert any("never helped" in one or "dealt with" in one for one in wrong)
