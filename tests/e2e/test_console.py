"""The console as staff have it: a real server on loopback, spoken to with forms and cookies as a browser would."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
import uvicorn
from fastapi.responses import Response
from typer.testing import CliRunner

from actions.desk.commands import Opened, OpenTicket
from actions.desk.execute import execute
from actions.desk.person import Incident, Staff
from actions.desk.ticket import Ticket
from bot.cli.app import app as command
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.console.gate import Gate
from bot.web.console.password import hashed
from bot.wiring import Desk, open_desk

PASSWORD = "correct horse battery"
HASH = hashed(PASSWORD)
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
MARK = re.compile(r'data-mark="([\d.]+)"')


async def _parts() -> dict[str, bool]:
    return {"store": True}


class House:
    """A desk with its web and its turns, in a thread; understanding is away."""

    def __init__(self, home: Path) -> None:
        self.desk: Desk = open_desk(Settings(home=home), "http://127.0.0.1:9")
        self.app = web_app(self.desk, _parts)
        self._loop, self._stop = asyncio.new_event_loop(), asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._socket = socket.create_server(("127.0.0.1", 0))
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
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _serve(self) -> None:
        config = uvicorn.Config(self.app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
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

    def change(self, what: Callable[[Any], object]) -> None:
        """Change something in the store."""
        with self.desk.store.unit() as unit:
            what(unit)
            unit.commit()


class Browser:
    """One browser: keeps cookies, sends the form's CSRF field, does not follow redirects by itself."""

    def __init__(self, house: House, language: str = "zh-CN") -> None:
        self.http = httpx.Client(base_url=house.url, timeout=20, headers={"accept-language": language}, trust_env=False)

    def login(self, username: str, typed: str = PASSWORD) -> httpx.Response:
        """Fill in the log-in form."""
        token = CSRF.findall(self.http.get("/console/login").text)[0]
        return self.http.post("/console/login", data={"csrf": token, "username": username, "password": typed})

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
def browser(house: House) -> Iterator[Callable[..., Browser]]:
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


# coming in


def test_wrong_and_unknown_look_alike(browser: Callable[..., Browser]) -> None:
    """Nobody learns from the answer who works here."""
    answers = [browser().login("li", "wrong wrong wrong"), browser().login("nobody", PASSWORD)]
    assert [a.status_code for a in answers] == [401, 401]
    shapes = {CSRF.sub("", a.text) for a in answers}
    assert len(shapes) == 1 and "用户名或密码不对" in shapes.pop()


def test_the_right_password_opens_a_session_of_its_own(browser: Callable[..., Browser]) -> None:
    """The cookie is new, no script reads it and no other site sends it."""
    one = browser()
    one.get("/console/login")
    before = one.secret
    answer = one.login("li")
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303 and before and one.secret != before
    assert "httponly" in cookie and "samesite=strict" in cookie and "secure" not in cookie
    assert "同事li" in one.get().text


def test_off_this_machine_the_cookie_is_bound_to_the_host(house: House) -> None:
    """Where others can reach the desk, only over TLS and only this host."""
    response = Response()
    Gate(house.desk.store, loopback=False).give(response, "s" * 43)
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith("__host-nuanxin_console=") and "secure" in cookie and "path=/;" in cookie


def test_guessing_is_stopped_and_told(browser: Callable[..., Browser]) -> None:
    """After five wrong ones not even the right one opens; a colleague is not kept out."""
    for _ in range(5):
        assert browser().login("li", "wrong wrong wrong").status_code == 401
    halted = browser().login("li")
    assert halted.status_code == 429 and "15 分钟" in halted.text and halted.headers["retry-after"] == "900"
    assert browser().login("wang").status_code == 303


def test_a_right_password_clears_the_count(browser: Callable[..., Browser]) -> None:
    """Who mistypes now and then is not kept out."""
    for _ in range(2):
        for _ in range(4):
            browser().login("li", "wrong wrong wrong")
        assert browser().login("li").status_code == 303


def test_a_log_in_without_the_forms_field_is_refused(browser: Callable[..., Browser]) -> None:
    """Another site cannot log anybody in."""
    one = browser()
    one.get("/console/login")
    answer = one.http.post("/console/login", data={"username": "li", "password": PASSWORD})
    assert answer.status_code == 403 and one.get().headers["location"] == "/console/login"


# deny by default


def test_without_a_session_every_address_is_closed(house: House, browser: Callable[..., Browser]) -> None:
    """Pages lead to the log-in, everything else is refused; also with a secret that is made up."""
    inside = [one for one in routes(house) if one[1] not in ("/console/login", "/console/language")]
    assert len(inside) >= 12
    for secret in ("", "A" * 43):
        one = browser()
        if secret:
            one.http.cookies.set("nuanxin_console", secret)
        for method, path in inside:
            answer = one.http.request(method, path)
            assert (answer.status_code, answer.headers.get("location")) in [(303, "/console/login"), (403, None)], path
            assert answer.status_code == (303 if method == "GET" else 403)


def test_a_form_from_elsewhere_changes_nothing(house: House, browser: Callable[..., Browser]) -> None:
    """Logged in, but without the field, or with another session's: refused on every address that takes forms."""
    ticket = house.opened()
    one, other = browser("li"), browser("wang")
    foreign = CSRF.findall(other.get().text)[0]
    for fields in ({}, {"csrf": foreign}, {"csrf": ""}):
        for method, path in routes(house):
            if method == "POST":
                answer = one.http.post(path.replace("x", ticket.number), data={**fields, "text": "x", "to": "li"})
                assert answer.status_code == 403, path
    assert house.ticket(ticket.number).version == ticket.version and one.get().status_code == 200


def test_who_only_reads_changes_nothing(house: House, browser: Callable[..., Browser]) -> None:
    """An auditor sees the request and its talk, and no step of theirs has any effect."""
    ticket, (alarm, talk) = house.opened(), house.alarm("other")
    book, number = browser("book"), ticket.number
    page = book.get(f"/console/tickets/{number}")
    assert page.status_code == 200 and "我妈想吃饭" in page.text and f"{number}/reply" not in page.text
    steps = [(f"tickets/{number}/{step}", fields) for step, fields in STEPS]
    steps += [(f"talks/{talk}/take", {}), (f"talks/{talk}/say", {"text": "x"}), (f"alarms/{alarm}/take", {})]
    for path, fields in steps:
        answer = book.post(f"/console/{path}", **fields)
        assert answer.status_code == 403 and "只能看" in answer.text, path
    assert house.ticket(number).version == ticket.version and [a.id for a in house.alarms()] == [alarm]


STEPS = (("assign", {"to": "li"}), ("reply", {"text": "好"}), ("status", {"status": "closed"}), ("note", {"text": "x"}))


def test_an_office_sees_its_own_queue_only(house: House, browser: Callable[..., Browser]) -> None:
    """Elsewhere's request and one that does not exist look alike, by address, by search and by form."""
    number = house.opened().number
    assert number in browser("office").get().text
    one = browser("elsewhere")
    assert number not in one.get().text
    pages = [one.get(f"/console/tickets/{n}") for n in (number, "NX-261122-000017")]
    assert [p.status_code for p in pages] == [404, 404] and pages[0].text == pages[1].text
    assert "没有找到" in one.get(f"/console?number={number}").text
    assert one.post(f"/console/tickets/{number}/reply", text="x").status_code == 404
    assert browser("li").get(f"/console?number={number.lower()}").headers["location"].endswith(number)


def test_a_talk_with_other_matters_is_kept_from_an_office(house: House, browser: Callable[..., Browser]) -> None:
    """Who works for one queue reads the talk only where nothing in it is another queue's."""
    number, office = house.opened().number, browser("office")
    httpx.post(f"{house.url}/webhooks/rest/webhook", json={"sender": "amah", "message": "一句别的话"}, timeout=20)
    assert "一句别的话" in office.get(f"/console/tickets/{number}").text
    elsewhere = next(s.id for s in house.desk.catalogue.services.values() if s.queue != house.queue)
    house.opened(service=elsewhere)
    page = office.get(f"/console/tickets/{number}").text
    assert "一句别的话" not in page and "不归您看" in page
    conversation = house.ticket(number).conversation
    assert office.get(f"/console/talks/{conversation}").status_code == 404
    assert browser("li").get(f"/console/talks/{conversation}").status_code == 200


def test_a_secret_name_is_kept(house: House, browser: Callable[..., Browser]) -> None:
    """Name and phone show to whoever works the request and to a supervisor, to nobody else."""
    service = next(s for s in house.desk.catalogue.services.values() if any(d.kind == "name" for d in s.details))
    named = next(d.id for d in service.details if d.kind == "name")
    number = house.opened(service=service.id, secret=True, details={named: "陈小梅", "phone": "13800001234"}).number
    path, li = f"/console/tickets/{number}", browser("li")
    assert "陈小梅" in browser("chief").get(path).text
    for one in (li, browser("book")):
        assert not re.search("陈小梅|13800001234", one.get(path).text)
    li.post(f"{path}/assign", to="li")
    assert "陈小梅" in li.get(path).text


def test_a_session_ends(house: House, browser: Callable[..., Browser]) -> None:
    """By logging out, by being idle, after twelve hours, and when somebody leaves."""
    now = datetime.now(UTC)
    one = browser("li")
    secret = one.secret
    assert one.post("/console/logout").headers["location"] == "/console/login"
    one.http.cookies.set("nuanxin_console", secret)
    assert one.get().status_code == 303
    idle = browser("li")
    house.change(lambda unit: unit.sessions.seen(idle.secret, now - timedelta(minutes=31)))
    assert idle.get().status_code == 303
    gate = Gate(house.desk.store, loopback=True, clock=lambda: now + timedelta(hours=12, minutes=1))
    long = browser("li")
    house.change(lambda unit: unit.sessions.seen(long.secret, now + timedelta(hours=12)))
    assert gate.staff(long.secret, touch=False) is None and long.get().status_code == 200
    house.change(lambda unit: unit.staff.save(Staff("li", "李", "agent", disabled=True, password_hash=HASH)))
    assert long.get().status_code == 303 and browser().login("li").status_code == 401


# working


def test_a_reply_reaches_the_persons_chat(house: House, browser: Callable[..., Browser]) -> None:
    """What staff write comes as an event to whoever asked; taking it and its status come too."""
    number = house.opened().number
    li, path = browser("li"), f"/console/tickets/{number}"
    with httpx.stream("GET", f"{house.url}/webhooks/rest/events?sender=amah", timeout=20) as stream:
        lines = stream.iter_lines()
        assert li.post(f"{path}/assign", to="li").headers["location"].endswith("told=assigned")
        assert li.post(f"{path}/reply", text="周三 11:30 送到\n请留门").headers["location"].endswith("told=replied")
        assert any("周三 11:30 送到" in line for line in lines)
    kept = house.ticket(number)
    assert kept.assignee == "li" and kept.status.value == "in_progress" and kept.first_contact_at is not None
    assert "回复发出去了" in li.get(f"{path}?told=replied").text


def test_what_cannot_be_is_told_and_nothing_typed_is_lost(house: House, browser: Callable[..., Browser]) -> None:
    """In words, in the reader's language, on the page where it was tried."""
    number = house.opened().number
    li, path = browser("li", "en"), f"/console/tickets/{number}"
    refused = li.post(f"{path}/status", status="new")
    assert refused.status_code == 409 and "cannot follow" in refused.text
    assert "does not work in this office" in li.post(f"{path}/assign", to="elsewhere").text
    assert "no colleague or office" in li.post(f"{path}/assign", to="nobody").text
    assert "Nothing is written" in li.post(f"{path}/note", text="  ").text
    li.post(f"{path}/status", status="closed")
    lost = li.post(f"{path}/reply", text="still here", do="reply")
    assert "Reopen it first" in lost.text
    assert li.post(f"{path}/status", status="in_progress").status_code == 303
    assert house.ticket(number).reopened == 1


def test_an_internal_note_stays_inside(house: House, browser: Callable[..., Browser]) -> None:
    """Colleagues read it; nothing is put for the person."""
    ticket = house.opened()
    before = len(house.desk.store.outbox.latest(ticket.conversation))
    browser("li").post(f"/console/tickets/{ticket.number}/note", text="家里有狗")
    assert "家里有狗" in browser("wang").get(f"/console/tickets/{ticket.number}").text
    assert len(house.desk.store.outbox.latest(ticket.conversation)) == before


def test_an_alarm_is_taken_once(house: House, browser: Callable[..., Browser]) -> None:
    """It stands on top for everybody; who is second is told, and everybody sees who has it."""
    alarm, talk = house.alarm()
    li, wang = browser("li"), browser("wang")
    assert "轻生或自伤" in wang.get().text and wang.get().text.count(f"/console/alarms/{alarm}/take") == 1
    assert li.post(f"/console/alarms/{alarm}/take").headers["location"].startswith(f"/console/talks/{talk}")
    second = wang.post(f"/console/alarms/{alarm}/take")
    assert second.status_code == 409 and "同事已经接手" in second.text
    assert house.alarms() == [] and "同事li已接手" in wang.get().text


def test_a_talk_is_held_by_one_and_given_back(house: House, browser: Callable[..., Browser]) -> None:
    """Who takes it speaks; a colleague can neither take it, nor speak in it, nor end it."""
    _, talk = house.alarm()
    li, wang, path = browser("li"), browser("wang"), f"/console/talks/{talk}"
    assert li.post(f"{path}/take").status_code == 303 and house.alarms() == []
    for step in ("take", "say", "give-back"):
        assert wang.post(f"{path}/{step}", text="x").status_code == 409, step
    with httpx.stream("GET", f"{house.url}/webhooks/rest/events?sender=amah", timeout=20) as stream:
        assert li.post(f"{path}/say", text="我在，慢慢说").status_code == 303
        assert any("我在，慢慢说" in line for line in stream.iter_lines())
    page = li.get(path).text
    assert "我不想活了" in page and "我在，慢慢说" in page and f"{path}/give-back" in page
    assert li.post(f"{path}/give-back").headers["location"].endswith("told=given_back")
    assert f"{path}/say" not in li.get(path).text


def test_an_open_page_hears_at_once_and_loses_nothing(house: House, browser: Callable[..., Browser]) -> None:
    """A change after the page was made is told, also to who was away meanwhile; reading tells nothing."""
    ticket, li = house.opened(), browser("li")
    mark = MARK.findall(li.get(f"/console/tickets/{ticket.number}").text)[0]
    assert MARK.findall(li.get(f"/console/tickets/{ticket.number}").text)[0] == mark
    browser("wang").post(f"/console/tickets/{ticket.number}/note", text="x")
    query = {"mark": mark, "talk": ticket.conversation}
    with li.http.stream("GET", "/console/events", params=query) as stream:
        lines = stream.iter_lines()
        first = next(line for line in lines if line.startswith("data: "))
        assert first != f"data: {mark}"
        started = datetime.now(UTC)
        httpx.post(f"{house.url}/webhooks/rest/webhook", json={"sender": "amah", "message": "还在吗"}, timeout=20)
        assert next(line for line in lines if line.startswith("data: ")) != first
        assert datetime.now(UTC) - started < timedelta(seconds=8)
        house.change(lambda unit: unit.sessions.end(li.secret))
        assert any(line == "event: over" for line in lines)


def test_a_page_that_renews_itself_keeps_nobody_logged_in(house: House, browser: Callable[..., Browser]) -> None:
    """Only what a person does counts against the idle time."""
    one = browser("li")
    long_ago = datetime.now(UTC) - timedelta(minutes=10)
    house.change(lambda unit: unit.sessions.seen(one.secret, long_ago))

    def seen() -> datetime:
        with house.desk.store.unit(reading=True) as unit:
            return unit.sessions.get(one.secret).seen_at  # type: ignore[union-attr]

    one.get(headers={"x-nuanxin-live": "1"})
    assert seen() == long_ago
    one.get()
    assert seen() > long_ago


def test_reading_is_noted(house: House, browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opened which request and which talk stands in the audit, and in a form without values."""
    from actions.store.audit import SqlAudit

    noted: list[tuple[str, str, str]] = []
    keep = SqlAudit.note

    def note(self: SqlAudit, **line: Any) -> None:
        noted.append((line["actor"], line["action"], line["id"]))
        keep(self, **line)

    monkeypatch.setattr(SqlAudit, "note", note)
    ticket, li = house.opened(), browser("li")
    li.get(f"/console/tickets/{ticket.number}")
    li.get(f"/console/talks/{ticket.conversation}")
    assert ("li", "read", ticket.id) in noted and ("li", "read", ticket.conversation) in noted


def test_words_are_text_and_never_page(house: House, browser: Callable[..., Browser]) -> None:
    """Whatever people write is shown as they wrote it; no script but ours is allowed."""
    number = house.opened(text="<script>alert(1)</script>").number
    page = browser("li").get(f"/console/tickets/{number}")
    assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and page.headers["cache-control"] == "no-store"


def test_the_list_is_narrowed_and_in_order(house: House, browser: Callable[..., Browser]) -> None:
    """By status, queue and whose it is; the most urgent first, each with its time left in words."""
    calm, urged = house.opened("a").number, house.opened("b").number
    house.change(lambda unit: unit.tickets.save(_urged(unit.tickets.by_number(urged))))
    li = browser("li")
    page = li.get().text
    assert page.index(urged) < page.index(calm) and re.search("还有.*(小时|天)", page)
    li.post(f"/console/tickets/{calm}/assign", to="li")
    mine = li.get("/console?mine=1").text
    assert calm in mine and urged not in mine
    assert calm not in li.get("/console?status=new").text and calm in li.get("/console?status=assigned").text
    assert urged not in li.get(f"/console?queue={house.other}").text


def _urged(ticket: Ticket) -> Ticket:
    ticket.urged = 2
    return ticket


def test_the_language_is_chosen(browser: Callable[..., Browser]) -> None:
    """By button, kept; the way back stays inside the console."""
    one = browser("li")
    assert one.post("/console/language", language="zh_Hant", back="https://elsewhere.example").headers["location"] == (
        "/console"
    )
    assert "沒有警報" in one.get().text and '<html lang="zh-Hant">' in one.get().text


def test_a_password_is_set_at_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line from standard input; too short is refused; what was logged in is logged out."""
    monkeypatch.setenv("NUANXIN_HOME", str(tmp_path))
    run = CliRunner().invoke
    assert run(command, ["staff", "add", "zhao", "--role", "agent"]).exit_code == 0
    assert "at least 10" in str(run(command, ["staff", "password", "zhao"], input="short\n").exception)
    assert run(command, ["staff", "password", "zhao"], input=f"{PASSWORD}\n").exit_code == 0
    with House(tmp_path) as house:
        one = Browser(house)
        assert one.login("zhao").status_code == 303
        run(command, ["staff", "password", "zhao"], input="another good one\n")
        assert one.get().status_code == 303 and one.login("zhao").status_code == 401
        one.http.close()
