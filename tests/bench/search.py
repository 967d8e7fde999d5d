"""
`python -m tests.bench.search [REQUESTS]`: how long the console's search takes over many requests, on PostgreSQL.

Pairs of characters are spread as in talk: a few stand in every tenth request, most in a handful.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event, text

from actions.desk.person import Staff
from actions.desk.scope import scope_of
from actions.store import Keyring, Store, open_store
from tests.bench.figures import taken
from tests.bench.fill import fill
from tests.bench.postgres import server

WORDS = 20_000  # different pairs
EACH = 25  # pairs of a request
OFFICES = 40
LOOKS = 40
MOST = 0.2  # seconds, p95
WALK = re.compile(r"Seq Scan on (tickets|ticket_words)\b")

MORE = """
INSERT INTO tickets ({columns})
SELECT {values} FROM tickets, generate_series(1, :copies) AS n
"""
SPREAD = """
INSERT INTO ticket_words (word, ticket)
SELECT drawn.word, t.id FROM tickets t CROSS JOIN LATERAL (
    SELECT DISTINCT decode(lpad(to_hex((:words * power(random(), 3))::bigint), 16, '0'), 'hex') AS word
    FROM generate_series(1, :each) WHERE t.id IS NOT NULL  -- which has it drawn anew for each request
) AS drawn
"""
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = 'tickets'"
INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made, c.conname AS rule,
    pg_get_constraintdef(c.oid) AS ruled, i.indrelid::regclass::text AS of
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
WHERE i.indrelid IN ('tickets'::regclass, 'ticket_words'::regclass)
    AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
"""
QUICK = (
    "SET LOCAL session_replication_role = replica",  # each row points at one that is there: nobody need look
    "SET LOCAL maintenance_work_mem = '512MB'",
    "SET LOCAL synchronous_commit = off",
)


def main(requests: int) -> None:
    """Fill, look, print."""
    with server() as running:
        store = open_store(running.url, Keyring.parse(Keyring.new_key()))
        store.migrate()
        fill(store, 0)
        began, before = time.perf_counter(), taken(running.pid)
        _spread(store, requests // 1000 - 1)
        filled, cpu = time.perf_counter() - began, taken(running.pid) - before
        print(f"{requests} requests, {requests * EACH} pairs, filled in {filled:.0f} s, {cpu:.0f} s of processor")
        for who in READERS:
            for name, query in QUERIES.items():
                print(_look(store, who, name, query), flush=True)
        store.close()


def _spread(store: Store, copies: int) -> None:
    with store.database.write() as connection:
        for setting in QUICK:
            connection.execute(text(setting))
        indexes = connection.execute(text(INDEXES)).all()
        for one in indexes:  # made at the end, by one sort each
            connection.execute(
                text(f"ALTER TABLE {one.of} DROP CONSTRAINT {one.rule}" if one.rule else f"DROP INDEX {one.name}")
            )
        names = [row[0] for row in connection.execute(text(COLUMNS))]
        own = {"id": "md5(id || n)", "number": "number || '-' || n", "queue": "'office-' || n % :offices"}
        own["responsible"] = own["queue"]
        own |= dict.fromkeys(("details", "text", "attachments", "place_key"), "NULL")  # a copy's could not be opened
        values = ", ".join(own.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(text(MORE.format(columns=columns, values=values)), {"copies": copies, "offices": OFFICES})
        connection.execute(text(SPREAD), {"words": WORDS, "each": EACH})
        for one in indexes:
            connection.execute(
                text(f"ALTER TABLE {one.of} ADD CONSTRAINT {one.rule} {one.ruled}" if one.rule else one.made)
            )
        connection.commit()
    with store.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            "VACUUM ANALYZE tickets, ticket_words"
        )


def _marks(*numbers: int) -> list[bytes]:
    """Pairs by how often they stand: 0 is the most frequent one."""
    return [number.to_bytes(8, "big") for number in numbers]


QUERIES: dict[str, list[bytes]] = {
    "one frequent pair": _marks(0),
    "three frequent pairs": _marks(0, 1, 2),
    "a frequent and a rare one": _marks(0, WORDS - 1),
    "four rare ones": _marks(WORDS - 1, WORDS - 2, WORDS - 3, WORDS - 4),
}


READERS = (
    Staff("chief", "组长", "supervisor"),
    Staff("office", "科室", "office", ("office-7",)),
    Staff("empty", "新科室", "office", ("nowhere",)),
)


def _look(store: Store, who: Staff, name: str, marks: list[bytes]) -> str:
    def look() -> int:
        with store.unit(reading=True) as unit:
            return len(unit.search.candidates(scope_of(who), marks))

    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        asked.append((statement, given))

    event.listen(store.database.engine, "before_cursor_execute", note)
    found = look()
    event.remove(store.database.engine, "before_cursor_execute", note)
    times = _timed(look)
    spent = statistics.quantiles(times, n=20)[-1]
    walked = _walked(store, asked)
    missed = "" if spent <= MOST and not walked else f" MISSED{walked}"
    return f"{who.username:<7} {name:<26} {found:>4} found   p95 {spent * 1000:6.1f} ms{missed}"


def _walked(store: Store, asked: Sequence[tuple[str, Any]]) -> str:
    """What a statement would read from end to end, "" where each goes by an index."""
    with store.database.read() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN {one}", given).scalars() for one, given in asked]
        return "".join(f": {line.strip()}" for plan in plans for line in plan if WALK.search(line))


def _timed(look: Callable[[], int]) -> list[float]:
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        look()
        times.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
