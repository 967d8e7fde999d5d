"""What is late reaches staff: the console's page, the person's office, the group on Telegram, another program."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typer.testing import CliRunner

from bot.cli.app import app
from bot.clocks import Clocks
from bot.signals import LocalSignals
from bot.telegram.roomclock import RoomClock
from tests.e2e.console import Browsers, House, browser, house
from tests.e2e.test_telegram import catalogue, emulator, open_request, user
from tests.e2e.test_telegram_staff import desk, group
from tests.emulator import Group, User
from tests.emulator.desk import Desk

__all__ = ["browser", "catalogue", "desk", "emulator", "group", "house", "user"]
LATER = timedelta(days=9)


def look(house: House) -> int:
    """The clocks, nine days on."""
    return asyncio.run(Clocks(house.desk.store, house.desk.catalogue, LocalSignals()).look(datetime.now(UTC) + LATER))


def test_the_console_shows_what_is_late(house: House, browser: Browsers) -> None:
    """To whoever sees the request, with step and office; what was done is gone, and an open page hears of it."""
    number = house.opened().number
    assert "没有超时的请求" in browser("chief").get("/console/clocks").text
    with house.desk.store.unit(reading=True) as unit:
        before = unit.changes.mark()
    assert look(house) >= 3 and look(house) == 0
    with house.desk.store.unit(reading=True) as unit:
        assert unit.changes.mark() != before
    page = browser("chief").get("/console/clocks").text
    assert page.count(number) >= 2 and "已超时" in page and "接手" in page
    assert number in browser("office").get("/console/clocks").text
    assert number not in browser("elsewhere").get("/console/clocks").text
    assert "Late, supervisors told: Taken up" in browser("li", "en").get(f"/console/tickets/{number}").text
    browser("li").post(f"/console/tickets/{number}/status", status="closed", result="办好了")
    assert number not in browser("chief").get("/console/clocks").text


def test_the_command_line_gives_back_and_sets_days(house: House, tmp_path: Path) -> None:
    """Both with the name of who does it; who may not is told."""
    number, run = house.opened().number, CliRunner()
    env = {"NUANXIN_HOME": str(house.desk.settings.home)}
    told = run.invoke(app, ["tickets", "return", number, "不归我们", "--as", "office"], env=env)
    assert told.exit_code == 0 and "不归我们" in told.output
    assert run.invoke(app, ["calendar", "set", "2027-02-06", "works", "--as", "li"], env=env).exit_code == 1
    assert run.invoke(app, ["calendar", "set", "2027-02-06", "often", "--as", "chief"], env=env).exit_code == 1
    assert run.invoke(app, ["calendar", "set", "tomorrow", "off", "--as", "chief"], env=env).exit_code == 1
    assert run.invoke(app, ["calendar", "set", "2027-02-06", "works", "--as", "chief"], env=env).exit_code == 0
    assert "2027-02-06  works  set by staff" in run.invoke(app, ["calendar", "list"], env=env).output


def test_the_group_on_telegram_hears_what_is_late(desk: Desk, group: Group, user: User) -> None:
    """In the talk's place, with number, office and step."""
    open_request(user)
    group.sees("最晚")
    clocks = Clocks(desk.store, desk.catalogue, LocalSignals(), RoomClock(desk.catalogue))
    assert asyncio.run(clocks.look(datetime.now(UTC) + LATER)) >= 3
    assert "NX-" in group.sees("还没人接手")["text"]
