"""A request for somebody on the phone or at the counter: the bot's form on one page, number and code told once."""

from __future__ import annotations

import re

from tests.e2e.console import Browser, Browsers, House, browser, house

__all__ = ["browser", "house"]
CODE = re.compile(r"<strong>([0-9A-Z]{4} [0-9A-Z]{4})</strong>")
NUMBER = re.compile(r"<strong>(NX-\d{6}-\d{6})</strong>")
MEAL = {
    "service": "meal_service",
    "d.age": "八十三",
    "d.address": "深圳市罗湖区翠竹路5号",
    "d.dining": "delivery",
    "d.start": "明天",
    "d.phone": "138 0000 5678",
    "name": "陈小梅",
    "text": "我妈想让人送饭",
}


def fill_in(one: Browser, **fields: str) -> str:
    """Send the form as the page gives it."""
    page = one.get("/console/open?service=meal_service").text
    key = re.findall(r'name="key" value="([0-9a-f]{32})"', page)[0]
    return one.post("/console/open", key=key, **(MEAL | fields)).text


def test_what_is_said_on_the_phone_becomes_a_request(house: House, browser: Browsers) -> None:
    """Read as in a talk; number and code stand there once, the history says who opened it."""
    li = browser("li")
    told = fill_in(li)
    (number,), (code,) = NUMBER.findall(told), CODE.findall(told)
    kept = house.ticket(number)
    assert kept.details["age"] == 83 and kept.details["phone"] == "13800005678" and kept.text == MEAL["text"]
    assert "请打电话告诉" in told and kept.district == "440303"
    page = li.get(f"/console/tickets/{number}").text
    assert code.replace(" ", "") not in page and "替本人登记" in page and "电话（没有聊天）" in page
    assert "联系人：陈小梅" in page
    with house.desk.store.unit(reading=True) as unit:
        (person,) = unit.people.find(phone="13800005678")
        assert person.name == "陈小梅" and person.id == kept.requester


def test_who_was_here_before_is_found_by_number(house: House, browser: Browsers) -> None:
    """Chosen, the request joins their others and news reach their chat; the same form twice is one; names are noted."""
    first = house.opened("amah", details={"phone": "13800005678"})
    with house.desk.store.unit() as unit:
        person = unit.people.get(first.requester)
        assert person is not None
        person.name = "陈小梅"
        unit.people.save(person)
        unit.commit()
    li = browser("li")
    page = li.get("/console/open?service=meal_service&d.phone=13800005678").text
    assert f'value="{first.requester}"' in page and "陈小梅" in page
    with house.desk.store.unit(reading=True) as unit:
        (line,) = (one for one in unit.audit.trail("person") if one.action == "read")
    assert (line.actor, line.subject, tuple(line.fields)) == ("li", first.requester, ("name",))
    told = fill_in(li, person=first.requester)
    number = NUMBER.findall(told)[0]
    assert house.ticket(number).conversation == first.conversation and "会发到对方那里" in told
    again = fill_in(li, person=first.requester)
    assert "刚才已经登记了" in again and number in again and not CODE.findall(again)
    stranger = NUMBER.findall(fill_in(li, person="new"))[0]
    assert house.ticket(stranger).requester != first.requester


def test_a_name_is_kept_with_whom_it_belongs_to(house: House, browser: Browsers) -> None:
    """Who had given none has it now; another name is asked about; a second one at one telephone renames nobody."""
    first, li = house.opened("amah", details={"phone": "13800005678"}), browser("li")
    number = NUMBER.findall(fill_in(li, person=first.requester))[0]
    assert house.ticket(number).requester == first.requester
    assert "联系人：陈小梅" in li.get(f"/console/tickets/{first.number}").text
    assert "是另外的人" in fill_in(li, person=first.requester, name="陈大文", text="不一样的话")
    opened = [NUMBER.findall(fill_in(li, person="new", name=name))[0] for name in ("陈大文", "陈二妹")]
    pages = [li.get(f"/console/tickets/{number}").text for number in opened]
    assert "联系人：陈大文" in pages[0] and "联系人：陈二妹" in pages[1]


def test_another_matter_of_the_same_person_is_split_off(house: House, browser: Browsers) -> None:
    """From the request's page, without asking who it is."""
    first = house.opened("amah")
    li = browser("li")
    assert f"/console/open?from={first.number}" in li.get(f"/console/tickets/{first.number}").text
    number = NUMBER.findall(fill_in(li, **{"from": first.number, "person": first.requester}))[0]
    assert house.ticket(number).requester == first.requester


def test_a_talk_becomes_a_request(house: House, browser: Browsers) -> None:
    """Of the person who writes there, from the talk's page; whoever may not read the talk opens none from it."""
    _, talk = house.alarm()
    li = browser("li")
    assert f"/console/open?talk={talk}" in li.get(f"/console/talks/{talk}").text
    page = li.get(f"/console/open?service=meal_service&talk={talk}").text
    person = re.findall(r'name="person" value="(\w+)"', page)
    number = NUMBER.findall(fill_in(li, talk=talk, person=person[0]))[0]
    assert len(person) == 1 and house.ticket(number).conversation == talk
    assert browser("office").get(f"/console/open?talk={talk}").status_code == 404


def test_what_is_missing_or_wrong_is_told_at_its_field(house: House, browser: Browsers) -> None:
    """In the reader's language; nothing typed is lost, nothing is opened, and an auditor opens nothing."""
    li = browser("li", "en")
    page = fill_in(li, **{"d.age": "三岁", "d.start": ""})
    assert 'id="d.age-error"' in page and "This is needed." in page and "三岁" in page and not CODE.findall(page)
    book = browser("book")
    assert book.get("/console/open").status_code == 404 and book.post("/console/open", **MEAL).status_code in (403, 404)


def test_danger_heard_on_the_phone_rings(house: House, browser: Browsers) -> None:
    """The words pass the crisis gate like any others."""
    fill_in(browser("li"), text="我妈说她不想活了")
    assert [alarm.kind for alarm in house.alarms()] == ["self_harm"]


def ring(one: Browser, number: str, result: str) -> int:
    """Press a button of the list of calls as the page shows it."""
    page = one.get().text
    form = page[page.index(f"/console/tickets/{number}/rung") :]
    upto = re.findall(r'name="upto" value="(\d+)"', form)[0]
    return one.post(f"/console/tickets/{number}/rung", result=result, upto=upto).status_code


def test_who_has_no_chat_is_told_by_telephone(house: House, browser: Browsers) -> None:
    """News become a call to make: where and what to say; told it counts as delivered, unanswered it comes again."""
    li = browser("li")
    number = NUMBER.findall(fill_in(li))[0]
    assert "要打电话告诉的" not in li.get().text
    li.post(f"/console/tickets/{number}/assign", to="li")
    li.post(f"/console/tickets/{number}/reply", text="明天中午送到")
    page = li.get().text
    assert 'href="tel:13800005678"' in page and "明天中午送到" in page and "要打电话告诉的（1）" in page
    wang, seen = browser("wang"), house.ticket(number).id
    assert "明天中午送到" in wang.get().text and "明天中午送到" in wang.get().text  # shown twice, noted once
    with house.desk.store.unit(reading=True) as unit:
        lines = unit.audit.trail("ticket")
    noted = [(one.action, tuple(one.fields)) for one in lines if (one.actor, one.subject) == ("wang", seen)]
    assert noted == [("read", ("phone", "name", "says"))]
    assert number not in browser("elsewhere").get().text and "tel:" not in browser("book").get().text
    assert ring(li, number, "not_reached") == 303 and "打过 1 次没人接" in li.get().text
    shown = re.findall(r'name="upto" value="(\d+)"', li.get().text)[0]
    li.post(f"/console/tickets/{number}/reply", text="改成后天")
    assert li.post(f"/console/tickets/{number}/rung", result="told", upto=shown).status_code == 303
    left = li.get().text
    assert "改成后天" in left and "明天中午送到" not in left  # what came after the page was shown was not read out
    assert ring(li, number, "told") == 303 and "要打电话告诉的" not in li.get().text
    late = li.post(f"/console/tickets/{number}/rung", result="told", upto="99")
    assert late.status_code == 409 and "同事已经打过" in late.text
    conversation = house.ticket(number).conversation
    assert {row.state for row in house.desk.store.outbox.latest(conversation)} == {"sent"}
    assert [one.kind for one in house.ticket(number).history].count("told") == 2


def test_whom_nobody_reaches_stands_among_what_did_not_arrive(house: House, browser: Browsers) -> None:
    """And is on the list of calls again once somebody wants it; a secret name's number is its worker's alone."""
    li = browser("li")
    number = NUMBER.findall(fill_in(li, secret="1", **{"d.phone": "138 0000 5679"}))[0]
    li.post(f"/console/tickets/{number}/assign", to="li")
    assert 'href="tel:13800005679"' in li.get().text and "只对本人说" in li.get().text
    others = browser("wang").get().text
    assert number in others and "13800005679" not in others and "姓名和电话保密" in others
    assert ring(li, number, "given_up") == 303
    page = li.get("/console/undelivered").text
    assert "电话打不通" in page
    again = re.findall(r'action="(/console/undelivered/\d+)"', page)[0]
    assert li.post(again).status_code == 303 and "要打电话告诉的（1）" in li.get().text
