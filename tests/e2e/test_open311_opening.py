"""Open311 for writing: a program opens requests with the readers, checks and promises of the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from actions.desk.ticket import Status
from actions.details.moment import PAST, direction
from data.model import Detail, Service
from tests.e2e.console import House
from tests.e2e.programs import Program, Programs, office, program

__all__ = ["office", "program"]

ANSWERS: dict[str, Any] = {
    "text": "坏了很久，没人修",
    "name": "阳光小区",
    "age": "9",
    "place": "深圳市福田区翠竹路12号",
    "district": "福田区",
    "phone": "13800001234",
    "money": "1200",
    "count": "2",
    "yes_no": "yes",
    "consent": "true",
    "file": "https://example.org/a.jpg",
}


def answer(detail: Detail) -> Any:
    """What a program would send, by the detail's kind; a day ten days off, on the side that is meant."""
    today = datetime.now(UTC).date()
    if detail.kind == "choice":
        return detail.choices[0].id
    if detail.kind == "choices":
        return [choice.id for choice in detail.choices[:2]]
    if detail.kind == "age" and (detail.min or 0) > 9:
        return str(max(detail.min or 0, 70))
    if detail.kind == "birth_date":
        return today.replace(year=today.year - 10, day=1).isoformat()
    if detail.kind == "month":
        return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    if detail.kind in ("date", "when"):
        day = datetime.now(UTC) + timedelta(days=-10 if direction(detail) == PAST else 10)
        return day.date().isoformat() if detail.kind == "date" else day.isoformat()
    return ANSWERS[detail.kind]


def form(service: Service) -> dict[str, Any]:
    """A form with every detail answered."""
    told = {"x__guardian_consent": "yes"} if service.participation else {}
    return {"service_code": service.id, **told, **{f"x__{d.id}": answer(d) for d in service.details}}


def number(answer: Any) -> str:
    """The number that a program was given."""
    assert answer.status_code == 200, answer.text
    (taken,) = answer.json()
    return str(taken["service_request_id"])


@pytest.fixture(scope="module")
def writer(program: Programs) -> Program:
    """A program with a key of staff who may write."""
    return program("chief")


def fields_of(office: House, kind: str) -> tuple[Service, Detail]:
    """A service without a rule of its own, and its first detail of that kind, required and asked in any case."""
    return next(
        (service, detail)
        for service in office.desk.catalogue.services.values()
        for detail in service.details
        if detail.kind == kind and detail.required and not detail.ask_if and not service.decide
    )


def test_what_a_program_sends_is_read_as_in_a_talk(office: House, writer: Program) -> None:
    """Ids, labels and words; a clock, an office and a history as any other request."""
    service, choice = fields_of(office, "choice")
    label = choice.choices[1].label.zh_Hans
    ticket = office.ticket(
        number(writer.post(**{**form(service), f"x__{choice.id}": label, "description": "请帮帮忙"}))
    )
    assert ticket.details[choice.id] == choice.choices[1].id
    assert (ticket.service, ticket.status, ticket.text) == (service.id, Status.NEW, "请帮帮忙")
    assert ticket.due.closed > ticket.opened_at and ticket.history[0].kind == "opened"


def test_values_keep_their_kind(office: House, writer: Program) -> None:
    """Numbers are numbers, yes is yes, several are several; dates stand as days where the desk is."""
    kinds: dict[str, type] = {"age": int, "count": int, "money": int, "yes_no": bool, "choices": tuple}
    for kind, holds in kinds.items():
        service, detail = fields_of(office, kind)
        value = office.ticket(number(writer.post(**form(service)))).details[detail.id]
        assert type(value) is holds, kind


def test_every_service_can_be_opened(office: House, writer: Program) -> None:
    """All of the catalogue, as its definitions say; a service with a rule says no for a reason of its own."""
    for service in office.desk.catalogue.services.values():
        sent = writer.post(**form(service))
        assert sent.status_code == 200 or (
            service.decide and sent.json()[0]["description"].startswith("service_code")
        ), sent.text


def test_a_list_is_repeated_with_or_without_brackets(office: House, writer: Program) -> None:
    """Both forms are in use."""
    service, detail = fields_of(office, "choices")
    chosen = [one.id for one in detail.choices[:2]]
    rest = {name: value for name, value in form(service).items() if name != f"x__{detail.id}"}
    for name in (f"attribute[{detail.id}]", f"attribute[{detail.id}][]"):
        ticket = office.ticket(number(writer.post(**(rest | {name: chosen}))))
        assert ticket.details[detail.id] == tuple(chosen)


def test_place_picture_and_person(office: House, writer: Program) -> None:
    """The specification's own fields: where, a link that is kept, who it is for."""
    service, place = fields_of(office, "place")
    more = {name: value for name, value in form(service).items() if name != f"x__{place.id}"}
    person = {"first_name": "小梅", "last_name": "陈", "phone": "138 0000 1234", "account_id": "a-1"}
    where = {"lat": "22.54", "long": "114.06", "address_string": "深圳市福田区翠竹路12号"}
    answer = writer.post(**more, **person, **where, media_url="https://example.org/p.jpg")
    ticket = office.ticket(number(answer))
    assert answer.json()[0]["account_id"] == "a-1"
    assert ticket.details[place.id] == where["address_string"] and ticket.details["phone"] == "13800001234"
    assert ticket.details["district"] == "深圳市福田区"
    assert [(a.kind, a.lat, a.url) for a in ticket.attachments] == [
        ("location", 22.54, ""),
        ("link", None, "https://example.org/p.jpg"),
    ]
    with office.desk.store.unit(reading=True) as unit:
        found = unit.people.get(ticket.requester)
    assert found is not None and found.name == "陈小梅"
    (seen,) = writer.read(f"/requests/{ticket.number}")
    assert (seen["lat"], seen["address"], seen["media_url"]) == (
        22.54,
        where["address_string"],
        "https://example.org/p.jpg",
    )


def test_a_pin_alone_is_a_place(office: House, writer: Program) -> None:
    """lat and long answer the first place that is asked for."""
    service, place = fields_of(office, "place")
    more = {name: value for name, value in form(service).items() if name != f"x__{place.id}"}
    ticket = office.ticket(number(writer.post(**more, lat="22.54", long="114.06")))
    assert ticket.details[place.id] == "22.540000,114.060000"


def test_the_same_account_is_the_same_person(office: House, writer: Program, program: Programs) -> None:
    """Of one program; another's account of that name is somebody else, and no name is somebody new."""
    service, _ = fields_of(office, "place")
    other = program("wang")
    sent = [(writer, "x"), (writer, "x"), (other, "x"), (writer, ""), (writer, "")]
    people = [office.ticket(number(p.post(**form(service), account_id=id))).requester for p, id in sent]
    assert people[0] == people[1] and len(set(people)) == 4


def test_free_words_fill_what_they_tell(office: House, writer: Program) -> None:
    """The description is read as a first message is: what it says need not be sent again."""
    service = next(s for s in office.desk.catalogue.services.values() if s.public)
    description = "深圳市福田区翠竹路12号小区里的单杠断了，孩子老去吊，很危险"
    ticket = office.ticket(number(writer.post(service_code=service.id, description=description)))
    assert {d.id for d in service.details if d.required} <= ticket.details.keys()


def test_what_is_missing_or_wrong_is_named_line_by_line(office: House, writer: Program) -> None:
    """400, with the attribute's code, in the language asked for; nothing is opened."""
    service, age = fields_of(office, "age")
    before = len(writer.ids())
    answer = writer.post(service_code=service.id, **{f"x__{age.id}": "很老了吧也许", "x__nonsense": "1"})
    lines = [error["description"] for error in answer.json()]
    assert answer.status_code == 400 and {error["code"] for error in answer.json()} == {"400"}
    wrong = {line.partition(":")[0] for line in lines}
    wanted = {f"attribute[{d.id}]" for d in service.details if d.required and not d.ask_if}
    assert wanted | {"attribute[nonsense]"} <= wrong
    assert len(writer.ids()) == before


def test_the_rule_of_a_service_holds_here_too(office: House, writer: Program) -> None:
    """What the assistant would not open, a program does not open: why is told."""
    service = next(s for s in office.desk.catalogue.services.values() if s.decide)
    answer = writer.post(**form(service))
    assert answer.status_code == 400 and service.decide is not None
    reasons = {condition.fails.zh_Hans for condition in service.decide.conditions}
    assert answer.json()[0]["description"].removeprefix("service_code: ") in reasons


def test_under_fourteen_a_guardian_agrees(office: House, writer: Program) -> None:
    """Asked as an attribute where a child takes part in public."""
    service = next(
        s
        for s in office.desk.catalogue.services.values()
        if s.participation and any(d.kind == "age" for d in s.details)
    )
    child = {f"x__{d.id}": "9" for d in service.details if d.kind == "age"}
    refused = writer.post(**{**form(service), **child, "x__guardian_consent": ""})
    assert refused.status_code == 400 and "guardian_consent" in refused.text
    assert number(writer.post(**{**form(service), **child, "x__guardian_consent": "yes"}))


def test_an_alarm_rings_and_the_numbers_come_first(office: House, writer: Program) -> None:
    """The crisis gate reads what programs bring as well."""
    service, _ = fields_of(office, "place")
    answer = writer.post(**{**form(service), "description": "我不想活了"})
    ticket = office.ticket(number(answer))
    assert [a.conversation for a in office.alarms()] == [ticket.conversation]
    contact = next(c for c in office.desk.catalogue.contacts.values() if "self_harm" in c.crises)
    assert contact.number in answer.json()[0]["service_notice"]


def test_an_old_persons_alarm_names_no_line_for_children(office: House, writer: Program) -> None:
    """A child's does, and of a service for everybody."""
    known = office.desk.catalogue
    line = next(c.names.zh_Hans for c in known.contacts.values() if c.young and c.crises)
    grave = [s for s in known.services.values() if s.after_crisis == "continue" and "family" in s.audience]
    for service in grave:
        answer = writer.post(**{**form(service), "description": "隔壁天天打人，往死里打"})
        assert (line in answer.json()[0]["service_notice"]) is not service.for_elders, service.id
        answer = writer.post(**{**form(service), "description": "隔壁孩子天天被他爸往死里打"})
        assert line in answer.json()[0]["service_notice"], service.id
    assert {s.for_elders for s in grave} == {True, False}


@pytest.mark.parametrize("username", ["", "book"])
def test_without_a_key_that_may_write_nothing_is_opened(office: House, program: Programs, username: str) -> None:
    """403 without a key and with an auditor's, whatever else is in the form."""
    one = program(username)
    answer = one.post("/requests.xml", service_code="no such")
    tree = ElementTree.fromstring(answer.content)
    assert answer.status_code == 403 and tree.findtext("error/code") == "403"


@pytest.mark.parametrize(
    ("fields", "status", "name"),
    [
        ({}, 400, "service_code"),
        ({"service_code": "no_such"}, 404, "service_code"),
        ({"jurisdiction_id": "atlantis"}, 404, "jurisdiction_id"),
        ({"lat": "22.5"}, 400, "lat, long"),
        ({"lat": "91", "long": "1"}, 400, "lat"),
        ({"lat": "nan", "long": "1"}, 400, "lat"),
        ({"address_id": "7"}, 400, "address_id"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"description": "长" * 4001}, 400, "description"),
        ({"attribute[": "x"}, 400, "attribute["),
        ({"x__age": "x" * 4001}, 400, "attribute[age]"),
    ],
)
def test_wrong_fields(office: House, writer: Program, fields: dict[str, str], status: int, name: str) -> None:
    """Each is named."""
    code = {"service_code": fields_of(office, "place")[0].id} if name != "service_code" else {}
    answer = writer.post(**{**code, **fields})
    assert answer.status_code == status and answer.json()[0]["description"].startswith(f"{name}:")


def test_a_body_that_is_no_form_is_refused(writer: Program) -> None:
    """JSON, a form without end, too many fields."""
    post = writer.http.post
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert post("/requests.json", json={}).status_code == 400
    assert post("/requests.json", content=b"a" * 140_000, headers=kind).status_code == 400
    assert post("/requests.json", content=b"&".join(b"a=1" for _ in range(501)), headers=kind).status_code == 400


def test_hostile_words_stay_words(office: House, writer: Program) -> None:
    """Control characters, markup and broken bytes come back as text, and XML stays XML."""
    service, _ = fields_of(office, "place")
    description = "<b>&amp;\x01\x0b\ufffe]]></request> \U0001f600 很急"
    named = number(writer.post(**{**form(service), "description": description}))
    assert office.ticket(named).text == description
    xml = writer.get(f"/requests/{named}.xml")
    assert "\U0001f600 很急" in (ElementTree.fromstring(xml.content).findtext("request/description") or "")
    broken = f"api_key={writer.key}&service_code={service.id}&description=%ff%fe".encode()
    answer = writer.http.post(
        "/requests.json", content=broken, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400


def test_staff_hear_of_it_in_the_console(office: House, writer: Program) -> None:
    """It stands in the queue, and its page opens with the talk behind it."""
    from tests.e2e.console import Browser

    service, _ = fields_of(office, "place")
    named = number(writer.post(**form(service)))
    browser = Browser(office)
    browser.login("chief")
    assert browser.get(f"/console/tickets/{named}").status_code == 200
    browser.http.close()
