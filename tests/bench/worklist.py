"""
`python -m tests.bench.worklist [REQUESTS]`: what the list of work and a request's page take among so many requests.

Of a million two in a hundred are open, of fewer as many; fifty people wait for a person.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event

from actions.desk.person import HandOver
from actions.store import Keyring, Store
from tests.bench.figures import taken
from tests.bench.postgres import server

if TYPE_CHECKING:
    from tests.e2e.console import Browser

REQUESTS, OPEN, WAITING = 1_000_000, 20_000, 50
TIMES = 20  # each page is opened
MOST = 0.2  # seconds, p95
PAGES = {
    "list": "/console",
    "list_narrowed": "/console?service=meal_service&district=440303&who=nobody",
    "list_late": "/console?late=1",
    "list_closed": "/console?status=closed",
    "list_all": "/console?status=all",
    "clocks": "/console/clocks",
}
NEXT = re.compile(r'id="next-page" href="([^"]+)"')


def measure(requests: int) -> Iterator[str]:
    """On PostgreSQL with its durable defaults, over HTTP, one reader; a line a page."""
    from tests.e2e.console import Browser, House

    with server() as postgres, tempfile.TemporaryDirectory(prefix="nuanxin-bench-") as home:
        os.environ |= {"NUANXIN_DATABASE_URL": postgres.url, "NUANXIN_ENCRYPTION_KEYS": Keyring.new_key()}
        with House(Path(home)) as house:
            mine = house.opened("bench", service="meal_service")
            fill(house.desk.store, mine.conversation, requests)
            _wait(house.desk.store)
            for who in ("chief", "office"):
                reader = Browser(house)
                reader.login(who)
                second = NEXT.findall(reader.get("/console").text)
                pages = PAGES | {"list_second": second[0].replace("&amp;", "&")} if second else dict(PAGES)
                if who == "chief":
                    pages["request"] = f"/console/tickets/{mine.number}"
                for name, path in pages.items():
                    before = taken(postgres.pid)
                    seconds = [_seconds(reader, path) for _ in range(TIMES)]
                    cpu, asked = (taken(postgres.pid) - before) / TIMES, _statements(house.desk.store, reader, path)
                    yield f"{_line(f'{who}.{name}', seconds, cpu)} statements={asked}"


def _line(name: str, seconds: list[float], cpu: float) -> str:
    p95 = statistics.quantiles(seconds, n=20)[-1]
    met = "" if p95 <= MOST else " MISSED"
    took = f"p50={1000 * statistics.median(seconds):.0f}ms p95={1000 * p95:.0f}ms cpu={1000 * cpu:.0f}ms"
    return f"worklist  page={name} {took} load={os.getloadavg()[0]:.1f}{met}"


def _seconds(reader: Browser, path: str) -> float:
    began = time.perf_counter()
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - began


def _statements(store: Store, reader: Browser, path: str) -> int:
    """How often a page asks the database."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store.database.engine, "before_cursor_execute", note)
    _seconds(reader, path)
    event.remove(store.database.engine, "before_cursor_execute", note)
    return len(asked)


def _wait(store: Store) -> None:
    with store.unit() as unit:
        for n in range(WAITING):
            talk = unit.conversations.load("rest", f"waits-{n}", now=datetime.now(UTC)).id
            unit.hand_overs.save(HandOver(talk, "waiting", "wanted", datetime.now(UTC)))
        unit.commit()


def fill(store: Store, conversation: str, requests: int = REQUESTS) -> None:
    """Requests of a year, over all services and offices; others' persons stay out, for lists never join them."""
    from data.catalogue import load

    catalogue = load()
    services = ", ".join(f"'{id}'" for id in catalogue.services)
    offices = ", ".join(f"'{id}'" for id in catalogue.place.queues)
    due = ", ".join(f"at + interval '{span}'" for span in ("2 hours", "24 hours", "24 hours", "7 days", "2 hours"))
    with store.database.write() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # one person has them all
        connection.exec_driver_sql(
            "INSERT INTO tickets (id, number, service, status, clock, urgency, due_taken_up, due_first_contact, "
            "due_result, due_closed, due_next, queue, responsible, requester, conversation, opened_at, updated_at, "
            "secret, sensitivity, assignee, urged, reopened, code_hash, version, district, minor) "
            "SELECT md5(n::text), 'B' || n, "
            f"(ARRAY[{services}])[1 + floor(random() * {len(catalogue.services)})::int], "
            "CASE WHEN o THEN (ARRAY['new', 'assigned', 'in_progress', 'waiting'])[1 + floor(random() * 4)::int] "
            "ELSE 'closed' END, 'standard', 1 + floor(random() * 5)::int, "
            f"{due}, (ARRAY[{offices}])[1 + q], (ARRAY[{offices}])[1 + q], 'p' || n, "
            f"'{conversation}', at, at, false, 'ordinary', CASE WHEN random() < 0.6 THEN 'li' ELSE '' END, "
            "0, 0, '', 0, "
            "'44030' || floor(random() * 9)::int, false FROM ("
            "SELECT n, now() - random() * interval '365 days' AS at, "
            f"random() < {OPEN / requests} AS o, floor(random() * {len(catalogue.place.queues)})::int AS q "
            f"FROM generate_series(1, {requests}::bigint) AS n) AS rows"
        )
        connection.commit()
    with store.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE tickets")


if __name__ == "__main__":
    for line in measure(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS):
        print(line, flush=True)
