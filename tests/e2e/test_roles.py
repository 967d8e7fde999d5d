"""The desk as several processes on one PostgreSQL and one Redis."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import httpx
import psycopg
import pytest
import redis
from psycopg import sql

from tests.conftest import KEY
from tests.e2e.desk import Citizen, Desk
from tests.e2e.planted import holding, plain, tell
from tests.eventually import WITHIN
from tests.ports import NOBODY
from tests.valkey import valkey

SENDER, TOKEN = "role-citizen", "of-these-roles"


@pytest.fixture
def start(tmp_path: Path, postgres_url: str) -> Iterator[Callable[[str], Desk]]:
    """Starts a process of a role; all of one test share database, Redis and home."""
    made: list[Desk] = []
    home = tmp_path / "home"
    home.mkdir()

    def begin(role: str) -> Desk:
        shared = {"database_url": postgres_url, "redis_url": url, "encryption_keys": KEY, "rest_token": TOKEN}
        one = Desk(home, nlu_url=NOBODY, log="json", **shared)
        made.append(one)
        return one.start("serve", "--role", role)

    with valkey() as url:
        yield begin
        for one in made:
            one.stop()


def figure(desk: Desk, name: str) -> float:
    """A figure of a process, summed over its labels."""
    text = httpx.get(f"{desk.url}/metrics", trust_env=False).text
    return sum(float(value) for value in re.findall(rf"(?m)^{name}(?:{{.*}})? (\S+)$", text))


def rows(database: str) -> list[object]:
    """Every row of every table."""
    all_of = sql.SQL("SELECT * FROM {}")
    with psycopg.connect(database) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return [connection.execute(all_of.format(sql.Identifier(name))).fetchall() for (name,) in names]


def test_roles_share_the_work_and_stop_gracefully(start: Callable[[str], Desk], tmp_path: Path) -> None:
    """
    What waits while no turns run is not lost; a post to one process is answered by another; all end with 0.

    On the way what a person tells stands nowhere in plain text, in PostgreSQL, Redis or the logs.
    """
    web = start("web")
    person = Citizen(web.url, SENDER, token=TOKEN)
    assert not person.say("菜单")  # kept, and nobody is there to answer
    assert figure(web, "nuanxin_inbox_waiting") == 1 and figure(web, "nuanxin_store_up") == 1
    turns, delivery = start("turns"), start("delivery")
    with person.listening() as events:
        assert events.next()["text"]
    with redis.Redis.from_url(web.settings["redis_url"]) as server, server.monitor() as monitor:
        tell(person)
        server.publish("over", "over")
        commands = list(takewhile(lambda one: "over over" not in one, (str(one) for one in monitor.listen())))
    assert any("nuanxin:signals" in one for one in commands)
    (tmp_path / "redis").write_text("\n".join(commands), encoding="utf-8")
    (tmp_path / "rows").write_bytes(plain(rows(web.settings["database_url"])))
    assert holding(tmp_path) == []  # database, Redis, the processes' logs, their home
    assert figure(web, "nuanxin_turns_total") == 0 and figure(turns, "nuanxin_turns_total") > 2
    for one in (web, turns, delivery):
        assert httpx.get(f"{one.url}/readyz", trust_env=False).json()["store"] is True
    assert httpx.get(f"{turns.url}/chat", trust_env=False).status_code == 404  # people come in at web only
    person.close()
    for one in (web, turns, delivery):
        assert one.process is not None
        one.process.send_signal(signal.SIGTERM)
    assert [one.process.wait(WITHIN) for one in (web, turns, delivery) if one.process] == [0, 0, 0]


def test_a_role_alone_on_sqlite_is_refused(make_desk: Callable[..., Desk]) -> None:
    """It would look as if it worked, and nobody would be answered; one sentence says what to set."""
    done = make_desk().run("serve", "--role", "turns")
    assert done.returncode == 1 and "NUANXIN_REDIS_URL" in done.stderr and "Traceback" not in done.stderr
