"""Turns a second with one and with two `turns` processes on PostgreSQL and Redis, turn about, and the ratio."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.measure import ROOT, first_answer, speed
from tests.bench.ours import Home, home
from tests.bench.postgres import server
from tests.bench.process import Program
from tests.ports import free_port
from tests.valkey import valkey

CONVERSATIONS = 16
ROUNDS = 3  # of one and two: what else the machine does falls on both
COMMAND = Path(sys.executable).with_name("nuanxin")
NLU = ROOT / "nlu"
TOKEN = "of-the-bench"


class House:
    """The processes of one desk, apart from its turns."""

    def __init__(self, place: Home, redis: str, nlu: str) -> None:
        self._folder = place.folder
        self._settings = {
            "NUANXIN_HOME": str(place.folder),
            "NUANXIN_DATABASE_URL": place.database,
            "NUANXIN_ENCRYPTION_KEYS": place.key,
            "NUANXIN_REDIS_URL": redis,
            "NUANXIN_NLU_URL": nlu,
            "NUANXIN_TELEGRAM_TOKEN": "",
            "NUANXIN_REST_TOKEN": TOKEN,
        }

    def process(self, role: str, port: int) -> Program:
        """One, to be entered."""
        log = self._folder / f"{role}-{port}.log"
        return Program([COMMAND, "serve", "--role", role], ROOT, log, {**self._settings, "PORT": str(port)})


@contextmanager
def _understanding(folder: Path) -> Iterator[str]:
    port = free_port()
    command: list[str | Path] = [NLU / ".venv" / "bin" / "python", NLU / "serve.py", "--port", str(port)]
    with Program(command, NLU, folder / "nlu.log"):
        yield f"http://127.0.0.1:{port}"


def measure(seconds: float) -> Iterator[str]:
    """A line for each run, and the ratio of the medians."""
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(server()), stack.enter_context(valkey())
        place = stack.enter_context(home(postgres.url))
        nlu = stack.enter_context(_understanding(place.folder))
        house, port = House(place, redis, nlu), free_port()
        with house.process("turns", free_port()) as one, house.process("web", port) as web:
            url = f"http://bench:{TOKEN}@127.0.0.1:{port}"
            first_answer(url, web)
            speed(url, [one], 2, max(2.0, seconds / 4))
            rates: dict[int, list[float]] = {1: [], 2: []}
            for _ in range(ROUNDS):
                yield _line(1, rates, speed(url, [one, web], CONVERSATIONS, seconds).rate)
                with house.process("turns", free_port()) as other:
                    speed(url, [one, other], 4, max(2.0, seconds / 4))
                    yield _line(2, rates, speed(url, [one, other, web], CONVERSATIONS, seconds).rate)
        ratio = statistics.median(rates[2]) / statistics.median(rates[1])
        yield f"ratio   engine=postgresql  processes=2:1  turns_per_s = {ratio:.2f}"


def _line(processes: int, rates: dict[int, list[float]], rate: float) -> str:
    rates[processes].append(rate)
    return f"load    engine=postgresql  processes={processes}  conversations={CONVERSATIONS}  turns_per_s={rate:.1f}"
