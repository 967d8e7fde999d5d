"""Where faults are played: the launcher, the processes that it starts, and one desk's settings."""

from __future__ import annotations

import json
import os
import select as selecting
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from actions.store import Store, tables
from actions.store.errors import StoreError
from tests.conftest import KEY
from tests.emulator import Emulator
from tests.emulator.desk import opened
from tests.eventually import WITHIN
from tests.ports import NOBODY

ROOT = Path(__file__).parents[2]
LEASES = {"leases": 2.0}  # elsewhere than on SQLite what a killed process held is waited for
HURRIED = {"budget": 1000.0}  # people in tests answer at once, and must not wait for the bot's budget


class Launcher:
    """The loaded product, to be forked."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.launcher"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._line() == "loaded"

    def start(self, order: dict[str, Any]) -> Killable:
        """Start one process."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Killable(int(self._line()))

    def close(self) -> None:
        """End it; what it started ends with it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, "the launcher ended"
        return line


class Killable:
    """A process that somebody else started: it is waited for by a handle that its number's next owner cannot take."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._handle: int | None = os.pidfd_open(pid)
        except ProcessLookupError:  # it ended already
            self._handle = None

    def ended(self, within: float = 0.0) -> bool:
        """Whether it ends within so many seconds."""
        if self._handle is None:
            return True
        if not selecting.select([self._handle], [], [], within)[0]:
            return False
        os.close(self._handle)
        self._handle = None
        return True

    def tell(self, how: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self._handle is not None and not self.ended():
            signal.pidfd_send_signal(self._handle, how)

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.tell(signal.SIGKILL)
        assert self.ended(20), f"process {self.pid} outlived SIGKILL"

    def stop(self) -> None:
        """SIGTERM, and wait until it is gone."""
        self.tell(signal.SIGTERM)
        if not self.ended(20):
            self.kill()
            raise AssertionError("the desk did not stop within 20 s of SIGTERM")


@dataclass
class Stage:
    """One database, one bot, and as many processes of the desk as are started."""

    launcher: Launcher
    emulator: Emulator
    url: str
    home: Path
    redis: str = ""
    hurried: bool = True
    guards: tuple[str, ...] = ()
    changes: dict[str, float] = field(default_factory=dict)
    running: list[Killable] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the store, to look into it."""
        self.store: Store = opened(self.url)
        self.store.migrate()

    @property
    def log(self) -> Path:
        """What all its processes wrote."""
        return self.home / "log"

    def start(self, point: str = "", passages: int = 1, **more: Any) -> Killable:
        """Start a process of the desk."""
        self.running = [one for one in self.running if not one.ended()]
        settings = {
            "NUANXIN_HOME": str(self.home),
            "NUANXIN_DATABASE_URL": self.url,
            "NUANXIN_REDIS_URL": self.redis,
            "NUANXIN_ENCRYPTION_KEYS": KEY,
            "NUANXIN_NLU_URL": NOBODY,
            "NUANXIN_TELEGRAM_TOKEN": self.emulator.token,
            "NUANXIN_TELEGRAM_API_URL": self.emulator.url,
        } | more.pop("settings", {})
        order = {"settings": settings, "log": str(self.log), "point": point, "passages": passages}
        changes = (HURRIED if self.hurried else {}) | self.changes
        started = self.launcher.start(order | {"guards": self.guards, "changes": changes} | more)
        self.running.append(started)
        return started

    def quiet(self, within: float) -> bool:
        """Whether nothing waits any more, to be read or to be sent, within so many seconds."""
        end, pause = time.monotonic() + within, threading.Event()
        while time.monotonic() < end:
            with suppress(StoreError):  # our own connections were cut too
                if not self.store.inbox.waiting() and not self._unsent():
                    return True
            pause.wait(0.05)
        return False

    def _unsent(self) -> int:
        query = select(func.count()).select_from(tables.outbox).where(tables.outbox.c.state.in_(("waiting", "sending")))
        with self.store.database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def end(self) -> None:
        """Kill what runs."""
        for one in self.running:
            one.kill()
        self.running.clear()
        self.store.close()


def listens(url: str) -> None:
    """Wait until a process that was started answers there."""
    until, pause = time.monotonic() + WITHIN, threading.Event()
    while True:
        try:
            if httpx.get(f"{url}/healthz", trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            assert time.monotonic() < until, f"nobody answers at {url}"
            pause.wait(0.05)
