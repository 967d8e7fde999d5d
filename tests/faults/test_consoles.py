"""Many consoles are open while people write: no line is missed, though each loses its connection again and again."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from actions.desk.person import HandOver, Staff
from actions.store.sessions import Session
from bot.web.console.gate import LIVE
from tests.faults.conftest import Tell
from tests.faults.stage import Stage, listens
from tests.ports import free_port

MARK = re.compile(r'data-mark="([^"]*)"')
WRITTEN = re.compile(r"第(\d+)句")
SETTLED_S = 20.0  # seconds within which the last line is in every console, on a busy machine
DAY = timedelta(days=1)


class Console:
    """A page on one talk, kept up to date as its script does; its line is cut after each event, `drops` times."""

    def __init__(self, http: httpx.AsyncClient, talk: str, drops: int) -> None:
        self._http, self._talk, self._drops = http, talk, drops
        self.seen: set[str] = set()
        self.dropped = 0
        self.mark = ""
        self.fetched = asyncio.Event()

    async def read(self) -> None:
        """Fetch the page."""
        page = await self._http.get(f"/console/talks/{self._talk}", headers={LIVE: "1"})
        assert page.status_code == httpx.codes.OK, page.text
        self.mark = self.mark or MARK.findall(page.text)[0]
        self.seen |= set(WRITTEN.findall(page.text))
        self.fetched.set()

    async def shows(self, lines: int) -> None:
        """Wait until it shows so many."""
        while len(self.seen) < lines:
            self.fetched.clear()
            await self.fetched.wait()

    async def follow(self) -> None:
        """Hear of changes, until cancelled."""
        last = ""
        while True:
            headers = {"last-event-id": last} if last else {}
            params = {"mark": self.mark, "talk": self._talk}
            async with self._http.stream("GET", "/console/events", headers=headers, params=params) as events:
                last = await self._hear(events, last)
            await asyncio.sleep(secrets.randbelow(300) / 1000)  # others write meanwhile

    async def _hear(self, events: httpx.Response, last: str) -> str:
        async for line in events.aiter_lines():
            if line.startswith("id: "):
                last = line[4:]
                await self.read()
                if self.dropped < self._drops:
                    self.dropped += 1
                    return last
        return last


def opened(stage: Stage, talks: int) -> tuple[list[str], str]:
    """Talks that a member of staff has, so that the assistant is silent; and the secret of their session."""
    now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
    with stage.store.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent", on_duty=True))
        ids = [unit.conversations.load("rest", f"person-{n}", now=now).id for n in range(talks)]
        for id in ids:
            unit.hand_overs.save(HandOver(id, "held", "wanted", now, "li"))
        unit.sessions.add(secret, Session("li", now, now, now + DAY), idle_since=now - DAY)
        unit.commit()
    return ids, secret


async def write(url: str, talk: int, numbers: range, pause: float) -> None:
    """One person, one line after the other."""
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:
        for number in numbers:
            began = time.monotonic()
            message = {"sender": f"person-{talk}", "message": f"第{number}句"}
            assert (await http.post("/webhooks/rest/webhook", json=message)).status_code == httpx.codes.OK
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - began)))


@dataclass(frozen=True)
class Play:
    """So many consoles on so many talks, in which so many lines are written, so many a second."""

    consoles: int
    talks: int
    lines: int
    rate: float
    drops: int

    def wanted(self, talk: int) -> range:
        """The numbers of a talk's lines."""
        each = self.lines // self.talks
        return range(talk * each, (talk + 1) * each)


async def played(url: str, ids: list[str], secret: str, play: Play) -> list[Console]:
    """All of it, until every console shows all or time is over."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, limits=limits) as http:
        http.cookies.set("nuanxin_console", secret)
        readers = [Console(http, ids[n % play.talks], play.drops) for n in range(play.consoles)]
        await asyncio.gather(*(reader.read() for reader in readers))
        following = [asyncio.create_task(reader.follow()) for reader in readers]
        pause = play.talks / play.rate
        await asyncio.gather(*(write(url, n, play.wanted(n), pause) for n in range(play.talks)))
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLED_S):
                await asyncio.gather(*(reader.shows(len(play.wanted(0))) for reader in readers))
        for task in following:
            task.cancel()
        ended = await asyncio.gather(*following, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) for one in ended), ended
    return readers


def missed(readers: list[Console], play: Play) -> int:
    """How many lines do not stand where they should."""
    return sum(len({str(n) for n in play.wanted(n % play.talks)} - one.seen) for n, one in enumerate(readers))


def served(stage: Stage, play: Play) -> list[Console]:
    """On a desk of its own."""
    port = free_port()
    ids, secret = opened(stage, play.talks)
    stage.start(port=port)
    url = f"http://127.0.0.1:{port}"
    listens(url)
    return asyncio.run(played(url, ids, secret, play))


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(Play(6, 2, 24, rate=12.0, drops=10), id="6"),
        pytest.param(
            Play(50, 10, 1000, rate=20.0, drops=10), id="50", marks=[pytest.mark.faults, pytest.mark.timeout(600)]
        ),
    ],
)
def test_open_consoles_miss_nothing(stage: Stage, tell: Tell, play: Play) -> None:
    """What was written while a console's line was down is told when it is back, by the mark that it saw last."""
    readers = served(stage, play)
    dropped = [reader.dropped for reader in readers]
    tell(
        "open consoles miss nothing",
        len(readers),
        f"{missed(readers, play)} missed, cut off {min(dropped)} times or more",
    )
    assert missed(readers, play) == 0
    assert min(dropped) >= 1


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_consoles_that_begin_anew_miss_lines(stage: Stage, tell: Tell) -> None:
    """The same where a line that is back hears only of what comes from then on."""
    stage.guards = ("resync",)
    play = Play(20, 2, 60, rate=6.0, drops=1000)
    lost = missed(served(stage, play), play)
    tell("mutation: resync", play.consoles, f"seen: {lost} missed")
    assert lost > 0
