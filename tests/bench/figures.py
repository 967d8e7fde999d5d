"""How long the page of figures takes where a million requests, talks and told topics were counted."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from actions.store import Keyring, Store, open_store
from tests.bench.postgres import server

if TYPE_CHECKING:
    from tests.e2e.console import Browser

REQUESTS = TALKS = 1_000_000
TOPICS = 300_000
DAYS = 365
TIMES = 20  # each page is opened
PAGES = {
    "today": "period=today",
    "month": "period=days30",
    "year": "period=own&since={since}&until={until}",
    "year_by_district": "period=own&since={since}&until={until}&by=district",
    "year_of_one_office": "period=own&since={since}&until={until}&office=elder_care",
}


@dataclass(frozen=True)
class Opened:
    """One page, opened several times."""

    name: str
    seconds: list[float]
    cpu: float  # seconds of processor a page: the desk's and the server's

    @property
    def line(self) -> str:
        """As the other lines of the bench."""
        p95 = statistics.quantiles(self.seconds, n=20)[-1]
        met = "" if p95 <= 2 else " MISSED"
        took = f"p50={statistics.median(self.seconds):.2f}s p95={p95:.2f}s cpu={self.cpu:.2f}s"
        return f"figures   page={self.name} {took} load={os.getloadavg()[0]:.1f}{met}"


def measure() -> Iterator[Opened]:
    """On PostgreSQL with its durable defaults, over HTTP, one reader."""
    from tests.e2e.console import Browser, House

    today = datetime.now(UTC).date().toordinal()
    with server() as postgres, tempfile.TemporaryDirectory(prefix="nuanxin-bench-") as home:
        os.environ |= {"NUANXIN_DATABASE_URL": postgres.url, "NUANXIN_ENCRYPTION_KEYS": Keyring.new_key()}
        store = open_store(postgres.url, Keyring.parse(os.environ["NUANXIN_ENCRYPTION_KEYS"]))
        store.migrate()
        fill(store, today)
        store.close()
        with House(Path(home)) as house:
            reader = Browser(house)
            reader.login("chief")
            for name, query in PAGES.items():
                days = {"since": datetime.fromordinal(today - DAYS + 1), "until": datetime.fromordinal(today)}
                address = query.format(**{key: f"{day:%Y-%m-%d}" for key, day in days.items()})
                before = taken(postgres.pid)
                seconds = [_seconds(reader, f"/console/figures?{address}") for _ in range(TIMES)]
                yield Opened(name, seconds, (taken(postgres.pid) - before) / TIMES)


def _seconds(reader: Browser, path: str) -> float:
    began = time.perf_counter()
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - began


def taken(pid: int) -> float:
    """What this process, the server and all its workers, ended ones too, have taken of the processors."""
    family = psutil.Process(pid)
    times = [family.cpu_times(), psutil.Process().cpu_times(), *(one.cpu_times() for one in family.children())]
    own = sum(one.user + one.system for one in times)
    return own + times[0].children_user + times[0].children_system


def fill(store: Store, today: int) -> None:
    """Count as many as there would be after a year, spread over all services, offices and districts."""
    from data.catalogue import load

    catalogue = load()
    services = ", ".join(f"'{id}'" for id in catalogue.services)
    offices = ", ".join(f"'{id}'" for id in catalogue.place.queues)
    topics = ", ".join(f"'{id}'" for id in catalogue.topics)
    spans = "(random() * 600)::int, (random() * 1440)::int, (random() * 2880)::int"
    with store.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO figures_requests (day, hour, opened, taken_up, first_contact, result, closed, due_taken_up, "
            "due_first_contact, due_result, due_closed, satisfied, contacted, solved, open, runs, cancelled, reopened, "
            "again, misheard, service, office, district, language, channel, ticket) "
            f"SELECT {today} - d, h, (({today} - d - 719163) * 1440 + h * 60 + floor(random() * 60))::int, {spans}, "
            "CASE WHEN o THEN NULL ELSE (random() * 20000)::int END, 120, 1440, 1440, 7200, "
            "CASE WHEN r THEN (random() * 4 + 1)::int END, CASE WHEN r THEN random() < 0.9 END, "
            "CASE WHEN r THEN random() < 0.8 END, o, o, false, random() < 0.04, random() < 0.06, random() < 0.03, "
            f"(ARRAY[{services}])[1 + floor(random() * {len(catalogue.services)})::int], "
            f"(ARRAY[{offices}])[1 + floor(random() * {len(catalogue.place.queues)})::int], "
            "'district' || floor(random() * 10)::int, 'zh_Hans', 'telegram', md5(n::text) FROM ("
            f"SELECT n, {DAYS} - 1 - n * {DAYS} / {REQUESTS + 1} AS d, floor(random() * 24)::int AS h, "
            f"random() < 0.05 AS o, random() < 0.4 AS r FROM generate_series(1, {REQUESTS}::bigint) AS n) AS rows"
        )
        connection.exec_driver_sql(
            f"INSERT INTO figures_talks SELECT {today} - n * {DAYS} / {TALKS + 1}, md5(n::text), "
            "CASE WHEN random() < 0.7 THEN 'zh_Hans' ELSE 'zh_Hant' END, 'telegram', random() < 0.1, random() < 0.2, "
            f"random() < 0.01 FROM generate_series(1, {TALKS}::bigint) AS n"
        )
        connection.exec_driver_sql(
            f"INSERT INTO figures_topics (day, topic, language) SELECT {today} - n * {DAYS} / {TOPICS + 1}, "
            f"(ARRAY[{topics}])[1 + floor(random() * {len(catalogue.topics)})::int], 'zh_Hans' "
            f"FROM generate_series(1, {TOPICS}::bigint) AS n"
        )
        connection.commit()
    summed = True
    while summed:  # as the daily sweep does
        with store.unit() as unit:
            summed = unit.figure_sums.sum_up(today)
            unit.commit()
    with store.database.engine.connect() as connection:  # its own vacuum would do so within minutes
        free = connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("requests", "talks", "topics", "months", "hours", "talk_days", "topic_days"):
            free.exec_driver_sql(f"VACUUM ANALYZE figures_{table}")


if __name__ == "__main__":
    for opened in measure():
        print(opened.line, flush=True)
