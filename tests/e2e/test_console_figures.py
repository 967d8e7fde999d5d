"""The page of figures, its report and its files, as supervisors have them."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from actions.desk import staff_work
from actions.desk.figures import Narrow
from bot.cli.app import app as command
from bot.web.console.gate import now_utc
from tests.e2e.console import Browsers, House, browser, house

__all__ = ["browser", "house"]

WAYS = ("figures", "figures/report", "figures.csv", "figures.xlsx", "requests.csv", "requests.xlsx")


def test_figures_are_for_those_who_answer_for_the_work(house: House, browser: Browsers) -> None:
    """Who may not see them has no way there by menu or by address; an auditor's files name who took them."""
    li, book = browser("li"), browser("book")
    assert "/console/figures" not in li.get().text and "/console/figures" in book.get().text
    for way in WAYS:
        assert li.get(f"/console/{way}").status_code == 404, way
    taken = {way: book.get(f"/console/{way}").status_code for way in WAYS}
    assert taken == dict.fromkeys(WAYS, 200)
    with house.desk.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT actor, subject FROM audit WHERE kind = 'export'").all()
    assert [tuple(row) for row in rows] == [
        ("book", "figures"),
        ("book", "figures"),
        ("book", "requests"),
        ("book", "requests"),
    ]


def test_what_people_do_is_on_the_page(house: House, browser: Browsers) -> None:
    """Requests and talks of the day, in three languages; what the address asks for wrongly counts for nothing."""
    # it may become another day while this runs
    days = "period=own&" + "&".join(
        f"{name}={now_utc().date() + timedelta(days=by)}" for name, by in (("since", -1), ("until", 2))
    )
    ticket = house.opened()
    house.opened("uncle")
    house.change(
        lambda unit: staff_work.set_status(
            unit, "li", ticket.number, "closed", catalogue=house.desk.catalogue, now=now_utc(), result="办好了"
        )
    )
    # once only: two on both sides of midnight are two talks
    httpx.post(f"{house.url}/webhooks/rest/webhook", json={"sender": "amah", "message": "找人工"}, timeout=20)
    office = house.desk.catalogue.place.queues[house.queue].names
    for language, title, name in (
        ("zh-CN", "统计", office.zh_Hans),
        ("zh-HK", "統計", office.zh_Hant),
        ("en", "Figures", office.en),
    ):
        page = browser("chief", language).get(f"/console/figures?{days}&by=office&service=none&district=%3Cb%3E").text
        assert title in page and name in page and "100.0%" in page and "<svg" in page and "<b>" not in page
    sums = browser("book").get(f"/console/figures.csv?{days}").content.decode("utf-8-sig").splitlines()
    name = house.desk.catalogue.services[house.service.id].names.zh_Hans
    assert sums[1].startswith(f"{name},2,1,0,") and sums[-1].startswith("合计,2,1,0,")
    with house.desk.store.unit(reading=True) as unit:
        ((language, talks),) = unit.figure_book.talks(Narrow(1, 10**6))
    assert (language, talks.number, talks.wanted, talks.person) == ("zh_Hans", 1, 1, 1)


def test_a_list_that_is_taken_away_names_nobody(house: House, browser: Browsers) -> None:
    """Names and phones are masked, of who asked for secrecy nothing is told, and no formula runs."""
    services = house.desk.catalogue.services.values()
    service, field = next(
        (s, d) for s in services for d in s.details if d.kind == "name" and s.sensitivity == "ordinary"
    )
    shown, evil_one = (
        house.opened(who, service=service.id, details={field.id: name, "phone": "13800001234"})
        for who, name in (("amah", "陈小梅"), ("aunt", "=cmd()"))
    )
    secret = house.opened("uncle", service=service.id, secret=True, details={field.id: "陈小梅"})
    rows = browser("book").get("/console/requests.csv").content.decode("utf-8-sig").splitlines()
    lines = {row.split(",")[0]: row for row in rows}
    assert "陈小梅" not in "".join(rows) and "13800001234" not in "".join(rows) and "我妈想吃饭" not in "".join(rows)
    assert "陈**,138****1234" in lines[shown.number] and "陈" not in lines[secret.number]
    assert "'=**" in lines[evil_one.number]
    other = next(s for s in services if s.sensitivity == "ordinary" and s.queue != service.queue)
    far, narrowed = house.opened("far", service=other.id), f"/console/requests.csv?status=all&queue={other.queue}"
    page = browser("book").get(narrowed).text
    assert far.number in page and shown.number not in page


def test_the_report_says_what_each_figure_means(house: House, browser: Browsers) -> None:
    """A month on paper; a month that is none gives this one."""
    report = browser("chief").get("/console/figures/report?month=2026-10").text
    assert "2026年10月1日" in report and "2026年10月31日" in report and "评价时说“解决了”的" in report
    assert browser("chief").get("/console/figures/report?month=yesterday").status_code == 200


def test_the_command_line_writes_the_same(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as that member of staff may see; never over a file that is there."""
    ticket = house.opened()
    monkeypatch.setenv("NUANXIN_HOME", str(house.desk.settings.home))
    run = CliRunner().invoke
    file, table = tmp_path / "figures.xlsx", tmp_path / "list.csv"
    assert run(command, ["export", "figures", str(file), "--as", "chief", "--language", "en"]).exit_code == 0
    assert run(command, ["export", "requests", str(table), "--as", "chief"]).exit_code == 0
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as book:
        assert "By service" in book.read("xl/workbook.xml").decode()
    assert ticket.number in table.read_text("utf-8-sig") and "陈小梅" not in table.read_text("utf-8-sig")
    wrong = (
        ["figures", "x.txt"],
        ["figures", str(file)],
        ["figures", "x.csv", "--month", "may"],
        ["requests", "x.csv", "--status", "lost"],
    )
    for words in wrong:
        assert run(command, ["export", *words, "--as", "chief"]).exception is not None, words
    assert run(command, ["export", "figures", str(tmp_path / "no.csv"), "--as", "li"]).exception is not None
    assert not (tmp_path / "no.csv").exists()
