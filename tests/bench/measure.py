"""What is measured of an assistant behind a REST channel, ours or another."""

from __future__ import annotations

import http.client
import json
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.client import Post
from tests.bench.process import Program, spent
from tests.bench.talk import FIRST, PARSED, words_of

ROOT = Path(__file__).parents[2]
LOADS = (1, 4, 16)
FIRST_ANSWER_S = 300.0
PARSES = 40


@dataclass(frozen=True)
class Speed:
    """Turns at one load; latencies in milliseconds."""

    conversations: int
    turns: int
    rate: float  # turns a second
    p50: float
    p95: float
    cpu: float  # milliseconds of processor a turn, all its processes: neighbours on the machine change it least


@dataclass
class Figures:
    """All of one assistant on one engine."""

    name: str
    first_answer: float = 0.0  # seconds
    speeds: list[Speed] = field(default_factory=list)
    parse: dict[int, float] = field(default_factory=dict)  # characters → median milliseconds
    memory: list[tuple[str, float]] = field(default_factory=list)  # process, MB
    beside: list[tuple[str, float]] = field(default_factory=list)  # a database server, MB

    @property
    def best_rate(self) -> float:
        """Turns a second, the best of the loads."""
        return max(speed.rate for speed in self.speeds)

    @property
    def p50(self) -> float:
        """Milliseconds at one conversation."""
        return self.speeds[0].p50

    @property
    def weight(self) -> float:
        """MB of all its processes."""
        return sum(mb for _, mb in self.memory)


def first_answer(url: str, program: Program) -> float:
    """Seconds from the start to the first answer that understood what was said."""
    text, expected = FIRST
    while (waited := time.perf_counter() - program.began) < FIRST_ANSWER_S:
        if program.ended:
            break
        post = Post(url, timeout=FIRST_ANSWER_S - waited)
        try:
            if expected in words_of(post.say(f"first-{secrets.token_hex(4)}", text)):
                return time.perf_counter() - program.began
        except (OSError, http.client.HTTPException, ValueError):
            pass  # not there yet
        finally:
            post.close()
        time.sleep(0.05)
    raise SystemExit(f"bench: no answer after {waited:.0f} s; the end of {program.log}:\n{program.last_words()}")


def speed(url: str, programs: Sequence[Program], conversations: int, seconds: float, senders: str = "") -> Speed:
    """Turns a second and latencies at a load; fails where an answer was wrong."""
    command = [sys.executable, "-m", "tests.bench.client", url, str(conversations), str(seconds)]
    if senders:
        command += ["--senders", senders]
    before = spent([program.pid for program in programs])
    # a turn under way may take the client's whole time-out
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=seconds + 90)
    seen = json.loads(done.stdout)
    if seen["wrong"] or len(seen["turns"]) < 2:
        raise SystemExit(f"bench: the talk went wrong: {'; '.join(seen['wrong'][:2]) or 'no turn was answered'}")
    cpu = 1000 * (spent([program.pid for program in programs]) - before)
    cuts = statistics.quantiles(seen["turns"], n=20, method="inclusive")
    turns = len(seen["turns"])
    return Speed(conversations, turns, turns / seen["seconds"], cuts[9], cuts[18], cpu / turns)


def speeds(url: str, programs: Sequence[Program], seconds: float) -> list[Speed]:
    """At each load, after a short one to warm up."""
    speed(url, programs, 2, max(2.0, seconds / 4))
    return [speed(url, programs, conversations, seconds) for conversations in LOADS]


def parse_latency(url: str) -> dict[int, float]:
    """Milliseconds of understanding alone, by the length of the text; no text is asked twice."""
    post, found = Post(url), {}
    for length, text in PARSED.items():
        took = []
        for n in range(PARSES):
            asked = f"{text[: length - 2]}{n:02d}"
            began = time.perf_counter()
            post.json("/model/parse", {"text": asked})
            took.append(1000 * (time.perf_counter() - began))
        found[length] = statistics.median(took[3:])
    post.close()
    return found
