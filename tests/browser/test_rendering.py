"""Whatever anybody wrote is text on both pages, in a real browser: nothing runs, and no element comes of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from actions.desk.say import Say
from actions.store.inbox import Letter, keep
from bot.transcript import Transcripts
from bot.web.talk import Talk
from tests.e2e.console import Browser as Staff
from tests.e2e.console import House
from tests.hostile import hostile

pytestmark = pytest.mark.browser
TOGETHER = 250  # texts on one page at most, each said by a person and by staff
SHAPE = """root => [...document.querySelectorAll(root + ' *')].map(
    e => e.tagName + ' ' + [...e.attributes].map(a => a.name).sort().join(' '))"""
HIT = "window.hit = 0; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.hit += 1; };"
ROOTS = {"chat": "#log", "talk": "#talk", "ticket": "main"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A desk with both pages."""
    with House(tmp_path) as house:
        yield house


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A supervisor's browser, in which a person's page is opened too; whatever it complains about fails the test."""
    context = browser.new_context(base_url=house.url, locale="zh-CN")
    staff = Staff(house)
    staff.login("chief")
    context.add_cookies([{"name": "nuanxin_console", "value": staff.secret, "url": house.url}])
    complaints: list[str] = []
    context.add_init_script(HIT)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    yield page
    context.close()
    staff.http.close()
    assert complaints == []


def told(house: House, texts: Sequence[str]) -> tuple[str, str, str]:
    """A talk in which a person and staff said all of that, and a request with all of it: session, talk, number."""
    store, now, session = house.desk.store, datetime.now(UTC), secrets.token_urlsafe(32)
    with store.unit() as unit:
        talk = unit.conversations.load("web", session, now=now).id
        unit.outbox.put(talk, [Say("say.words", {"words": words}) for words in texts], lane="answer")
        unit.commit()
    store.outbox.returned([row.id for row in store.outbox.latest(talk, len(texts))], now, "post")
    with store.database.write() as connection:
        for words in texts:
            letter = Letter(secrets.token_hex(8), "web", session, json.dumps({"text": words}), "zh_Hans")
            keep(connection, store.vault, letter, talk, now, now, "done")
        connection.commit()
    details = {"name": texts[-1], "phone": "13800001234"}
    opened = house.opened(session, text="\n".join(texts), details=details)
    return session, talk, opened.number


def shapes(page: Page, house: House, texts: Sequence[str]) -> dict[str, list[str]]:
    """Elements and names of attributes, in order, of the three pages that show these texts."""
    session, talk, number = told(house, texts)
    page.context.add_cookies([{"name": "nuanxin_chat", "value": session, "url": house.url}])
    paths = {"chat": "/chat", "talk": f"/console/talks/{talk}", "ticket": f"/console/tickets/{number}"}
    found = {}
    for name, path in paths.items():
        page.goto(path, wait_until="domcontentloaded")
        found[name] = page.evaluate(SHAPE, ROOTS[name])
        assert page.evaluate("window.hit") == 0, "a script ran"
        shown = visible(page.evaluate("root => document.querySelector(root).textContent", ROOTS[name]))
        times = 1 if name == "ticket" else 2
        assert all(shown.count(visible(words)) >= times for words in texts), name
    return found


def visible(text: str) -> str:
    """Without what a page may not keep: blanks, and the characters that HTML itself replaces."""
    return "".join(c for c in text if not c.isspace() and c.isprintable() and c != "\ufffd")


@pytest.mark.parametrize("count", [20, pytest.param(5000, marks=[pytest.mark.faults, pytest.mark.timeout(3600)])])
def test_both_pages_show_text(page: Page, house: House, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Chat page, talk and request have the elements that they have with plain words, and hold every word."""
    for reads in (Transcripts.read, Talk.history):  # so many on one page: the everyday page shows the latest
        monkeypatch.setattr(reads, "__defaults__", (2 * TOGETHER,))
    every, together = hostile(count), min(count, TOGETHER)
    plain = shapes(page, house, ["好"] * together)
    for start in range(0, count, together):
        some = every[start : start + together]
        assert shapes(page, house, some) == plain, some
