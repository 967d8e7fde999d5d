"""Three of the staff work what several people ask, in browsers, from the first words to the rated end."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import CITIZENS, Person, Town, town
from tests.e2e.desk import NUMBER

__all__ = ["town"]
pytestmark = pytest.mark.browser
REQUESTS = int(os.environ.get("REQUESTS", "2"))
RETURNED = "材料不全，重新派"


def press(page: Page, field: str, told: str = "") -> None:
    """Send the form that has this field."""
    page.locator(f"form:has({field}) button:not(.plain)").first.click()
    if told:
        expect(page.locator(".told")).to_contain_text(told)


def asks(person: Person, age: int) -> str:
    """Ask for meals in one's own words; the number."""
    person.say(f"长者助餐 {age}岁 深圳市罗湖区翠竹街道12号 送到家里 明天开始")
    person.sees("忌口")
    person.say("少盐")
    person.sees("对不对")
    person.say("好的")
    found = NUMBER.search(person.sees("编号"))
    assert found is not None
    return found.group()


def works(chief: Page, li: Page, wang: Page, person: Person, path: str) -> None:
    """Given out, asked back, answered, given back to be given out anew."""
    chief.goto(path)
    chief.select_option("#to", "li")
    press(chief, "#to", "派好了")
    li.goto(path)
    li.select_option("#detail", "diet")
    press(li, "#detail")
    expect(li.locator("#state")).to_contain_text("正在等本人回答")
    person.sees("忌口")
    person.say("不吃辣")
    expect(li.locator("#state")).to_contain_text("办理中")
    expect(li.locator("#asked")).to_contain_text("不吃辣")
    li.fill("#reply", "明天中午十二点送到")
    press(li, "#reply", "回复发出去了")
    person.sees("明天中午十二点送到")
    wang.goto(path)
    wang.locator("summary", has_text="退回重派").click()
    wang.fill("#return-reason", RETURNED)
    press(wang, "#return-reason", "退回去了")


def talks(chief: Page, wang: Page, person: Person) -> None:
    """Somebody asks for a person: one of the staff takes the call, another takes the talk over and gives it back."""
    person.say("找人工")
    person.sees("叫人了")
    wang.goto("/console")
    wang.locator("#calls button.main").first.click()
    person.sees("真人")
    person.say("我听不清电话")
    expect(wang.locator(".talk")).to_contain_text("我听不清电话")
    wang.locator("#text").fill("那我们在这里打字，慢慢来")
    press(wang, "#text")
    person.sees("慢慢来")
    chief.goto(wang.url)
    chief.locator("#take-over").click()
    chief.locator("form[action$='/give-back'] button").click()
    person.sees("我还在")


def ends(chief: Page, person: Person, path: str, *, solved: bool) -> None:
    """Closed, and rated by the person; not solved opens it again."""
    chief.goto(path)
    chief.select_option("#status", "closed")
    chief.fill("#result", "已经送上了")
    press(chief, "#status", "状态改好了")
    person.sees("办完了")
    person.press("评一评")
    person.sees("联系过")
    person.press("是")
    person.sees("解决了吗")
    person.press("是" if solved else "不是")
    if solved:
        person.sees("满意吗")
        person.press("5 很满意")
    person.sees("谢谢您" if solved else "重新打开")


@pytest.mark.timeout(60 * (2 + REQUESTS))
def test_three_work_what_several_ask(town: Town, open_console: Callable[..., Page]) -> None:
    """
    People on Telegram and over REST write by themselves; three of the staff work what they ask, to the rated end.

    Late, given out, asked back, answered, given back, talked about, closed, opened again by its rating, closed.
    `make acceptance` does it with thirty requests of ten people.
    """
    chief, li, wang = (open_console(town.url, name) for name in ("chief", "li", "wang"))
    for n in range(REQUESTS):
        person = town.people[n % CITIZENS]
        number = asks(person, 70 + n)
        path = f"/console/tickets/{number}"
        town.forgets(number)
        chief.goto("/console/clocks")
        expect(chief.locator("main")).to_contain_text(number)
        works(chief, li, wang, person, path)
        talks(chief, wang, person)
        ends(chief, person, path, solved=False)
        ends(chief, person, path, solved=True)
        kept = town.ticket(number)
        assert kept.status.value == "closed" and kept.details["diet"] == "不吃辣" and kept.reopened == 1
        assert kept.rating is not None and kept.rating.satisfied == 5
        assert {"escalated", "assigned", "asked", "reply", "reopened", "rated"} <= {e.kind for e in kept.history}
        assert RETURNED in {e.text for e in kept.history}
