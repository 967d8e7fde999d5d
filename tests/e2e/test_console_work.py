"""Working in the console: every step reaches the person and the colleagues, and what cannot be is told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from actions.store.unit_of_work import SqlUnitOfWork
from tests.e2e.console import Browsers, House, browser, house

__all__ = ["browser", "house"]
MARK = re.compile(r'data-mark="([\d.]+)"')
TOLD = re.compile(r"data: [\d.]+")  # a mark that an open page is told


def test_a_reply_reaches_the_persons_chat(house: House, browser: Browsers) -> None:
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


def test_what_cannot_be_is_told_and_nothing_typed_is_lost(house: House, browser: Browsers) -> None:
    """In words, in the reader's language, on the page where it was tried."""
    number = house.opened().number
    li, path = browser("li", "en"), f"/console/tickets/{number}"
    refused = li.post(f"{path}/status", status="new")
    assert refused.status_code == 409 and "cannot follow" in refused.text
    assert "does not work in this office" in li.post(f"{path}/assign", to="elsewhere").text
    assert "no colleague or office" in li.post(f"{path}/assign", to="nobody").text
    assert "Nothing is written" in li.post(f"{path}/note", text="  ").text
    asked = li.post(f"{path}/status", status="closed", do="status")
    assert asked.status_code == 409 and "was not told yet" in asked.text
    assert 'value="closed" selected' in asked.text
    li.post(f"{path}/status", status="closed", result="Two meals a day from Monday")
    talk = house.ticket(number).conversation
    assert "Two meals a day" in str(house.desk.store.outbox.latest(talk)[-1].say.params["text"])
    lost = li.post(f"{path}/reply", text="still here", do="reply")
    assert "Reopen it first" in lost.text
    assert li.post(f"{path}/status", status="in_progress").status_code == 303
    assert house.ticket(number).reopened == 1


def test_an_internal_note_stays_inside(house: House, browser: Browsers) -> None:
    """Colleagues read it; nothing is put for the person."""
    ticket = house.opened()
    before = len(house.desk.store.outbox.latest(ticket.conversation))
    browser("li").post(f"/console/tickets/{ticket.number}/note", text="家里有狗")
    assert "家里有狗" in browser("wang").get(f"/console/tickets/{ticket.number}").text
    assert len(house.desk.store.outbox.latest(ticket.conversation)) == before


def test_an_alarm_is_taken_once(house: House, browser: Browsers) -> None:
    """It stands on top for everybody; who is second is told, and everybody sees who has it."""
    alarm, talk = house.alarm()
    li, wang = browser("li"), browser("wang")
    assert "轻生或自伤" in wang.get().text and wang.get().text.count(f"/console/alarms/{alarm}/take") == 1
    assert li.post(f"/console/alarms/{alarm}/take").headers["location"].startswith(f"/console/talks/{talk}")
    second = wang.post(f"/console/alarms/{alarm}/take")
    assert second.status_code == 409 and "同事已经接手" in second.text
    assert house.alarms() == [] and "同事li已接手" in wang.get().text


def test_a_talk_is_held_by_one_and_given_back(house: House, browser: Browsers) -> None:
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
    assert li.post(f"{path}/give-back").status_code == 409  # after an alarm what was agreed is written down
    agreed = "妈妈在身边，明天一早再联系"
    assert li.post(f"{path}/give-back", text=agreed).headers["location"].endswith("told=given_back")
    page = li.get(path).text
    assert f"{path}/say" not in page and agreed in page
    house.alarm()
    board = wang.get().text  # the next alarm's row tells what was agreed after the last one
    assert f"谈妥：{agreed}" in board and f"谈妥：{agreed}" not in browser("boss").get().text


def test_what_was_misunderstood_is_corrected_on_its_page(house: House, browser: Browsers) -> None:
    """The example is kept without names and places; what cannot be learnt is said in words."""
    ticket, li = house.opened(), browser("li")
    path = f"/console/tickets/{ticket.number}"
    assert 'name="meant"' in li.get(path).text
    assert li.post(f"{path}/wrong", meant="visit_request").headers["location"].endswith("told=taught")
    assert "记下了，谢谢" in li.get(f"{path}?told=taught").text
    with house.desk.store.unit(reading=True) as unit:
        assert [(one.ticket, one.meant) for one in unit.lessons.all()] == [(ticket.id, "visit_request")]
    assert "没有这项服务" in li.post(f"{path}/wrong", meant="nothing").text


def test_an_open_page_hears_at_once_and_loses_nothing(
    house: House, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change after the page was made is told, also to who was away meanwhile; reading tells nothing."""

    def say(words: str) -> None:
        httpx.post(f"{house.url}/webhooks/rest/webhook", json={"sender": "amah", "message": words}, timeout=20)

    ticket, li = house.opened(), browser("li")
    mark = MARK.findall(li.get(f"/console/tickets/{ticket.number}").text)[0]
    assert MARK.findall(li.get(f"/console/tickets/{ticket.number}").text)[0] == mark
    browser("wang").post(f"/console/tickets/{ticket.number}/note", text="x")
    query = {"mark": mark, "talk": ticket.conversation}
    with li.http.stream("GET", "/console/events", params=query) as stream:
        lines = stream.iter_lines()
        marks = (line for line in lines if TOLD.fullmatch(line))
        first = next(marks)
        assert first != f"data: {mark}"
        monkeypatch.setattr("bot.web.console.routes.LOOK", 3600)  # from now on only whoever is told hears
        say("还在吗")
        assert next(marks) != first
        house.change(lambda unit: unit.sessions.end(li.secret))
        say("那我先走了")
        assert any(line == "event: over" for line in lines)


def test_a_page_that_renews_itself_keeps_nobody_logged_in(house: House, browser: Browsers) -> None:
    """Only what a person does counts against the idle time."""
    one = browser("li")
    long_ago = datetime.now(UTC) - timedelta(minutes=10)
    house.change(lambda unit: unit.sessions.seen(one.secret, long_ago))

    def seen() -> datetime:
        with house.desk.store.unit(reading=True) as unit:
            session = unit.sessions.get(one.secret)
        assert session is not None
        return session.seen_at

    one.get(headers={"x-nuanxin-live": "1"})
    assert seen() == long_ago
    one.get()
    assert seen() > long_ago


def test_reading_is_noted(house: House, browser: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_words_are_text_and_never_page(house: House, browser: Browsers) -> None:
    """Whatever people write is shown as they wrote it; no script but ours is allowed."""
    number = house.opened(text="<script>alert(1)</script>").number
    page = browser("li").get(f"/console/tickets/{number}")
    assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and page.headers["cache-control"] == "no-store"


def test_the_list_is_narrowed_and_in_order(house: House, browser: Browsers) -> None:
    """By status, queue and whose it is; the most urgent first, each with its time left in words."""
    calm, urged = house.opened("a").number, house.opened("b").number
    house.change(lambda unit: _urge(unit, urged))
    li = browser("li")
    page = li.get().text
    assert page.index(urged) < page.index(calm) and re.search("还有.*(分钟|小时|天)", page)
    li.post(f"/console/tickets/{calm}/assign", to="li")
    mine = li.get("/console?who=mine").text
    assert calm in mine and urged not in mine
    assert calm not in li.get("/console?status=new").text and calm in li.get("/console?status=assigned").text
    assert urged not in li.get(f"/console?queue={house.other}").text


def _urge(unit: SqlUnitOfWork, number: str) -> None:
    ticket = unit.tickets.by_number(number, lock=True)
    assert ticket is not None
    ticket.urged = 2
    unit.tickets.save(ticket)


def test_the_language_is_chosen(browser: Browsers) -> None:
    """By button, kept; the way back stays inside the console."""
    one = browser("li")
    assert one.post("/console/language", language="zh_Hant", back="https://elsewhere.example").headers["location"] == (
        "/console"
    )
    assert "沒有警報" in one.get().text and '<html lang="zh-Hant">' in one.get().text
