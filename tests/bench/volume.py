"""Whether the desk stays quick when it is full: the same people talk to a small store and to one a thousandfold."""

from __future__ import annotations

import time
from dataclasses import dataclass

from actions.store import Keyring, open_store
from tests.bench.fill import EACH, PEOPLE, SENDER, fill
from tests.bench.measure import Speed, first_answer, speed
from tests.bench.ours import Home, home

CONVERSATIONS = 4
COPIES = 999
AT_MOST_S = 240.0


@dataclass(frozen=True)
class Volume:
    """One store and how fast it is."""

    people: int
    tickets: int
    filled: float  # seconds that filling took
    speed: Speed


def measure(database_urls: tuple[str, str] = ("", "")) -> list[Volume]:
    """The small one, then the full one, each in a home of its own."""
    return [_measured(url, copies) for url, copies in zip(database_urls, (0, COPIES), strict=True)]


def _measured(url: str, copies: int) -> Volume:
    with home(url) as place:
        filled = _filled(place, copies)
        with place.desk() as desk:
            first_answer(desk.url, desk.program)
            speed(desk.url, [desk.program], CONVERSATIONS, 4.0)
            # all of them once: who has asked for meals already is asked whether the new request belongs to the old
            seen = speed(desk.url, [desk.program], CONVERSATIONS, AT_MOST_S, f"{SENDER}:{PEOPLE}")
    people = PEOPLE * (1 + copies)
    return Volume(people, people * EACH, filled, seen)


def _filled(place: Home, copies: int) -> float:
    began = time.perf_counter()
    store = open_store(place.database, Keyring.parse(place.key))
    store.migrate()
    fill(store, copies)
    store.close()
    return time.perf_counter() - began
