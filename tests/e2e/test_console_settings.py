"""The pages of what the desk is set to: who reads them, who changes what, and that each change is told."""

from __future__ import annotations

from tests.e2e.console import Browsers, House, browser, house

__all__ = ["browser", "house"]

KINDS = ("services", "offices", "days", "clocks", "numbers")


def test_what_is_set_is_shown_with_the_file_that_changes_it(house: House, browser: Browsers) -> None:
    """Every service, office and public number stands there, in three languages; who may not see them finds nothing."""
    book, catalogue = browser("book"), house.desk.catalogue
    pages = {kind: book.get(f"/console/settings/{kind}").text for kind in KINDS}
    assert all(f"data/services/{id}.yml" in pages["services"] for id in catalogue.services)
    assert all(one.names.zh_Hans in pages["offices"] for one in catalogue.place.queues.values())
    assert "同事office" in pages["offices"] and f"data/jurisdictions/{catalogue.place.id}.yml" in pages["offices"]
    assert all(one.number in pages["numbers"] and one.source in pages["numbers"] for one in catalogue.contacts.values())
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
