"""
The test build: `python -m tests.faults.launcher` loads the product once and forks it into processes to be killed.

One JSON object a line on stdin starts one process (`Order`), one line with its number is the answer; they end with
this program. A fork costs milliseconds where a start costs seconds, so that thousands can be killed.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import importlib
import json
import os
import signal
import sys
import traceback
from dataclasses import dataclass, field, replace

import uvloop

from bot.demo import _warm
from bot.logs import set_up
from bot.serve import listen, serve
from bot.settings import Settings, read_settings
from data.catalogue import load
from data.model import Catalogue
from tests.faults import guards
from tests.faults.points import arm

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Order:
    """A process to be started: `guards` that are taken away, and where it ends itself, at the which passage."""

    settings: dict[str, str]
    log: str
    role: str = "all"
    port: int = 0
    point: str = ""
    passages: int = 1
    guards: tuple[str, ...] = ()
    zone: str = ""  # the place lies elsewhere
    changes: dict[str, float] = field(default_factory=dict)  # name in guards.CHANGES → value


def main() -> None:
    """Fork until stdin ends."""
    catalogue = load()
    _warm(catalogue)
    importlib.import_module("telegram.ext")  # loaded once, for all that are forked
    importlib.import_module("bot.telegram.service")

    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody is left as a zombie
    print("loaded", flush=True)
    for line in sys.stdin:
        order = Order(**json.loads(line))
        pid = os.fork()
        if pid == 0:
            _become(order, catalogue)
        print(pid, flush=True)


def _become(order: Order, catalogue: Catalogue) -> None:
    """Be the product until it ends; never returns."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setpgid(0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (0, 1, 2):
            os.dup2(os.open(os.devnull, os.O_RDONLY) if stream == 0 else log, stream)
        _serve(order, catalogue)
        code = 0
    except BaseException:  # noqa: BLE001 - it is the whole program: the log tells, and the code says so
        traceback.print_exc()
    finally:
        os._exit(code)


def _serve(order: Order, catalogue: Catalogue) -> None:
    for name in [name for name in os.environ if name.startswith("NUANXIN_")]:
        del os.environ[name]
    os.environ |= order.settings
    for name, value in order.changes.items():
        guards.CHANGES[name](value)
    for name in order.guards:
        guards.TAKEN_AWAY[name]()
    if order.point:
        arm(order.point, order.passages)
    if order.zone:
        catalogue = replace(catalogue, place=replace(catalogue.place, timezone=order.zone))
    settings: Settings = read_settings()
    set_up(settings.log)
    sock = listen(settings.host, order.port)

    def ready() -> None:
        print("ready", flush=True)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings, catalogue, sock, settings.nlu_url, ready, order.role, demonstration=True))


if __name__ == "__main__":
    main()
