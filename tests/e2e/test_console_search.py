"""The console's one box: what is found, by whom, and that nothing tells of what they may not see."""

from __future__ import annotations

from actions.store.unit_of_work import SqlUnitOfWork
from tests.e2e.console import CSRF, Browsers, House, browser, house

__all__ = ["browser", "house"]


def test_one_box_finds_by_number_phone_name_and_words(house: House, browser: Browsers) -> None:
    """A number leads to its page; the others to rows; nothing stands in the address."""
    number, li = house.opened(text="我妈想找人送饭").number, browser("li")
    assert li.post("/console/search", q=f"请看 {number}").headers["location"].endswith(number)
    for text in ("送飯", "我妈 送饭", "陈小梅", "陳小梅", "138 0000 1234", "＋86 13800001234"):
        answer = li.post("/console/search", q=text)
        assert answer.status_code == 200 and number in answer.text, text
    for text in ("陈小", "送", "1380000123", "13800009999", "<script>", "%", "送饭 路灯"):
        assert number not in li.post("/console/search", q=text).text, text
    assert "送飯" not in li.get("/console/search?q=送飯").text


def test_what_one_may_not_see_is_neither_found_nor_counted(house: House, browser: Browsers) -> None:
    """Another office's, a minor's record, who keeps their name secret: the answer is that of nothing at all."""
    protected = next(s for s in house.desk.catalogue.services.values() if s.sensitivity == "protected")
    here = house.opened("a", text="送饭的人没来").number
    secret = house.opened("b", text="送饭的人没来", secret=True).number
    minor = house.opened("c", service=protected.id, text="送饭的人没来", details={"phone": "13800001234"})
    house.change(lambda unit: _make_minor(unit, minor.number))
    for who, seen in (("li", {here}), ("chief", {here, secret, minor.number}), ("elsewhere", set()), ("boss", set())):
        one = browser(who)
        for text in ("送饭的人", "13800001234"):
            answer = one.post("/console/search", q=text)
            found = {n for n in (here, secret, minor.number) if n in answer.text}
            assert found == seen, (who, text)
            if not seen:
                nothing = one.post("/console/search", q="完全没有").text.replace("完全没有", text)
                assert CSRF.sub("", answer.text) == CSRF.sub("", nothing)


def _make_minor(unit: SqlUnitOfWork, number: str) -> None:
    ticket = unit.tickets.by_number(number, lock=True)
    assert ticket is not None
    ticket.minor = True
    unit.tickets.save(ticket)


def test_a_search_is_noted_without_its_words(house: House, browser: Browsers) -> None:
    """That somebody searched stands in the audit, and what for nowhere."""
    browser("li").post("/console/search", q="陈小梅")
    with house.desk.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT actor, action, kind, subject, fields FROM audit").all()
    assert [tuple(row) for row in rows if row.kind == "search"] == [("li", "read", "search", "", "[]")]


def test_odd_questions_are_answered(house: House, browser: Browsers) -> None:
    """Empty, long, with what no text holds: a page, and no error."""
    li = browser("li")
    for text in ("", "   ", "x" * 5000, "\0送", "NX-261122-999999", "👵" * 30):
        assert li.post("/console/search", q=text).status_code == 200
