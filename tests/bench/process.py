"""Programs that are measured: started in a process group of their own, weighed, and stopped by that group."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

PATIENCE = 15.0  # seconds until a stopped program must be gone
MB = 1 << 20


@dataclass
class Program:
    """A command, running between `with` and its end; its words go to `log`."""

    command: Sequence[str | Path]
    folder: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    began: float = 0.0

    def __enter__(self) -> Self:
        """Start it."""
        with self.log.open("ab") as log:
            self.began = time.perf_counter()
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: politely, then not."""
        for how in (signal.SIGINT, signal.SIGKILL):
            self._tell(how)
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                continue
            break
        self._tell(signal.SIGKILL)  # a child that outlived its parent

    def _tell(self, how: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, how)
        except ProcessLookupError:
            return

    @property
    def ended(self) -> bool:
        """Whether it is gone by itself."""
        return self._process.poll() is not None

    @property
    def pid(self) -> int:
        """Its process, which is also its group."""
        return self._process.pid

    def last_words(self, count: int = 12) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def family(pid: int) -> list[psutil.Process]:
    """A process and all that come of it."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def spent(pids: Sequence[int]) -> float:
    """Seconds of processor that these processes and their children have used."""
    return sum(sum(process.cpu_times()[:2]) for pid in pids for process in family(pid))


def weigh(processes: Sequence[psutil.Process]) -> list[tuple[str, float]]:
    """Name and MB of each: proportional, so that what two share is counted once."""
    return [(_name(p), p.memory_full_info().pss / MB) for p in processes]


def _name(process: psutil.Process) -> str:
    """The first word of the command line that tells: what a Python runs, not that it is one."""
    words = [word for word in process.cmdline() if word and not word.startswith("-")]
    if len(words) > 1 and Path(words[0]).name.startswith("python"):
        return " ".join([Path(words[1]).name, *(w for w in words[2:3] if w.isalpha())])
    return Path(words[0]).name if words else process.name()


def listening_port(process: psutil.Process) -> int | None:
    """The port that a process listens on, or None."""
    found = [c.laddr.port for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    return found[0] if found else None
