"""Webhooks: each step of a request is told once, signed, without a word of anybody's, until it is taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import aiohttp
import httpx
import pytest
from pydantic import ValidationError

from actions.desk import staff_work
from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.person import Staff
from actions.desk.results import Opened
from actions.store import Store
from bot.settings import Settings
from bot.web.open311.caller import SIGNATURE, WAITS, Caller
from tests.conftest import NOW
from tests.e2e.desk import Desk
from tests.eventually import WITHIN, eventually
from tests.known import known
from tests.ports import NOBODY

SECRET = "a secret of our own"
NAME, PHONE, WORDS = "陈小梅", "13800001234", "我妈一个人在家"
CATALOGUE = known()
SERVICE = next(iter(CATALOGUE.services))


class Listener:
    """The other program: writes down what it is told, and answers with `status`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook/"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                listener.calls.append((self.path, dict(self.headers), body))
                self.send_response(listener.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                return

        return Handler

    @property
    def told(self) -> list[dict[str, str]]:
        """What was said, in the order it came."""
        return [json.loads(body) for _, _, body in self.calls]

    def close(self) -> None:
        """Hang up."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """One that takes everything."""
    found = Listener()
    yield found
    found.close()


@pytest.fixture
def store(sqlite_url: str, make_store: Callable[[str], Store]) -> Store:
    """A store whose requests are told of."""
    found = make_store(sqlite_url)
    found.told = True
    with found.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent"))
        unit.commit()
    return found


def opened(store: Store) -> str:
    """A request full of what nobody else may know."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "amah", now=NOW)
        command = OpenTicket(SERVICE, {"name": NAME, "phone": PHONE}, WORDS)
        result = execute(
            command, uow=unit, person=loaded.person, conversation_id=loaded.id, catalogue=CATALOGUE, now=NOW
        )
        assert isinstance(result, Opened)
        unit.commit()
    return result.ticket.number


def call(store: Store, url: str, at: datetime) -> None:
    """Make what waits at that moment."""

    async def look() -> None:
        async with aiohttp.ClientSession() as http:
            caller = Caller(store, CATALOGUE, Settings(webhook_url=url, webhook_secret=SECRET), lambda: at)
            await caller.look(http)

    asyncio.run(look())


def test_each_step_is_told_once_and_signed(store: Store, listener: Listener) -> None:
    """Number, service, status and times; who wrote and what was said is not in it."""
    number = opened(store)
    with store.unit() as unit:
        staff_work.reply(unit, "li", number, WORDS, catalogue=CATALOGUE, now=NOW)
        staff_work.set_status(unit, "li", number, "closed", catalogue=CATALOGUE, now=NOW)
        unit.commit()
    call(store, listener.url, NOW)
    call(store, listener.url, NOW + timedelta(days=1))
    told = {one["id"]: one for one in listener.told}
    assert len(listener.calls) == len(told) == 4
    assert [told[f"{number}.{place}"]["event"] for place in range(4)] == ["opened", "status", "reply", "status"]
    assert [told[f"{number}.{place}"]["status"] for place in range(4)] == ["open", "open", "open", "closed"]
    for path, headers, body in listener.calls:
        at, _, signed = headers[SIGNATURE].removeprefix("t=").partition(",v1=")
        assert path == "/hook/" and int(at) == int(NOW.timestamp())
        assert signed == hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        for personal in (NAME, PHONE, WORDS, "amah"):
            assert personal.encode() not in body and json.dumps(personal).strip('"').encode() not in body


def test_what_is_refused_comes_again_and_in_the_end_no_more(store: Store, listener: Listener) -> None:
    """Later each time; given up after the last, and staff's log says so."""
    opened(store)
    listener.status, at = 500, NOW
    for wait in WAITS:
        call(store, listener.url, at)
        assert store.calls.next_ready() == at + timedelta(seconds=wait)
        call(store, listener.url, at + timedelta(seconds=wait - 1))
        at += timedelta(seconds=wait)
    assert len(listener.calls) == len(WAITS)
    call(store, listener.url, at)
    assert store.calls.next_ready() is None and len(listener.calls) == len(WAITS) + 1
    with store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT state, error FROM calls").all() == [("failed", "status 500")]


def test_one_that_nobody_answers_is_tried_again(store: Store, listener: Listener) -> None:
    """Nobody listens there: no other line of history is lost by it."""
    opened(store)
    url, listener.status = listener.url, 200
    call(store, NOBODY, NOW)
    assert listener.calls == []
    call(store, url, NOW + timedelta(seconds=WAITS[0]))
    assert len(listener.calls) == 1 and store.calls.next_ready() is None


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_is_led_elsewhere(store: Store, listener: Listener, status: int) -> None:
    """Only the address that the operator set is called: a redirect is a refusal."""
    opened(store)
    listener.status = status
    call(store, listener.url, NOW)
    assert [path for path, _, _ in listener.calls] == ["/hook/"] and store.calls.next_ready() is not None


def test_a_request_that_is_gone_is_told_no_more(store: Store, listener: Listener) -> None:
    """Nothing waits for ever."""
    opened(store)
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE calls SET ticket = 'gone'")
        connection.commit()
    call(store, listener.url, NOW)
    assert listener.calls == [] and store.calls.next_ready() is None


@pytest.mark.parametrize(
    "settings",
    [{"webhook_url": "ftp://x"}, {"webhook_url": "https://x"}, {"webhook_url": "https://x", "webhook_secret": "short"}],
)
def test_a_webhook_without_a_secret_is_no_setting(settings: dict[str, Any]) -> None:
    """Nobody could tell our calls from another's."""
    with pytest.raises(ValidationError):
        Settings(**settings)


def test_the_running_desk_tells_what_staff_do_at_a_terminal(listener: Listener, make_desk: Callable[..., Desk]) -> None:
    """A program opens a request, staff answer from another process: both are told."""
    desk = make_desk(webhook_url=listener.url, webhook_secret=SECRET).start()
    secret = desk.nuanxin("staff", "key", "add", "demo", "--for", "test").split()[-1]
    service = next(s for s in CATALOGUE.services.values() if s.public)
    words = "深圳市福田区翠竹路12号小区里的单杠断了，孩子老去吊，很危险"
    form = {"api_key": secret, "service_code": service.id, "description": words}
    answer = httpx.post(f"{desk.url}/open311/v2/requests.json", data=form, trust_env=False, timeout=WITHIN)
    number = answer.json()[0]["service_request_id"]
    desk.nuanxin("tickets", "reply", number, "明天来修", "--as", "demo")
    eventually(lambda: len(listener.calls) >= 3)
    assert {one["event"] for one in listener.told} == {"opened", "status", "reply"}
    assert {one["service_request_id"] for one in listener.told} == {number}
