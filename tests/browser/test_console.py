"""The console in a real browser: pages for everybody, by keyboard alone, alarms on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from bot.web.console.settings import KINDS
from tests.e2e.console import PASSWORD, House

pytestmark = pytest.mark.browser
type Desk = Callable[..., Page]
MEAL = {"age": 83, "address": "深圳市罗湖区翠竹路5号", "dining": "delivery"}
ASIDE = """[...document.querySelectorAll('main *')].some(
    e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX == 'auto')"""  # what scrolls sideways
PAGES = (
    "/console",
    "/console/tickets/{number}",
    "/console/talks/{talk}",
    "/console/clocks",
    "/console/open",
    "/console/open?service=meal_service&d.phone=13800001234",
    "/console/figures",
    "/console/figures/report",
    *(f"/console/settings/{kind}" for kind in KINDS),
    "/console/accounts",
    "/console/named",
    "/console/search",
    "/console/undelivered",
    "/console/audit",
    "/console/me",
    "/console/tickets/NX-261122-000000",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One desk for all of these."""
    with House(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def desk(open_console: Callable[..., Page], house: House) -> Desk:
    """Opens the console of that desk as somebody."""
    return partial(open_console, house.url)


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
        assert "/settings" not in path or not page.evaluate(ASIDE), path
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
    """Without reloading, forms too; taken, it leaves all of them and its owner is named."""
    number = house.opened("calm").number
    reading, board, form = desk("li"), desk("wang"), desk("li", 390)
    form.goto("/console/open?service=meal_service")
    form.fill("#text", "电话里刚说到一半")
    reading.goto(f"/console/tickets/{number}")
    for alarm in house.alarms():
        board.goto("/console")
        board.locator(f"#take-{alarm.id}").click()
    board.goto("/console")
    expect(reading.locator("#bar")).to_be_hidden()
    say(house, "loud", "我不想活了")
    for page in (reading, form):
        expect(page.locator("#bar")).to_contain_text("警报：1 个没人接")
    assert form.input_value("#text") == "电话里刚说到一半"
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


def test_words_that_were_not_sent_are_kept_or_asked_about(house: House, desk: Desk) -> None:
    """Another form's sending keeps them, for this page and once; giving a talk back asks before they are gone."""
    ticket, page = house.opened("unsent"), desk("li")
    page.goto(f"/console/tickets/{ticket.number}")
    page.fill("#reply", "写到一半的回复")
    page.select_option("#status", "waiting")
    page.locator("form:has(#status) button").click()
    expect(page.locator(".told")).to_contain_text("状态改好了")
    assert page.input_value("#reply") == "写到一半的回复"
    page.reload()
    assert page.input_value("#reply") == ""
    say(house, "unsent", "找人工")
    page.goto(f"/console/talks/{ticket.conversation}")
    page.locator("#take").click()
    page.fill("#text", "还没说完")
    asked: list[str] = []

    def stays(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stays)
    page.locator("form[action$='/give-back'] button").click()
    assert page.input_value("#text") == "还没说完" and "没发出去" in asked[0]
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("form[action$='/give-back'] button").click()
    page.wait_for_url("**told=given_back")
