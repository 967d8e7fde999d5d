"""Accounts: a link that works once, a second factor that is shown once, an end that counts at once."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
from typer.testing import CliRunner

from actions.desk.person import HandOver
from actions.store.unit_of_work import SqlUnitOfWork
from bot.cli.app import app as command
from bot.web.console.gate import Gate
from tests.e2e.console import CSRF, PASSWORD, Browser, Browsers, House, browser

__all__ = ["browser"]

LINK = re.compile(r'value="(http://[^"]+/console/invited/[0-9a-f]{32})"')
SEED = re.compile(r"<code>([A-Z2-7 ]+)</code>")
NEW = "the kettle sings softly"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all of these."""
    with House(tmp_path_factory.mktemp("accounts")) as house:
        yield house


@pytest.fixture(autouse=True)
def everybody_as_before(house: House) -> Iterator[None]:
    """What a test did to the accounts of the house is undone."""
    before = house.staff()
    yield

    def again(unit: SqlUnitOfWork) -> None:
        for one in before:
            unit.staff.save(one)
            unit.factors.drop(one.username)

    house.change(again)


def code(seed: str, steps: int = 0) -> str:
    """What the telephone shows, now or a step of half a minute from now."""
    return pyotp.TOTP(seed).at(datetime.now(UTC) + steps * timedelta(seconds=30))


def invited(chief: Browser, username: str, role: str, *queues: str) -> str:
    """The path of the link that the administrator is shown."""
    token = CSRF.findall(chief.get().text)[0]
    form = {"csrf": token, "username": username, "name": f"新人{username}", "role": role, "queues": list(queues)}
    answer = chief.http.post("/console/accounts", data=form)
    assert answer.status_code == 200, answer.text
    return path_of(answer.text)


def path_of(text: str) -> str:
    """Of the link on a page."""
    return f"/console{LINK.findall(text)[0].partition('/console')[2]}"


def send(one: Browser, path: str, **fields: str) -> httpx.Response:
    """Fill in the page behind a link."""
    page = one.get(path)
    assert page.status_code == 200, page.text
    return one.http.post(path, data={"csrf": CSRF.findall(page.text)[0], **fields})


def bare(text: str) -> str:
    """A page without what differs for each browser."""
    return CSRF.sub("", text)


def test_an_invitation_opens_once_and_brings_the_second_factor(house: House, browser: Browsers) -> None:
    """Password and code are set together; the link is then like one that never was; a code opens once, in order."""
    path, one = invited(browser("boss"), "zhao", "agent"), browser()
    page = one.get(path)
    seed = SEED.findall(page.text)[0].replace(" ", "")
    assert "<svg" in page.text and "style=" not in page.text and page.headers["referrer-policy"] == "no-referrer"
    good = {"password": NEW, "again": NEW, "code": code(seed)}
    for wrong in ({"password": "short", "again": "short"}, {"again": "x"}, {"code": "000000"}):
        assert send(one, path, **good | wrong).status_code == 409
    assert browser().login("zhao", NEW).status_code == 401
    assert send(one, path, **good).headers["location"] == "/console"
    assert "新人zhao" in one.get().text
    gone, never = browser().get(path), browser().get(f"/console/invited/{'0' * 32}")
    assert gone.status_code == never.status_code == 404 and bare(gone.text) == bare(never.text)
    for shown, status in ((good["code"], 401), ("", 401), (code(seed, 1), 303), (code(seed, 1), 401)):
        assert browser().login("zhao", NEW, code=shown).status_code == status
    with house.desk.store.unit(reading=True) as unit:
        assert "zhao" in unit.factors.holders()


def test_outside_nobody_enters_without_a_second_factor(house: House) -> None:
    """A right password alone opens on this machine only."""
    gate = Gate(house.desk.store, demonstration=False)
    assert asyncio.run(gate.login("li", PASSWORD, plain=False)) is None
    assert asyncio.run(gate.login("li", PASSWORD, plain=True)) is not None


def test_an_end_counts_at_once(house: House, browser: Browsers) -> None:
    """Disabled: logged out, and whoever talked with them waits for a colleague; let in again; begun anew by a link."""
    boss, li = browser("boss"), browser("li")
    conversation = house.opened().conversation
    house.change(lambda unit: unit.hand_overs.save(HandOver(conversation, "held", "wanted", datetime.now(UTC), "li")))
    assert boss.post("/console/accounts/li/disable").headers["location"].endswith("told=account_disable")
    assert li.get().status_code == 303 and browser().login("li").status_code == 401
    with house.desk.store.unit(reading=True) as unit:
        waits = unit.hand_overs.of(conversation)
    assert waits is not None and (waits.state, waits.staff) == ("waiting", "")
    boss.post("/console/accounts/li/enable")
    again = browser("li")
    shown = boss.post("/console/accounts/li/reset")
    assert again.get().status_code == 303 and browser().login("li").status_code == 401
    assert send(browser(), path_of(shown.text), password=NEW, again=NEW).status_code == 303
    assert browser().login("li", NEW).status_code == 303


def test_a_changed_role_counts_from_the_next_click(house: House, browser: Browsers) -> None:
    """What was seen before is not there any more."""
    number, boss, wang = house.opened().number, browser("boss"), browser("wang")
    assert wang.get(f"/console/tickets/{number}").status_code == 200
    boss.post("/console/accounts/wang/change", name="小王", role="office", queues=house.other)
    assert wang.get(f"/console/tickets/{number}").status_code == 404 and number not in wang.get().text
    assert "小王" in wang.get().text


WRONG = (
    ({"username": "Li Li"}, "小写字母"),
    ({"username": "li"}, "已经有"),
    ({"username": "cli"}, "小写字母"),
    ({"role": "boss"}, "选一个角色"),
    ({"role": "office", "queues": ""}, "至少要选一个部门"),
    ({"queues": "nowhere"}, "没有这个部门"),
    ({"name": ""}, "请写名字"),
)


def test_what_cannot_be_is_told(house: House, browser: Browsers) -> None:
    """On the page, and nothing was kept."""
    before, boss = len(house.staff()), browser("boss")
    for fields, said in WRONG:
        answer = boss.post("/console/accounts", **{"username": "qian", "name": "钱", "role": "agent"} | fields)
        assert answer.status_code == 409 and said in html.unescape(answer.text), fields
    assert len(house.staff()) == before


def test_accounts_are_changed_by_administrators_only(house: House, browser: Browsers) -> None:
    """Not by agents, who see no list, nor by supervisors, who do; and nobody changes their own."""
    agent, chief, boss = browser("li"), browser("chief"), browser("boss")
    assert agent.get("/console/accounts").status_code == 404 == agent.get("/console/accounts/wang").status_code
    assert chief.get("/console/accounts").status_code == 200
    for who in (agent, chief, browser("book")):
        for path in ("wang/disable", "wang/reset", "wang/key", "nobody/disable", "wang/end-key"):
            assert who.post(f"/console/accounts/{path}", purpose="x").status_code in (403, 404)
        assert who.post("/console/accounts", username="zhao", name="赵", role="admin").status_code in (403, 404)
    assert boss.post("/console/accounts/boss/disable").status_code == 409
    assert not any(one.disabled for one in house.staff())


def test_a_key_is_shown_once_and_ended_here(house: House, browser: Browsers) -> None:
    """For a program's account, which cannot log in itself."""
    boss = browser("boss")
    invited(boss, "app", "partner", house.queue)
    secret = re.findall(
        r'value="([A-Za-z0-9_-]{43})"', boss.post("/console/accounts/app/key", purpose="市民程序").text
    )[0]
    asks = {"api_key": secret}
    assert boss.http.get("/open311/v2/requests.json", params=asks).status_code == 200
    page = boss.get("/console/accounts/app").text
    assert "市民程序" in page and secret not in page
    id = re.findall(r'name="key" value="(\w+)"', page)[0]
    assert boss.post("/console/accounts/li/end-key", key=id).status_code == 404
    assert boss.post("/console/accounts/app/end-key", key=id).status_code == 303
    assert boss.http.get("/open311/v2/requests.json", params=asks).status_code == 403


def test_a_minors_record_opens_once_somebody_is_named(house: House, browser: Browsers) -> None:
    """Until then it is not there, in no list, and cannot be given to them; taken back, it is gone again."""
    service = next(
        s for s in house.desk.catalogue.services.values() if s.sensitivity == "protected" and "child" in s.audience
    )
    number, chief, li = (
        house.opened(service=service.id, details={"phone": "13800001234"}).number,
        browser("chief"),
        browser("li"),
    )
    path = f"/console/tickets/{number}"
    unknown = bare(li.get("/console/tickets/NX-261122-999999").text)
    closed = li.get(path)
    assert closed.status_code == 404 and bare(closed.text) == unknown and number not in li.get().text
    refused = chief.post(f"{path}/assign", to="li")
    assert refused.status_code == 409 and "先指定" in refused.text
    assert li.get("/console/named").status_code == 404
    wrong = chief.post("/console/named", to="li", number=number, reason="", days="7")
    assert wrong.status_code == 409 and "原因" in wrong.text
    chief.post("/console/named", to="li", number=number, reason="今晚当班", days="7")
    assert li.get(path).status_code == 200 and number in li.get().text
    assert chief.post(f"{path}/assign", to="li").status_code == 303
    page = chief.get("/console/named").text
    assert "今晚当班" in page and number in page
    id = re.findall(r"/console/named/(\w+)/end", page)[0]
    assert li.post(f"/console/named/{id}/end").status_code == 404
    chief.post(f"/console/named/{id}/end")
    assert li.get(path).status_code == 404 and browser("boss").get(path).status_code == 404


def test_the_first_administrator_comes_from_the_terminal(
    house: House, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`nuanxin staff invite` prints the link; `reset` another one, at once."""
    monkeypatch.setenv("NUANXIN_HOME", str(house.desk.settings.home))
    run = CliRunner().invoke
    url = run(command, ["staff", "invite", "first", "--role", "admin", "--url", house.url]).output.strip()
    path = url.removeprefix(house.url)
    one = browser()
    assert send(one, path, password=NEW, again=NEW).status_code == 303
    assert one.get("/console/accounts").status_code == 200
    anew = run(command, ["staff", "reset", "first", "--url", house.url]).output.strip().removeprefix(house.url)
    assert one.get().status_code == 303 and one.get(anew).status_code == 200
    assert "does not work here" in str(run(command, ["staff", "reset", "nobody"]).exception)
    assert "| supervisor |" in run(command, ["staff", "roles"]).output


def test_a_supervisor_takes_what_an_agent_has(house: House, browser: Browsers) -> None:
    """A request and a talk, by buttons that agents do not see."""
    ticket, chief, wang = house.opened(), browser("chief"), browser("wang")
    path, talk = f"/console/tickets/{ticket.number}", f"/console/talks/{ticket.conversation}"
    browser("li").post(f"{path}/assign", to="li")
    house.change(
        lambda unit: unit.hand_overs.save(HandOver(ticket.conversation, "held", "wanted", datetime.now(UTC), "li"))
    )
    assert 'id="to"' not in wang.get(path).text and "take-over" not in wang.get(talk).text
    assert wang.post(f"{path}/assign", to="wang").status_code == 409
    assert wang.post(f"{talk}/take-over").status_code == 404
    assert 'id="to"' in chief.get(path).text and "take-over" in chief.get(talk).text
    chief.post(f"{path}/assign", to="chief")
    chief.post(f"{talk}/take-over")
    assert house.ticket(ticket.number).assignee == "chief"
    with house.desk.store.unit(reading=True) as unit:
        held = unit.hand_overs.of(ticket.conversation)
    assert held is not None and held.staff == "chief"


def test_one_comes_to_work_and_goes_home(house: House, browser: Browsers) -> None:
    """Told on the page, kept and noted; who takes no calls has no duty."""

    def on_duty() -> bool:
        return next(one.on_duty for one in house.staff() if one.username == "li")

    li, hint = browser("li"), "您还没上班"
    talk = HandOver(house.opened("on-duty").conversation, "held", "wanted", datetime.now(UTC), "li")
    house.change(lambda unit: unit.hand_overs.save(talk))
    assert li.post("/console/me/duty", there="0").headers["location"] == "/console?told=duty_off_talks"
    with house.desk.store.unit(reading=True) as unit:
        given_back = unit.hand_overs.of(talk.conversation)
    assert given_back is None or (given_back.state, given_back.staff) == ("waiting", "")
    assert not on_duty() and hint in li.get().text
    assert li.post("/console/me/duty", there="1").headers["location"] == "/console?told=duty_on"
    assert on_duty() and hint not in li.get().text
    with house.desk.store.unit(reading=True) as unit:
        noted = [one.action for one in unit.audit.trail("staff") if one.action.endswith("_duty")]
    assert noted == ["on_duty", "off_duty"]
    book = browser("book")
    assert "/console/me/duty" not in book.get().text and book.post("/console/me/duty", there="1").status_code == 403


def test_one_changes_ones_own_password(house: House, browser: Browsers) -> None:
    """Knowing the old one; every other log-in ends, also whoever had this very session; five guesses, then a halt."""
    here, elsewhere = browser("wang"), browser("wang")
    stolen, page = here.secret, here.get("/console/me").text
    assert "未启用" in page and "同事wang" in page and 'href="/console/me"' in here.get().text
    good = {"old": PASSWORD, "password": NEW, "again": NEW}
    for wrong, said in (
        ({"old": "not the old one"}, "现在的密码不对"),
        ({"password": "short", "again": "short"}, "至少要 10"),
        ({"again": "another one"}, "不一样"),
        ({"password": PASSWORD, "again": PASSWORD}, "换一个"),
    ):
        answer = here.post("/console/me/password", **good | wrong)
        assert answer.status_code == 409 and said in answer.text
    assert elsewhere.get().status_code == 200
    assert here.post("/console/me/password", **good).headers["location"].endswith("told=password_set")
    assert here.get("/console/me?told=password_set").status_code == 200 and here.secret != stolen
    assert elsewhere.get().status_code == 303
    assert httpx.get(f"{house.url}/console", cookies={"nuanxin_console": stolen}, trust_env=False).status_code == 303
    assert browser().login("wang").status_code == 401 and browser().login("wang", NEW).status_code == 303
    back = {"old": NEW, "password": PASSWORD, "again": PASSWORD}
    for _ in range(5):
        assert here.post("/console/me/password", **back | {"old": "a guess"}).status_code == 409
    halted = here.post("/console/me/password", **back)
    assert halted.status_code == 429 and int(halted.headers["retry-after"]) > 0
    assert browser().login("wang", NEW).status_code == 303  # the door is another matter
    with house.desk.store.unit(reading=True) as unit:
        noted = [line.action for line in unit.audit.trail("staff") if line.actor == "wang"]
    assert noted.count("password") == 1 and noted.count("password_refused") == 6
