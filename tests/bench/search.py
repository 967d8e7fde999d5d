"""
`python -m tests.bench.search [REQUESTS]`: how long the console's search takes over many requests, on PostgreSQL.

Pairs of characters are spread as in talk: a few stand in every tenth request, most in a handful.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from sqlalchemy import text

from actions.desk.person import Staff
from actions.desk.scope import scope_of
from actions.store import Keyring, Store, open_store
from tests.bench.fill import fill
from tests.bench.postgres import server

WORDS = 20_000  # different pairs
EACH = 25  # pairs of a request
LOOKS = 40

MORE = """
INSERT INTO tickets ({columns})
SELECT {values} FROM tickets, generate_series(1, :copies) AS n
"""
SPREAD = """
INSERT INTO ticket_words (word, ticket)
SELECT decode(lpad(to_hex((:words * power(random(), 3))::bigint), 16, '0'), 'hex'), t.id
FROM tickets t, generate_series(1, :each) ON CONFLICT DO NOTHING
"""


def main(requests: int) -> None:
    """Fill, look, print."""
    with server() as running:
        store = open_store(running.url, Keyring.parse(Keyring.new_key()))
        store.migrate()
        fill(store, 0)
        began = time.perf_counter()
        _spread(store, requests // 1000 - 1)
        print(f"{requests} requests, {requests * EACH} pairs, filled in {time.perf_counter() - began:.0f} s")
        chief, office = Staff("chief", "组长", "supervisor"), Staff("o", "科室", "office", ("nowhere",))
        for who in (chief, office):
            for name, query in QUERIES.items():
                _look(store, who, name, query)
        store.close()


def _spread(store: Store, copies: int) -> None:
    with store.database.write() as connection:
        names = [row[0] for row in connection.execute(text(COLUMNS))]
        own = {"id": "id || '-' || n", "number": "number || '-' || n"}
        own |= dict.fromkeys(("details", "text", "attachments", "place_key"), "NULL")  # a copy's could not be opened
        values = ", ".join(own.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(text(MORE.format(columns=columns, values=values)), {"copies": copies})
        connection.execute(text(SPREAD), {"words": WORDS, "each": EACH})
        connection.commit()
        connection.execute(text("ANALYZE"))
        connection.commit()


COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = 'tickets'"


def _marks(*numbers: int) -> list[bytes]:
    """Pairs by how often they stand: 0 is the most frequent one."""
    return [number.to_bytes(8, "big") for number in numbers]


QUERIES: dict[str, list[bytes]] = {
    "one frequent pair": _marks(0),
    "three frequent pairs": _marks(0, 1, 2),
    "a frequent and a rare one": _marks(0, WORDS - 1),
    "four rare ones": _marks(WORDS - 1, WORDS - 2, WORDS - 3, WORDS - 4),
}


def _look(store: Store, who: Staff, name: str, marks: list[bytes]) -> None:
    def look() -> int:
        with store.unit(reading=True) as unit:
            return len(unit.search.candidates(scope_of(who), marks))

    found, times = look(), _timed(look)
    spent = statistics.quantiles(times, n=20)[-1] * 1000
    print(f"{who.role:<11} {name:<26} {found:>4} found   p95 {spent:6.1f} ms")


def _timed(look: Callable[[], int]) -> list[float]:
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        look()
        times.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
