"""A desk with its console on loopback, and browsers that fill in its forms."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher

from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.person import Incident, Staff
from actions.desk.results import Opened
from actions.desk.ticket import Ticket
from actions.store.unit_of_work import SqlUnitOfWork
from bot.serve import listen
from bot.settings import Settings
from bot.web.app import web_app
from bot.wiring import Desk, open_desk
from tests.known import known
from tests.ports import NOBODY
from tests.tables import put_tables

PASSWORD = "correct horse battery"
# as real as any; what makes guessing slow would take a minute of processor from all log-ins here
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')

type Browsers = Callable[..., Browser]


async def _parts() -> dict[str, bool]:
    return {"store": True}


async def _end_all() -> None:
    """Open event streams leave a watcher each."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


class House:
    """A desk with its web and its turns, in a thread; understanding is away."""

    def __init__(self, home: Path) -> None:
        put_tables(home / "desk.db")
        self.desk: Desk = open_desk(Settings(home=home), known(), NOBODY, demonstration=True)
        self.app = web_app(self.desk, _parts)
        self._loop, self._stop = asyncio.new_event_loop(), asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        queues = list(self.desk.catalogue.place.queues)
        ordinary = [s for s in self.desk.catalogue.services.values() if s.sensitivity == "ordinary"]
        self.service = ordinary[0]
        self.queue, self.other = self.service.queue, next(q for q in queues if q != self.service.queue)
        with self.desk.store.unit() as unit:
            for name, role, mine in (
                ("li", "agent", ()),
                ("wang", "agent", ()),
                ("book", "auditor", ()),
                ("chief", "supervisor", ()),
                ("boss", "admin", ()),
                ("office", "office", (self.queue,)),
                ("elsewhere", "office", (self.other,)),
            ):
                unit.staff.save(Staff(name, f"同事{name}", role, mine, on_duty=True, password_hash=HASH))
            unit.commit()

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._stop.set)
        for _second in range(20):  # a second each: whoever is stopped for a while loses one of them, not all
            self._thread.join(1)
            if not self._thread.is_alive():
                return
        raise AssertionError(f"it does not end: {asyncio.all_tasks(self._loop)}")

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.run_until_complete(_end_all())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _serve(self) -> None:
        config = uvicorn.Config(self.app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as group:
            group.create_task(self.desk.turns.work(1, self._stop))
            web = group.create_task(server.serve(sockets=[self._socket]))
            await self._stop.wait()
            server.should_exit = True
            await web
        await self.desk.close()

    def opened(self, sender: str = "amah", **more: Any) -> Ticket:
        """A request of a citizen on the REST channel."""
        service = more.pop("service", self.service.id)
        details = more.pop("details", {"name": "陈小梅", "phone": "13800001234"})
        with self.desk.store.unit() as unit:
            loaded = unit.conversations.load("rest", sender, now=datetime.now(UTC))
            result = execute(
                OpenTicket(service, details, more.pop("text", "我妈想吃饭"), **more),
                uow=unit,
                person=loaded.person,
                conversation_id=loaded.id,
                catalogue=self.desk.catalogue,
                now=datetime.now(UTC),
            )
            assert isinstance(result, Opened)
            unit.commit()
        return self.ticket(result.ticket.number)

    def ticket(self, number: str) -> Ticket:
        """The request as it is kept."""
        with self.desk.store.unit(reading=True) as unit:
            found = unit.tickets.by_number(number)
        assert found is not None
        return found

    def alarm(self, sender: str = "amah") -> tuple[str, str]:
        """An alarm in somebody's talk, raised as people raise one; its id and its conversation."""
        httpx.post(f"{self.url}/webhooks/rest/webhook", json={"sender": sender, "message": "我不想活了"}, timeout=20)
        (found,) = self.alarms()
        return found.id, found.conversation

    def alarms(self) -> list[Incident]:
        """Those that nobody has taken."""
        with self.desk.store.unit(reading=True) as unit:
            return list(unit.incidents.open())

    def staff(self) -> list[Staff]:
        """Who works here."""
        with self.desk.store.unit(reading=True) as unit:
            return list(unit.staff.all())

    def change(self, what: Callable[[SqlUnitOfWork], object]) -> None:
        """Change something in the store."""
        with self.desk.store.unit() as unit:
            what(unit)
            unit.commit()


class Browser:
    """One browser: keeps cookies, sends the form's CSRF field, does not follow redirects by itself."""

    def __init__(self, house: House, language: str = "zh-CN") -> None:
        self.http = httpx.Client(base_url=house.url, timeout=20, headers={"accept-language": language}, trust_env=False)

    def login(self, username: str, typed: str = PASSWORD, **more: str) -> httpx.Response:
        """Fill in the log-in form."""
        token = CSRF.findall(self.http.get("/console/login").text)[0]
        return self.http.post("/console/login", data={"csrf": token, "username": username, "password": typed, **more})

    def get(self, path: str = "/console", **more: Any) -> httpx.Response:
        """Open a page."""
        return self.http.get(path, **more)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of our own page."""
        token = CSRF.findall(self.http.get("/console").text)[0]
        return self.http.post(path, data={"csrf": token, **fields})

    @property
    def secret(self) -> str:
        """The session's cookie."""
        return self.http.cookies.get("nuanxin_console") or ""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A fresh one."""
    with House(tmp_path) as house:
        yield house


@pytest.fixture
def browser(house: House) -> Iterator[Browsers]:
    """Opens browsers; with a user name they are logged in."""
    opened: list[Browser] = []

    def make(username: str = "", language: str = "zh-CN") -> Browser:
        opened.append(Browser(house, language))
        if username:
            assert opened[-1].login(username).headers["location"] == "/console"
        return opened[-1]

    yield make
    for one in opened:
        one.http.close()


def routes(house: House) -> list[tuple[str, str]]:
    """Every address of the console with its method; a new one is found by itself."""
    paths = {path: steps for path, steps in house.app.openapi()["paths"].items() if path.startswith("/console")}
    return [(method.upper(), re.sub(r"{\w+}", "x", path)) for path, steps in paths.items() for method in steps]
