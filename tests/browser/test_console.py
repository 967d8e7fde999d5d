"""The console in a real browser: work of three of the staff, by keyboard alone, as screen readers meet it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TAGS
from tests.e2e.console import PASSWORD, House

pytestmark = pytest.mark.browser
type Desk = Callable[..., Page]
REQUESTS, CITIZENS = int(os.environ.get("REQUESTS", "2")), int(os.environ.get("CITIZENS", "2"))
MEAL = {"age": 83, "address": "深圳市罗湖区翠竹路5号", "dining": "delivery"}
PAGES = ("/console", "/console/tickets/{number}", "/console/talks/{talk}", "/console/clocks", "/console/open")
PAGES += (
    "/console/open?service=meal_service&d.phone=13800001234",
    "/console/figures",
    "/console/figures/report",
    "/console/settings/days",
    "/console/settings/replies",
    "/console/tickets/NX-261122-000000",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One desk for all of these."""
    with House(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def desk(browser: Browser, house: House) -> Iterator[Desk]:
    """Opens the console as somebody, logged in; whatever a page complains about fails the test."""
    contexts, complaints = [], []

    def make(username: str = "", width: int = 1440, language: str = "zh_Hans") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=TAGS[language], base_url=house.url
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/console/login")
        if username:
            page.fill("#username", username)
            page.fill("#password", PASSWORD)
            page.click("main button.main")
            page.wait_for_url("**/console")
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def say(house: House, sender: str, text: str) -> str:
    """Write on the REST channel; what came back."""
    answer = httpx.post(
        f"{house.url}/webhooks/rest/webhook", json={"sender": sender, "message": text}, timeout=30, trust_env=False
    )
    return "\n".join(one.get("text", "") for one in answer.json())


@pytest.mark.parametrize("width", [375, 1440])
def test_every_page_is_for_everybody(house: House, desk: Desk, width: int) -> None:
    """Nothing is wider than the screen, what is pressed is large enough, and on a phone axe finds nothing serious."""
    talk = house.opened("axe", service="meal_service", details=MEAL | {"phone": "13800001234"})
    house.opened("axe", service="meal_service", details=MEAL)
    if not house.alarms():
        house.alarm("axe-alarm")
    page = desk("chief", width)
    for path in PAGES:
        page.goto(path.format(number=talk.number, talk=talk.conversation))
        for more in page.locator("details.more summary").all():
            more.click()
        found = Axe().run(page).response["violations"] if width < 400 else ()
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        small = "[...document.querySelectorAll('button, a.button')].filter(b => b.offsetParent && b.offsetHeight < 24)"
        assert page.evaluate(f"{small}.map(b => b.outerHTML)") == [], path


def test_by_keyboard_alone(house: House, desk: Desk) -> None:
    """Log in, see the keys, choose a request, take it, answer it; the letters can be switched off."""
    number = house.opened("keys", service="meal_service", details=MEAL).number
    page = desk()
    page.locator("#username").focus()
    page.keyboard.type("wang")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.goto("/console?service=meal_service")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.goto("/console?service=meal_service")
    for _ in range(60):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent") == number:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{number}")
    page.keyboard.press("r")
    page.keyboard.type("明天中午送到 jk?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("回复发出去了")
    assert house.ticket(number).history[-1].text == "明天中午送到 jk?"
    page.evaluate("localStorage.setItem('nuanxin-keys', 'off')")
    page.goto("/console")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.nodeName") == "BODY"


def test_an_alarm_comes_to_every_open_page(house: House, desk: Desk) -> None:
    """Within a second or two, without reloading; taken, it leaves all of them, and who has it stands on the board."""
    number = house.opened("calm").number
    reading, board = desk("li"), desk("wang")
    reading.goto(f"/console/tickets/{number}")
    for alarm in house.alarms():
        board.goto("/console")
        board.locator(f"#take-{alarm.id}").click()
    board.goto("/console")
    expect(reading.locator("#bar")).to_be_hidden()
    say(house, "loud", "我不想活了")
    expect(reading.locator("#bar")).to_contain_text("警报：1 个没人接")
    expect(board.locator("#calls")).to_contain_text("我不想活了")
    board.locator("#calls .alarm button.main").first.click()
    board.wait_for_url("**/talks/**")
    expect(reading.locator("#bar")).to_be_hidden()
    chat = board.locator("#text")
    chat.fill("我在，慢慢说")
    board.locator("#say button").click()
    expect(board.locator(".talk")).to_contain_text("我在，慢慢说")
    say(house, "loud", "谢谢你陪我说话")
    expect(board.locator(".talk")).to_contain_text("谢谢你陪我说话")


def test_three_work_what_several_ask(house: House, desk: Desk) -> None:
    """
    Given out, asked back, answered, given back, closed, rated unsolved and closed again, page and chat side by side.

    `make acceptance` does it with thirty requests of ten people.
    """
    chief, li, wang = desk("chief"), desk("li"), desk("wang")
    for n in range(REQUESTS):
        sender = f"citizen-{n % CITIZENS}"
        say(house, sender, "你好")
        ticket = house.opened(sender, service="meal_service", details=MEAL | {"age": 70 + n}, text=f"第{n}件")
        number, path = ticket.number, f"/console/tickets/{ticket.number}"
        chief.goto(path)
        chief.select_option("#to", "li")
        chief.locator("form:has(#to) button").click()
        expect(chief.locator(".told")).to_contain_text("派好了")
        li.goto(path)
        li.select_option("#detail", "diet")
        li.locator("form:has(#detail) button").click()
        expect(li.locator("#state")).to_contain_text("正在等本人回答")
        say(house, sender, "少盐")
        expect(li.locator("#state")).to_contain_text("办理中")
        expect(li.locator("#asked")).to_contain_text("少盐")
        li.select_option("#ready", "done")
        li.locator("form:has(#reply) button").click()
        expect(li.locator(".told")).to_contain_text("回复发出去了")
        wang.goto(path)
        wang.locator("summary", has_text="退回重派").click()
        wang.fill("#return-reason", "材料不全，重新派")
        wang.locator("form:has(#return-reason) button").click()
        expect(wang.locator(".told")).to_contain_text("退回去了")
        for status in ("closed", "in_progress", "closed"):
            chief.goto(path)
            chief.select_option("#status", status)
            chief.locator("form:has(#status) button").click()
            expect(chief.locator(".told")).to_contain_text("状态改好了")
        kept = house.ticket(number)
        assert kept.status.value == "closed" and kept.details["diet"] == "少盐" and kept.reopened == 1
        assert {"opened", "assigned", "asked", "information", "reply", "reopened"} <= {e.kind for e in kept.history}
