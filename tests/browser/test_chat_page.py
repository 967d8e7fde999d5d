"""The chat page in a real browser, as old people, children and screen readers meet it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.desk import CODE, NUMBER, Desk

pytestmark = pytest.mark.browser
type OpenPage = Callable[..., Page]
AWAY = "https://www.baidu.com/"


def last(page: Page) -> str:
    """What the desk said last."""
    return page.locator("#log li.desk").last.inner_text()


def say(page: Page, text: str, answer: str) -> None:
    """Type and send; wait for words of the answer."""
    page.fill("#text", text)
    page.click("#send")
    expect(page.locator("#log li.desk", has_text=answer).last).to_be_visible()


def press(page: Page, title: str, answer: str) -> None:
    """Press the newest button of that title; wait for words of the answer."""
    page.locator("#log button", has_text=title).last.click()
    expect(page.locator("#log li.desk", has_text=answer).last).to_be_visible()


def order(page: Page) -> str:
    """A request for meals, by typing and pressing; its number."""
    say(page, "长者助餐", "多大年纪")
    say(page, "83", "住在哪里")
    say(page, "深圳市罗湖区翠竹路5号", "送到家里")
    press(page, "送到家里", "哪天开始")
    say(page, "明天", "忌口")
    press(page, "跳过", "没错，提交")
    press(page, "没错，提交", "编号")
    text = page.locator("#log").inner_text()
    assert CODE.search(text)
    found = NUMBER.search(text)
    assert found
    return found[0]


def test_from_typing_to_not_solved(open_page: OpenPage, plain_desk: Desk) -> None:
    """Opened by typing and pressing; reply and closing come without reloading; "not solved" opens it again."""
    page = open_page()
    page.evaluate("window.same = true")
    number = order(page)
    plain_desk.nuanxin("tickets", "reply", number, "明天中午起每天送一份", "--as", "demo")
    expect(page.locator("#log li.desk", has_text="明天中午起每天送一份")).to_be_visible()
    plain_desk.nuanxin("tickets", "status", number, "closed", "--as", "demo")
    expect(page.locator("#log li.desk", has_text="办完了")).to_be_visible()
    press(page, "评一评", "联系过")
    press(page, "是", "解决了吗")
    press(page, "不是", "重新打开")
    assert page.evaluate("window.same") is True
    ticket = plain_desk.ticket(number)
    assert ticket["reopened"] == 1
    assert ticket["status"] not in ("closed", "cancelled")


def test_a_reload_keeps_the_talk(open_page: OpenPage) -> None:
    """The same lines in the same order, nothing twice, and it goes on."""
    page = open_page()
    say(page, "长者助餐", "多大年纪")
    before = page.locator("#log li p").all_inner_texts()
    page.reload()
    assert page.locator("#log li p").all_inner_texts() == before
    say(page, "83", "住在哪里")
    other = page.context.new_page()
    other.goto("/chat")
    assert "住在哪里" in last(other)


def test_it_works_without_script(open_page: OpenPage) -> None:
    """Forms post and the page comes back: typed, pressed, enlarged, in another language."""
    page = open_page(java_script_enabled=False)
    page.fill("#text", "长者助餐")
    page.click("#send")
    assert "多大年纪" in last(page)
    page.fill("#text", "83")
    page.click("#send")
    page.fill("#text", "深圳市罗湖区翠竹路5号")
    page.click("#send")
    page.locator("#log button", has_text="送到家里").last.click()
    assert "哪天开始" in last(page)
    page.click("#larger")
    assert page.locator("body.large").count() == 1
    assert "哪天开始" in last(page)
    page.locator("footer button", has_text="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    before = page.locator("#log li.desk").count()
    page.click("#person")
    assert page.locator("#log li.desk").count() > before
    assert page.locator("#log li.mine").count() >= 4


def test_whoever_asks_for_it_short_reads_larger_letters(open_page: OpenPage) -> None:
    """By words, at once; made small again it stays small."""
    page = open_page()
    say(page, "字大一点", "我说短一点")
    expect(page.locator("body.large")).to_have_count(1)
    page.click("#larger")
    page.reload()
    expect(page.locator("body.large")).to_have_count(0)


def test_the_language_is_switched(open_page: OpenPage) -> None:
    """One press, and the page and the talk are in it."""
    page = open_page()
    say(page, "长者助餐", "多大年纪")
    page.locator("footer button", has_text="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#send")).to_have_text("Send")
    say(page, "79", "Where")
    page.locator("footer button", has_text="繁體中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")


@pytest.mark.parametrize("width", [375, 1440])
def test_text_and_targets_are_large(open_page: OpenPage, width: int) -> None:
    """At least 18 px and 1.5 lines; enlarged 30 px with targets of 60 px; nothing sticks out sideways."""
    page = open_page(width)
    say(page, "菜单", "哪一类")
    for large, size, target in ((False, 18, 44), (True, 30, 60)):
        if large:
            page.click("#larger")
        for one in ("#log li p", "#text", "#log button", "#send"):
            style = page.locator(one).last.evaluate(
                "e => { const s = getComputedStyle(e); return [parseFloat(s.fontSize), parseFloat(s.lineHeight)] }"
            )
            assert style[0] >= size, one
            assert style[1] >= 1.5 * style[0] - 0.1, one
        for button in page.locator("button:visible, a.tool:visible, #text").all():
            box = button.bounding_box()
            assert box and box["height"] >= target and box["width"] >= target, button.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.reload()
    assert page.locator("body.large").count() == 1


@pytest.mark.parametrize(("width", "height", "large"), [(375, 667, False), (375, 667, True), (1440, 900, True)])
def test_person_and_leave_are_always_in_sight(open_page: OpenPage, width: int, height: int, large: bool) -> None:
    """Above and below a long talk both can be pressed, and so can the field to write in."""
    page = open_page(width, height)
    if large:
        page.click("#larger")
    for _ in range(4):
        say(page, "菜单", "哪一类")
    for where in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {where})")
        for one in ("#person", "#leave", "#text", "#send"):
            expect(page.locator(one)).to_be_in_viewport(ratio=1)
            page.locator(one).click(trial=True)
        seen = page.evaluate(
            "document.querySelector('#say').getBoundingClientRect().top"
            " - document.querySelector('header').getBoundingClientRect().bottom"
        )
        assert seen >= height * 0.3, "the talk needs a third of the screen"


def test_leaving_leaves_nothing_behind(open_page: OpenPage) -> None:
    """Gone at one press; the back button shows no word of it, a new visit neither."""
    page = open_page()
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html"))
    say(page, "长者助餐", "多大年纪")
    page.click("#leave")
    page.wait_for_url(f"{AWAY}**")
    page.go_back()
    assert "助餐" not in page.content()
    page.goto("/chat")
    assert "助餐" not in page.locator("#log").inner_text()
    assert page.locator("#log li").count() == 1


def test_the_keyboard_suffices(open_page: OpenPage) -> None:
    """Tab, Enter and Space open the way through, and what has the focus is seen."""
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type("长者助餐")
    page.keyboard.press("Enter")
    expect(page.locator("#log li.desk", has_text="多大年纪")).to_be_visible()
    page.keyboard.type("83")
    page.keyboard.press("Enter")
    expect(page.locator("#log li.desk", has_text="住在哪里")).to_be_visible()
    page.keyboard.type("深圳市罗湖区翠竹路5号")
    page.keyboard.press("Enter")
    expect(page.locator("#log li.desk", has_text="送到家里")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "送到家里":
            break
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 3
    page.keyboard.press("Space")
    expect(page.locator("#log li.desk", has_text="哪天开始")).to_be_visible()
    passed = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        passed.add(page.evaluate("document.activeElement.id"))
    assert {"person", "menu", "larger", "leave", "text", "send"} <= passed


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_axe_finds_nothing(open_page: OpenPage, width: int, language: str) -> None:
    """No violation of any weight that a machine finds, small and enlarged."""
    page = open_page(width, language=language)
    page.fill("#text", {"en": "menu", "zh_Hant": "選單"}.get(language, "菜单"))
    page.click("#send")
    expect(page.locator("#log button").first).to_be_visible()
    for large in (False, True):
        if large:
            page.click("#larger")
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []


def test_the_page_is_small(open_page: OpenPage) -> None:
    """Everything that a first visit loads is under 60 KB."""
    page = open_page()
    sizes: dict[str, int] = {}
    page.goto("about:blank")  # so that nothing of this page still asks while its cookie goes
    page.context.clear_cookies()
    page.on(
        "requestfinished",
        lambda r: sizes.update({r.url: r.sizes()["responseBodySize"]}) if "events" not in r.url else None,
    )
    page.goto("/chat", wait_until="load")
    page.wait_for_function("document.readyState === 'complete'")
    assert any(url.endswith("/chat") for url in sizes)
    assert sum(map(int, sizes.values())) < 60_000
    files = page.evaluate("performance.getEntriesByType('resource').map(e => e.decodedBodySize)")
    assert sum(files) + len(page.content().encode()) < 60_000


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "<b>粗</b>&lt;", "</li></ol><script>alert(1)</script>"]
)
def test_text_is_never_html(open_page: OpenPage, text: str) -> None:
    """Shown as it was written, at once and after a reload; nothing in it runs."""
    page = open_page()
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.fill("#text", text)
    page.click("#send")
    expect(page.locator("#log li.desk").nth(1)).to_be_visible()
    for _ in range(2):
        assert page.locator("#log li.mine p").last.inner_text() == text
        assert page.locator("#log img, #log b, #log script").count() == 0
        page.reload()


def test_public_numbers_can_be_dialled(open_page: OpenPage) -> None:
    """From the page as it comes and as it grows; a number that somebody wrote stays text."""
    page = open_page()
    say(page, "12356 我不想活了", "心理援助热线")
    for _ in range(2):
        links = page.locator("#log li.desk p a")
        assert "tel:12356" in [link.get_attribute("href") for link in links.all()]
        assert page.locator("#log li.mine a").count() == 0
        page.reload()


def test_staffs_words_are_never_html(open_page: OpenPage, plain_desk: Desk) -> None:
    """What comes as an event is text as well."""
    page = open_page()
    number = order(page)
    plain_desk.nuanxin("tickets", "reply", number, "<img src=x onerror=alert(1)>", "--as", "demo")
    expect(page.locator("#log li.desk", has_text="<img src=x onerror=alert(1)>")).to_be_visible()
    assert page.locator("#log img").count() == 0


def test_the_policy_lets_nothing_in(open_page: OpenPage) -> None:
    """No script but the page's own file, no foreign host; a violation would fail every test here."""
    page = open_page()
    policy = page.request.get("/chat").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)
    assert page.request.get("/chat").headers["cache-control"] == "no-store"


def test_another_sites_page_may_not_write(open_page: OpenPage) -> None:
    """A foreign origin is refused although the cookie is there."""
    page = open_page()
    answer = page.request.post("/chat", form={"text": "菜单"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status == 403
