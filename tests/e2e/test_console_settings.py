"""The pages of what the desk is set to: who reads them, who changes what, and that each change is told."""

from __future__ import annotations

from actions.desk.person import Staff
from tests.e2e.console import HASH, Browsers, House, browser, house

__all__ = ["browser", "house"]

KINDS = ("services", "offices", "days", "clocks", "numbers")


def test_what_is_set_is_shown_with_the_file_that_changes_it(house: House, browser: Browsers) -> None:
    """Every service, office and public number stands there, in three languages; who may not see them finds nothing."""
    book, catalogue = browser("book"), house.desk.catalogue
    pages = {kind: book.get(f"/console/settings/{kind}").text for kind in KINDS}
    assert all(f"data/services/{id}.yml" in pages["services"] for id in catalogue.services)
    assert all(one.names.zh_Hans in pages["offices"] for one in catalogue.place.queues.values())
    assert "同事office" in pages["offices"] and f"data/jurisdictions/{catalogue.place.id}.yml" in pages["offices"]
    assert all(
        one.number in pages["numbers"] and one.source.zh_Hans in pages["numbers"] for one in catalogue.contacts.values()
    )
    assert "2 个工作小时" in pages["clocks"] and "730 天" in pages["clocks"]
    for language, title in (("zh-HK", "公開電話"), ("en", "Public numbers")):
        assert title in browser("chief", language).get("/console/settings/numbers").text
    li = browser("li")
    assert "/console/settings" not in li.get().text
    assert {li.get(f"/console/settings/{kind}").status_code for kind in KINDS} == {404}


def test_a_day_is_set_with_its_history(house: House, browser: Browsers) -> None:
    """By who answers for promises; an auditor sees who set it and sets nothing; what is no day is told."""
    chief, book = browser("chief"), browser("book")
    assert chief.post("/console/settings/days", day="2027-02-05", way="off").status_code == 303
    assert chief.post("/console/settings/days", day="2027-02-06", way="works").status_code == 303
    assert chief.post("/console/settings/days", day="2027-02-06", way="official").status_code == 303
    page = book.get("/console/settings/days").text
    assert (
        page.index("2027-02-06</strong> 照国家日历")
        < page.index("2027-02-06</strong> 上班")
        < page.index("2027-02-05</strong>")
    )
    assert "同事chief" in page and 'action="/console/settings/days"' not in page
    with house.desk.store.unit(reading=True) as unit:
        assert unit.calendar.days() == {"2027-02-05": False}
    for day, way in (("2027-02-30", "off"), ("", "off"), ("2027-02-07", "maybe")):
        answer = chief.post("/console/settings/days", day=day, way=way)
        assert answer.status_code == 409 and "请选一个日期" in answer.text
    assert book.post("/console/settings/days", day="2027-02-08", way="off").status_code in (403, 404)
    with house.desk.store.unit(reading=True) as unit:
        assert len(unit.calendar.days()) == 1


WORDS = {
    "name_zh_Hans": "上门<量>",
    "name_zh_Hant": "上門<量>",
    "name_en": "Measuring",
    "text_zh_Hans": "{number} 明天上门",
    "text_zh_Hant": "{number} 明天上門",
    "text_en": "{number}: we come tomorrow",
}


def test_administrators_change_ready_replies_and_take_it_back(house: House, browser: Browsers) -> None:
    """What they keep is at hand in a request at once; the file stays, and each change is told."""
    house.change(lambda unit: unit.staff.save(Staff("boss", "同事boss", "admin", password_hash=HASH)))
    boss, chief, li = browser("boss"), browser("chief"), browser("li")
    ticket, here = house.opened(), "/console/settings/replies"
    filed = next(iter(house.desk.catalogue.templates))
    for id in (filed, "measure"):
        assert boss.post(here, id=id, **WORDS).headers["location"] == f"{here}?told=ready_set"
    work = f"/console/tickets/{ticket.number}"
    assert li.get(work).text.count("上门&lt;量&gt;") == 2
    assert f">{ticket.number} 明天上门</textarea>" in li.get(f"{work}?ready=measure").text
    page = chief.get(here).text
    assert "在这里改过" in page and "在这里加的" in page and "<量>" not in page and f'action="{here}"' not in page
    for id in (filed, "measure"):
        assert boss.post(f"{here}/{id}/restore").status_code == 303
    assert "上门&lt;量&gt;" not in li.get(work).text
    page = boss.get(here).text
    assert f"data/templates/{filed}.yml" in page and page.count("同事boss") >= 4 and "明天上门" in page


def test_ready_replies_that_cannot_be_are_told(house: House, browser: Browsers) -> None:
    """An id of other letters, a language missing, braces that stand for nothing; and only administrators change."""
    house.change(lambda unit: unit.staff.save(Staff("boss", "同事boss", "admin", password_hash=HASH)))
    boss, here = browser("boss"), "/console/settings/replies"
    for change, said in (
        ({"id": "Über"}, "小写字母"),
        ({"text_en": "  "}, "三种文字"),
        ({"text_en": "{phone}"}, "花括号"),
        ({"text_zh_Hant": "{number!r}"}, "花括号"),
        ({"text_zh_Hans": "字" * 2001}, "2000"),
    ):
        answer = boss.post(here, **({"id": "measure"} | WORDS | change))
        assert answer.status_code == 409 and said in answer.text and "明天上" in answer.text, change
    assert boss.post(f"{here}/nothing/restore").status_code == 404
    assert browser("chief").post(here, id="measure", **WORDS).status_code == 404
    with house.desk.store.unit(reading=True) as unit:
        assert not unit.ready.latest()
