"""The desk as several processes on one PostgreSQL and one Redis."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import KEY
from tests.e2e.desk import NOBODY, WITHIN, Citizen, Desk
from tests.valkey import valkey

SENDER = "role-citizen"


@pytest.fixture
def start(tmp_path: Path, postgres_url: str) -> Iterator[Callable[[str], Desk]]:
    """Starts a process of a role; all of one test share database, Redis and home."""
    made: list[Desk] = []
    home = tmp_path / "home"
    home.mkdir()

    def begin(role: str) -> Desk:
        one = Desk(home, nlu_url=NOBODY, database_url=postgres_url, redis_url=redis, encryption_keys=KEY, log="json")
        made.append(one)
        return one.start("serve", "--role", role)

    with valkey() as redis:
        yield begin
        for one in made:
            one.stop()


def figure(desk: Desk, name: str) -> float:
    """A figure of a process, summed over its labels."""
    text = httpx.get(f"{desk.url}/metrics", trust_env=False).text
    return sum(float(value) for value in re.findall(rf"(?m)^{name}(?:{{.*}})? (\S+)$", text))


def test_roles_share_the_work_and_stop_gracefully(start: Callable[[str], Desk]) -> None:
    """What waits while no turns run is not lost; a post to one process is answered by another; all end with 0."""
    web = start("web")
    person = Citizen(web.url, SENDER)
    assert not person.say("菜单")  # kept, and nobody is there to answer
    assert figure(web, "nuanxin_inbox_waiting") == 1 and figure(web, "nuanxin_store_up") == 1
    turns, delivery = start("turns"), start("delivery")
    with person.listening() as events:
        assert events.next()["text"]
    assert person.say("你好")
    assert (figure(web, "nuanxin_turns_total"), figure(turns, "nuanxin_turns_total")) == (0, 2)
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
