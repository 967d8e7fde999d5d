"""The console's door: who comes in, who sees what, and that a form from elsewhere does nothing."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import Request
from fastapi.responses import Response
from typer.testing import CliRunner

from actions.desk.person import Staff
from actions.desk.ticket import Attachment
from bot.cli.app import app as command
from bot.web.console.gate import Gate
from tests.e2e.console import CSRF, HASH, PASSWORD, Browser, Browsers, House, browser, house, routes

__all__ = ["browser", "house"]

# coming in


def test_wrong_and_unknown_look_alike(browser: Browsers) -> None:
    """Nobody learns from the answer who works here."""
    answers = [browser().login("li", "wrong wrong wrong"), browser().login("nobody", PASSWORD)]
    assert [a.status_code for a in answers] == [401, 401]
    shapes = {CSRF.sub("", a.text) for a in answers}
    assert len(shapes) == 1 and "用户名或密码不对" in shapes.pop()


def test_the_right_password_opens_a_session_of_its_own(browser: Browsers) -> None:
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
    for demonstration, scheme in (
        (False, "http"),
        (False, "https"),
        (True, "https"),
    ):  # the last: a proxy stands before us
        scope = {"type": "http", "scheme": scheme, "headers": [], "server": ("desk", 80), "path": "/"}
        request, response = Request(scope), Response()
        Gate(house.desk.store, demonstration=demonstration).give(request, response, "s" * 43)
        cookie = response.headers["set-cookie"].lower()
        assert cookie.startswith("__host-nuanxin_console=") and "secure" in cookie and "path=/;" in cookie


def test_guessing_is_stopped_and_told(browser: Browsers) -> None:
    """After five wrong ones not even the right one opens; a colleague is not kept out."""
    for _ in range(5):
        assert browser().login("li", "wrong wrong wrong").status_code == 401
    halted = browser().login("li")
    assert halted.status_code == 429 and "15 分钟" in halted.text and halted.headers["retry-after"] == "900"
    assert browser().login("wang").status_code == 303


def test_a_right_password_clears_the_count(browser: Browsers) -> None:
    """Who mistypes now and then is not kept out."""
    for _ in range(2):
        for _ in range(4):
            browser().login("li", "wrong wrong wrong")
        assert browser().login("li").status_code == 303


def test_a_log_in_without_the_forms_field_is_refused(browser: Browsers) -> None:
    """Another site cannot log anybody in."""
    one = browser()
    one.get("/console/login")
    answer = one.http.post("/console/login", data={"username": "li", "password": PASSWORD})
    assert answer.status_code == 403 and one.get().headers["location"] == "/console/login"


def test_who_logs_in_anew_is_where_they_were(house: House, browser: Browsers) -> None:
    """A page that was asked for comes after the log-in, also after a wrong password; an address of others never."""
    path, one = f"/console/tickets/{house.opened().number}?told=noted", browser()
    asked = one.get(path, headers={"sec-fetch-dest": "document"}).headers["location"]
    assert one.get("/console/events", headers={"sec-fetch-dest": "empty"}).headers["location"] == "/console/login"
    page = one.get(asked).text
    assert html.escape(path) in page
    assert html.escape(path) in one.login("li", "wrong wrong wrong", to=path).text
    assert one.login("li", to=path).headers["location"] == path
    for elsewhere in ("https://evil.example/", "//evil.example", "/console\\evil", ""):
        assert browser().login("li", to=elsewhere).headers["location"] == "/console"


def test_who_sees_no_request_is_told_so(house: House, browser: Browsers) -> None:
    """An administrator reads that people are not theirs to see, not that nobody waits, and is led on."""
    house.alarm()
    page = browser("boss").get().text
    assert "您负责的在这里" in page and "没有警报" not in page and 'href="/console/accounts"' in page
    assert 'href="/console/clocks"' not in page and "您负责的在这里" not in browser("li").get().text


# deny by default


def test_without_a_session_every_address_is_closed(house: House, browser: Browsers) -> None:
    """Pages lead to the log-in, everything else is refused; also with a secret that is made up."""
    outside = ("/console/login", "/console/language", "/console/invited")
    inside = [one for one in routes(house) if not one[1].startswith(outside)]
    assert len(inside) >= 12
    for secret in ("", "A" * 43):
        one = browser()
        if secret:
            one.http.cookies.set("nuanxin_console", secret)
        for method, path in inside:
            answer = one.http.request(method, path)
            assert (answer.status_code, answer.headers.get("location")) in [(303, "/console/login"), (403, None)], path
            assert answer.status_code == (303 if method == "GET" else 403)


def test_a_form_from_elsewhere_changes_nothing(house: House, browser: Browsers) -> None:
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


def test_who_only_reads_changes_nothing(house: House, browser: Browsers) -> None:
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


def test_an_office_sees_its_own_queue_only(house: House, browser: Browsers) -> None:
    """Elsewhere's request and one that does not exist look alike, by address, by search and by form."""
    number = house.opened().number
    assert number in browser("office").get().text
    one = browser("elsewhere")
    assert number not in one.get().text
    pages = [one.get(f"/console/tickets/{n}") for n in (number, "NX-261122-000017")]
    assert [p.status_code for p in pages] == [404, 404] and pages[0].text == pages[1].text
    assert "没有找到" in one.post("/console/search", q=number).text
    assert one.post(f"/console/tickets/{number}/reply", text="x").status_code == 404
    assert browser("li").post("/console/search", q=number.lower()).headers["location"].endswith(number)


def test_a_talk_with_other_matters_is_kept_from_an_office(house: House, browser: Browsers) -> None:
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


def test_a_secret_name_is_kept(house: House, browser: Browsers) -> None:
    """Name, phone, words and files show to whoever works the request and to a supervisor, to nobody else."""
    service = next(s for s in house.desk.catalogue.services.values() if any(d.kind == "name" for d in s.details))
    named = next(d.id for d in service.details if d.kind == "name")
    number = house.opened(
        service=service.id,
        secret=True,
        details={named: "陈小梅", "phone": "13800001234"},
        text="我是东门的陈小梅",
        attachments=(Attachment("link", "https://example.org/陈小梅"), Attachment("location", lat=22.54, lon=114.06)),
    ).number
    path, li = f"/console/tickets/{number}", browser("li")
    assert "陈小梅" in browser("chief").get(path).text
    gone = house.opened(secret=True, details={"no_longer_known": "陈小梅"}).number
    assert "陈小梅" not in li.get(f"/console/tickets/{gone}").text
    browser("chief").post(f"{path}/reply", text="陈小梅您好")
    for one in (li, browser("book")):
        page = one.get(path).text
        assert "按本人要求保密" in page and not re.search("陈小梅|13800001234|114.06", page)
    li.post(f"{path}/assign", to="li")
    page = li.get(path).text
    assert all(words in page for words in ("我是东门的陈小梅", "陈小梅您好", "example.org/陈小梅", "114.06"))


def test_a_session_ends(house: House, browser: Browsers) -> None:
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
    gate = Gate(house.desk.store, demonstration=True, clock=lambda: now + timedelta(hours=12, minutes=1))
    long = browser("li")
    house.change(lambda unit: unit.sessions.seen(long.secret, now + timedelta(hours=12)))
    assert gate.staff(long.secret, touch=False) is None and long.get().status_code == 200
    here = Gate(house.desk.store, demonstration=True)
    assert gate.look(long.secret) is None and here.look(long.secret) is not None and here.look(idle.secret) is None
    house.change(lambda unit: unit.staff.save(Staff("li", "李", "agent", disabled=True, password_hash=HASH)))
    assert long.get().status_code == 303 and browser().login("li").status_code == 401
    assert here.look(long.secret) is None


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
