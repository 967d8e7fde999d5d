"""The audit in the console: who reads it, what it tells and keeps to itself, and whether it holds."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from actions.store.unit_of_work import SqlUnitOfWork
from bot.sealing import Sealing
from tests.e2e.console import Browsers, House, browser

__all__ = ["browser"]

HERE = "/console/audit"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all of these."""
    with House(tmp_path_factory.mktemp("audit")) as house:
        yield house


def rows(text: str) -> list[str]:
    """The lines of the table."""
    return re.findall(r"(?s)<tr>\s*<th scope=\"row\">.*?</tr>", text)


def test_supervisors_auditors_and_administrators_read_it(house: House, browser: Browsers) -> None:
    """It stands in their menu; for others it is not there, and no way in."""
    for who in ("chief", "book", "boss"):
        one = browser(who)
        assert f'href="{HERE}"' in one.get("/console/clocks").text and one.get(HERE).status_code == 200
    for who in ("li", "office"):
        one = browser(who)
        assert f'href="{HERE}"' not in one.get("/console/clocks").text
        assert one.get(HERE).status_code == 404 and one.post(f"{HERE}/check").status_code == 404


def test_it_tells_who_read_what_and_not_what_stood_there(house: House, browser: Browsers) -> None:
    """Narrowed by colleague, action and request; numbers and field names, no name and no word; reading it is a line."""
    ticket, other = house.opened("audited"), house.opened("unread")
    browser("li").get(f"/console/tickets/{ticket.number}")
    book = browser("book")
    page = book.get(HERE, params={"number": ticket.number, "who": "li", "action": "read"}).text
    (line,) = rows(page)
    assert ticket.number in line and "同事li" in line and "查看" in line and other.number not in page
    whole = book.get(HERE).text
    assert "陈小梅" not in whole and "13800001234" not in whole and "我妈想吃饭" not in whole
    assert any("审计记录" in one and "since, until, who, action, number" in one for one in rows(whole))
    assert rows(book.get(HERE, params={"number": "NX-000000-000000"}).text) == []
    page = book.get(HERE, params={"who": "li", "kind": "ticket"}).text
    assert any(ticket.number in one for one in rows(page)) and 'value="ticket" selected' in page
    assert ticket.number not in book.get(HERE, params={"who": "li", "kind": "file"}).text
    assert f'href="/console/tickets/{ticket.number}"' in whole
    admin = browser("boss").get(HERE, params={"number": ticket.number}).text
    assert ticket.number in admin and f'href="/console/tickets/{ticket.number}"' not in admin


def test_its_pages_follow_a_cursor(house: House, browser: Browsers) -> None:
    """Each line stands on one page though new ones come; a day without lines says so; nonsense is no fault."""
    at = datetime.now(UTC) - timedelta(days=400)

    def some(unit: SqlUnitOfWork) -> None:
        for n in range(120):
            unit.audit.note(at=at, actor="wang", action="read", kind="search", id=f"line-{n}-", fields=())

    house.change(some)
    chief, seen = browser("chief"), list[str]()
    days = {"since": (at - timedelta(days=2)).date().isoformat(), "until": (at + timedelta(days=2)).date().isoformat()}
    page = chief.get(HERE, params=days).text
    while True:
        seen += re.findall(r"line-\d+-", page)
        following = re.findall(r'id="next-page" href="([^"]+)"', page)
        if not following:
            break
        page = chief.get(following[0].replace("&amp;", "&")).text
    assert seen == [f"line-{n}-" for n in reversed(range(120))]
    assert "这段时间没有" in chief.get(HERE, params={"since": "2001-01-01", "until": "2001-01-02"}).text
    for wrong in (
        {"after": "x~y"},
        {"after": "1e400~1"},
        {"after": f"1~{9:0<25}"},
        {"action": "read\0", "number": "\0"},
        {"since": "2026-13-99"},
        {"until": "0001-01-01"},
        {"who": "'"},
    ):
        assert chief.get(HERE, params=wrong).status_code == 200


def test_the_chain_is_checked_from_the_beginning(house: House, browser: Browsers) -> None:
    """What was changed behind the desk's back is told with its line; the check is noted itself."""
    home = house.desk.settings.home
    Sealing(house.desk.store, home).look()
    book = browser("book")
    assert "前后相符" in book.post(f"{HERE}/check").text
    assert len(rows(book.get(HERE, params={"action": "checked"}).text)) == 1
    (home / "audit-head").write_text("torn")
    torn = book.post(f"{HERE}/check")
    assert torn.status_code == 409 and "这个文件损坏了" in torn.text
    (home / "audit-head").unlink()
    with sqlite3.connect(home / "desk.db") as database:  # as whoever has the machine could
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit SET actor = 'wang' WHERE id = 2")
    answer = book.post(f"{HERE}/check")
    assert answer.status_code == 409 and "第 2 条记录对不上" in answer.text
