"""The board: each person once, what the list is narrowed to, views of one's own, who waits told on every page."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import httpx
import pytest

from tests.e2e.console import Browsers, House, browser, house

__all__ = ["browser", "house"]
HREF = re.compile(r'id="next-page" href="([^"]+)"')


def test_a_person_with_alarm_and_call_stands_once(house: House, browser: Browsers) -> None:
    """With the words that rang for those who may read them; taking takes all of it."""
    alarm, talk = house.alarm()
    httpx.post(f"{house.url}/webhooks/rest/webhook", json={"sender": "amah", "message": "我要跳楼"}, timeout=20)
    li, office = browser("li"), browser("office")
    page = li.get().text
    assert page.count('<li class="alarm">') == 1 and '<li class="call">' not in page and "我不想活了" in page
    assert "我不想活了" not in office.get().text and "轻生或自伤" in office.get().text
    li.post(f"/console/alarms/{alarm}/take")
    assert house.alarms() == []
    with house.desk.store.unit(reading=True) as unit:
        assert [one.staff for one in unit.hand_overs.held()] == ["li"] and unit.hand_overs.of(talk)


def test_who_comes_back_after_an_alarm_stands_above_ordinary_calls(house: House, browser: Browsers) -> None:
    """With what they wrote last and the alarm it belongs to; nobody "has" what was given back; the numbers again."""

    def says(sender: str, text: str) -> str:
        sent = {"sender": sender, "message": text}
        return httpx.post(f"{house.url}/webhooks/rest/webhook", json=sent, timeout=20).text

    says("boy", "爸爸打我")
    (alarm,) = house.alarms()
    li, path = browser("li"), f"/console/talks/{alarm.conversation}"
    li.post(f"{path}/take")
    li.post(f"{path}/give-back", text="去外婆家")
    assert "已接手" not in li.get().text and "有过警报（遭受伤害），同事li处理过" in li.get().text
    says("amah", "找人工")
    assert "12338" in says("boy", "他又来了")
    (again,) = house.alarms()
    assert (again.text, again.own) == ("他又来了", True)
    page = browser("wang").get().text
    card = page[page.index('<li class="alarm">') : page.index('<li class="call">')]
    assert "有过警报（遭受伤害），同事li处理过" in card and "他又来了" in card and "已接手" not in page
    office = browser("office").get().text
    assert "有过警报" in office and "他又来了" not in office
    assert li.post(f"{path}/take").status_code == 303 and "他又来了" in li.get(path).text


def test_the_list_is_narrowed_counted_and_kept_as_a_view(house: House, browser: Browsers) -> None:
    """District, service, whose and late; the view stands for its owner alone, until dropped."""
    place = {"address": "深圳市罗湖区翠竹路5号"}
    here, there = house.opened("a", service="meal_service", details=place).number, house.opened("b").number
    li, query = browser("li"), "district=440303"
    page = li.get(f"/console?{query}").text
    assert here in page and there not in page and "深圳市罗湖区（1）" in page
    kept = li.post("/console/views", name="罗湖的", district="440303").headers["location"]
    assert kept.startswith(f"/console?{query}&told=") and "罗湖的" in li.get(kept).text
    assert "罗湖的" not in browser("wang").get().text
    drop = re.findall(r"/console/views/\w+/drop", li.get().text)[0]
    li.post(drop)
    assert "罗湖的" not in li.get().text
    assert "起个名" in li.post("/console/views", name=" ").text
    for narrowed in ("service=meal_service", "who=nobody&status=new"):
        assert here in li.get(f"/console?{narrowed}").text
    assert here not in li.get("/console?late=1").text and here not in li.get("/console?who=mine").text


def test_a_page_that_renews_itself_counts_now_and_then(
    house: House, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its list is up to date each time; who opens the page has it counted anew."""
    monkeypatch.setattr("bot.web.console.board.COUNTED", timedelta(hours=1))
    house.opened("a", service="meal_service")
    li = browser("li")
    assert "长者助餐（1）" in li.get().text
    number = house.opened("b", service="meal_service").number
    renewed = li.get(headers={"x-nuanxin-live": "1"}).text
    assert number in renewed and "长者助餐（1）" in renewed
    assert "长者助餐（2）" in li.get().text


def test_pages_follow_by_their_cursor(house: House, browser: Browsers) -> None:
    """Fifty on a page; the next begins where the last ended, and a wrong cursor is the first page."""
    numbers = {house.opened(f"s{n}").number for n in range(52)}
    li = browser("li")
    first = li.get().text
    (href,) = HREF.findall(first)
    second = li.get(href.replace("&amp;", "&")).text
    assert {n for n in numbers if n in first} ^ {n for n in numbers if n in second} == numbers
    assert HREF.findall(second) == [] and HREF.findall(li.get("/console?after=nonsense").text) == [href]


def test_every_open_page_hears_who_waits(house: House, browser: Browsers) -> None:
    """How many alarms nobody has and how many people wait; whose page is open is at the console."""
    number = house.opened().number
    li = browser("li")
    li.get(f"/console/tickets/{number}")
    with li.http.stream("GET", "/console/events") as stream:
        lines = stream.iter_lines()
        told = (json.loads(line[6:]) for line in lines if line.startswith("data: {"))
        assert next(told) == {"alarms": 0, "people": 0}
        house.alarm()
        assert next(told) == {"alarms": 1, "people": 1}
        assert "同事li" in re.findall(r'class="soft present">(.*?)</p>', browser("wang").get().text)[0]
