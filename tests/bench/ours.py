"""Ours: `make demo` in a home of its own, on the engine that a URL names, SQLite without one."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from actions.store import Keyring
from tests.bench.measure import ROOT, Figures, first_answer, parse_latency, speeds
from tests.bench.process import Program, family, listening_port, weigh
from tests.ports import free_port


@dataclass(frozen=True)
class Desk:
    """A desk that runs."""

    url: str
    program: Program


class Home:
    """A temporary home with a key of its own, for one desk after another."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder, self.database_url, self.key = folder, database_url, Keyring.new_key()

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.folder / 'desk.db'}"

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """`make demo` here; nothing of the caller's own settings reaches it."""
        port = free_port()
        settings = {
            "PORT": str(port),
            "NUANXIN_HOME": str(self.folder),
            "NUANXIN_DATABASE_URL": self.database_url,
            "NUANXIN_ENCRYPTION_KEYS": self.key,
            "NUANXIN_TELEGRAM_TOKEN": "",
            "NUANXIN_REDIS_URL": "",
            "NUANXIN_NLU_URL": "",
            "NUANXIN_REST_TOKEN": "",
        }
        with Program(["make", "-s", "demo"], ROOT, self.folder / "demo.log", settings) as program:
            yield Desk(f"http://127.0.0.1:{port}", program)


@contextmanager
def home(database_url: str = "") -> Iterator[Home]:
    """A home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="nuanxin-bench-") as folder:
        yield Home(Path(folder), database_url)


def set_up() -> None:
    """What is done before the clock runs: environments, and a model of the data as they are."""
    subprocess.run(["make", "-s", "train"], cwd=ROOT, check=True, timeout=1800)


def measure(name: str, database_url: str, seconds: float) -> Figures:
    """All figures on one engine."""
    figures = Figures(name)
    with home(database_url) as place, place.desk() as desk:
        figures.first_answer = first_answer(desk.url, desk.program)
        figures.speeds = speeds(desk.url, [desk.program], seconds)
        processes = family(desk.program.pid)
        figures.memory = weigh(processes)
        port = next((p for p in map(listening_port, processes) if p and not desk.url.endswith(f":{p}")), None)
        if port is not None:
            figures.parse = parse_latency(f"http://127.0.0.1:{port}")
    return figures
