"""`make bench`: the speed, start, memory and growth of the desk; PEER=1 adds a plain Rasa assistant."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable

from tests.bench import notices, ours, report, two_turns, volume
from tests.bench.measure import ROOT, Figures
from tests.bench.postgres import server
from tests.bench.process import family, weigh

ENGINES = ("sqlite", "postgresql")
PARTS = ("turns", "turn-cost", *ENGINES, "volume", "peer")
APART = ("two-turns", "notices")  # only where they are named


def main() -> None:
    """Measure what was asked for, one thing after the other, and print each as soon as it is known."""
    options = _options().parse_args()
    began = time.perf_counter()
    _print([f"machine cores={os.cpu_count()} load={os.getloadavg()[0]:.1f} python={platform.python_version()}"])
    parts = set(options.only or PARTS)
    mine: list[Figures] = []
    if parts & {*ENGINES, "volume", "notices", "two-turns"}:
        ours.set_up()
    if "turns" in parts:
        _pure_turns()
    if "turn-cost" in parts:
        _costs()
    if "sqlite" in parts:
        mine.append(ours.measure("sqlite", "", options.seconds))
        _print(report.lines_of(mine[-1]))
    if "postgresql" in parts:
        mine.append(_on_postgresql(options.seconds))
        _print(report.lines_of(mine[-1]))
    peer = _peer(options.seconds) if _wanted(parts, options.only) else None
    for figures in mine:
        _print(report.ratios_of(figures, peer))
    if "volume" in parts:
        _print(report.volumes_of("sqlite", volume.measure()))
        if options.full:
            _volume_on_postgresql()
    if "two-turns" in parts:
        _print(two_turns.measure(options.seconds))
    if "notices" in parts:
        _print([notices.measure(options.notices).line()])
    _print([f"done in {time.perf_counter() - began:.0f}s"])


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _pure_turns() -> None:
    """The dialogue alone, in a process of its own: no store, no network."""
    _print(f"dialogue  {line.strip()}" for line in _told("tests.bench.turns"))


def _costs() -> None:
    """A turn in statements and milliseconds on both engines, each in a process of its own."""
    _print(_told("tests.bench.cost"))
    with server() as postgres:
        _print(_told("tests.bench.cost", postgres.url, str(postgres.pid)))


def _told(module: str, *more: str) -> list[str]:
    command = [sys.executable, "-m", module, *more]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=600, text=True)
    return done.stdout.splitlines()


def _on_postgresql(seconds: float) -> Figures:
    with server() as postgres:
        figures = ours.measure("postgresql", postgres.url, seconds)
        figures.beside = weigh(family(postgres.pid))
    return figures


def _wanted(parts: set[str], only: list[str] | None) -> bool:
    return "peer" in parts and bool(os.environ.get("PEER") or only)


def _peer(seconds: float) -> Figures:
    from tests.bench.peer import run

    peer = run.measure(seconds, last=os.environ.get("PEER") == "last")
    _print(report.lines_of(peer))
    return peer


def _volume_on_postgresql() -> None:
    with server() as small, server() as full:
        _print(report.volumes_of("postgresql", volume.measure((small.url, full.url))))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--seconds", type=float, default=10.0, help="each load is measured for so long")
    options.add_argument("--full", action="store_true", help="the full store on PostgreSQL too")
    options.add_argument("--only", nargs="+", choices=(*PARTS, *APART), help="these parts")
    options.add_argument("--notices", type=int, default=10_000, help="how many status notices")
    return options


if __name__ == "__main__":
    main()
