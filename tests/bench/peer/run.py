"""The peer, running: Rasa's own server and an action server, as its handbook starts them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psutil

from tests.bench.measure import Figures, first_answer, parse_latency, speeds
from tests.bench.peer.project import PYTHON, environment, project
from tests.bench.process import Program, family, weigh
from tests.ports import free_port


def measure(seconds: float, *, last: bool) -> Figures:
    """The same figures as ours; the time to the first answer counts both servers, started together."""
    folder, figures = project(last=last), Figures("peer")
    port, actions_port = free_port(), free_port()
    endpoints = (folder / "endpoints.yml").read_text().replace("{actions_port}", str(actions_port))
    with tempfile.TemporaryDirectory(prefix="nuanxin-peer-") as kept:
        (Path(kept) / "endpoints.yml").write_text(endpoints)
        actions = [str(PYTHON), "-m", "rasa_sdk", "--actions", "meal_actions", "--port", str(actions_port)]
        rasa = [
            str(PYTHON),
            "-m",
            "rasa",
            "run",
            "--enable-api",
            "--model",
            "models/peer.tar.gz",
            "--interface",
            "127.0.0.1",
        ]
        rasa += ["--port", str(port), "--endpoints", f"{kept}/endpoints.yml", "--credentials", "credentials.yml"]
        log, url = Path(kept) / "peer.log", f"http://127.0.0.1:{port}"
        with (
            Program(rasa, folder, log, environment()) as server,
            Program(actions, folder, log, environment()) as helper,
        ):
            figures.first_answer = first_answer(url, server)
            figures.speeds = speeds(url, [server, helper], seconds)
            figures.memory = weigh([p for pid in (server.pid, helper.pid) for p in _alive(pid)])
            figures.parse = parse_latency(url)
    return figures


def _alive(pid: int) -> list[psutil.Process]:
    if not psutil.pid_exists(pid):
        raise SystemExit("bench: one of the peer's servers is gone")
    return family(pid)
