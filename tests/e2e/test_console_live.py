"""A talk taken over: the person sees that somebody writes, staff see what arrived and who wants to be called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx

from actions.desk.person import HandOver
from actions.store.unit_of_work import SqlUnitOfWork
from bot.who_waits import who_waits
from tests.e2e.console import Browsers, House, browser, house

__all__ = ["browser", "house"]


def test_typing_is_seen_and_what_arrived_is_marked(house: House, browser: Browsers) -> None:
    """Only while the talk is one's own; the REST channel's events hold messages alone."""
    with httpx.Client(base_url=house.url, timeout=20, trust_env=False) as page:
        page.get("/chat")
        page.post("/chat/messages", json={"text": "我不想活了", "id": "1"})
        (alarm,) = house.alarms()
        path = f"/console/talks/{alarm.conversation}"
        li, wang = browser("li"), browser("wang")
        li.post(f"{path}/take")
        assert wang.post(f"{path}/typing").status_code == 409
        with page.stream("GET", "/chat/events") as events:
            lines = events.iter_lines()
            assert any("我在" in line for line in lines) if li.post(f"{path}/say", text="我在").is_redirect else False
            assert li.post(f"{path}/typing").status_code == 204
            assert any(line == "event: typing" for line in lines)
            assert "✓ 已到对方的页面" in li.get(path).text


def reads(house: House, talk: str) -> list[tuple[str, tuple[str, ...]]]:
    """Who was shown what of a call, as the audit has it."""
    with house.desk.store.unit(reading=True) as unit:
        lines = unit.audit.trail("hand_over")
    return [(one.actor, tuple(one.fields)) for one in lines if (one.subject, one.action) == (talk, "read")]


def test_who_wants_a_call_back_is_called(house: House, browser: Browsers) -> None:
    """Number and time stand on the board, and who saw them in the audit; reached, not only tried, they are off it."""
    talk = house.opened("back").conversation
    call = HandOver(talk, "waiting", "wanted", datetime.now(UTC), callback=("13800005678", "evening"))
    house.change(lambda unit: unit.hand_overs.save(call))
    li = browser("li")
    page = li.get().text
    assert "13800005678" in page and "晚上" in page and li.get().status_code == 200
    assert reads(house, talk) == [("li", ("callback",))]  # shown twice, noted once
    call.callback = ("13800005679", "evening")
    house.change(lambda unit: unit.hand_overs.save(call))
    assert "13800005679" in li.get().text and "13800005679" not in browser("office").get().text
    assert reads(house, talk) == [("li", ("callback",))] * 2  # another number; an office is shown none
    tried = li.post(f"/console/talks/{talk}/called", result="not_reached")
    assert tried.headers["location"].endswith("told=not_called")
    page = li.get().text
    assert "13800005679" in page and "打过，没人接" in page
    assert li.post(f"/console/talks/{talk}/called", result="reached").headers["location"].endswith("told=called")
    assert "13800005679" not in li.get().text
    assert li.post(f"/console/talks/{talk}/called", result="reached").status_code == 409


def test_the_place_on_the_board_is_the_one_that_people_are_told(house: House, browser: Browsers) -> None:
    """Danger first, which is told no place, then who called first; an office reads when it sees an alarm's words."""
    first, second = (house.opened(sender).conversation for sender in ("one", "two"))

    def call(unit: SqlUnitOfWork) -> None:
        for place, talk in enumerate((first, second)):
            since = datetime.now(UTC) - timedelta(minutes=5 - place)
            unit.hand_overs.save(HandOver(talk, "waiting", "wanted", since))

    house.change(call)
    _, danger = house.alarm("three")
    with house.desk.store.unit(reading=True) as unit:
        chief = unit.staff.get("chief")
        assert chief is not None
        places = {one.conversation: one.place for one in who_waits(unit, chief, datetime.now(UTC))}
    assert places == {danger: 0, first: 2, second: 3}
    office = browser("office").get().text
    assert "接下以后就能看到" in office and "我不想活了" not in office
    assert "接下以后就能看到" not in browser("chief").get().text
