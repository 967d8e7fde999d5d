"""The extension for updates: programs read what happened, and pass on what they know, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from actions.desk import staff_work
from actions.desk.ticket import Status
from bot.web.open311.progress import MEANT, WORDS, steps
from tests.e2e.console import House
from tests.e2e.programs import Program, Programs, as_text, from_xml, office, program

__all__ = ["office", "program"]

SAID, NOTED = "明天上午来修", "这家以前投诉过"


def do(office: House, step: Any, number: str, *arguments: str, **told: str) -> None:
    """A step of staff."""
    more = told if step is staff_work.note else {"catalogue": office.desk.catalogue, **told}
    office.change(lambda unit: step(unit, "chief", number, *arguments, now=datetime.now(UTC), **more))


@pytest.fixture(scope="module")
def worked(office: House) -> str:
    """A public request that went a long way."""
    service = next(s for s in office.desk.catalogue.services.values() if s.public)
    number = office.opened("worked", service=service.id, details={}).number
    do(office, staff_work.assign, number, "li")
    do(office, staff_work.assign, number, office.other)
    do(office, staff_work.note, number, NOTED)
    do(office, staff_work.reply, number, SAID)
    for status in ("waiting", "answered", "closed", "in_progress", "cancelled"):
        do(office, staff_work.set_status, number, status)
    return number


WAY = ["INVESTIGATING", "INTERNAL_REFERRAL", *["IN_PROGRESS"] * 4, "CLOSED", "REOPEN", "CANCELLED"]


def read(one: Program, number: str, **arguments: str) -> list[dict[str, Any]]:
    """A request's updates; both formats say the same."""
    json = one.get("/servicerequestupdates.json", **arguments)
    xml = one.get("/servicerequestupdates.xml", **arguments)
    assert json.status_code == 200 and as_text(json.json()) == from_xml(ElementTree.fromstring(xml.content))
    return [update for update in json.json() if update["service_request_id"] == number]


def test_each_step_has_its_word(office: House, program: Programs, worked: str) -> None:
    """In order, in the extension's words; the words to the person are told, a note never."""
    found = read(program("chief"), worked)
    assert [update["status"] for update in found] == WAY
    assert [update["description"] for update in found if update["description"]] == [SAID]
    assert len({update["update_id"] for update in found}) == len(found)
    assert NOTED not in str(found)


def test_without_a_key_steps_without_words(office: House, program: Programs, worked: str) -> None:
    """Of public requests only, and a reply is not even counted."""
    hidden = office.opened("hidden").number
    do(office, staff_work.set_status, hidden, "closed", result=SAID)
    found = read(program(), worked)
    assert {update["description"] for update in found} == {None} and len(found) == len(WAY) - 1
    assert read(program(), hidden) == [] and read(program("chief"), hidden) != []


def test_words_around_a_secret_name_are_kept_from_other_staff(office: House, program: Programs) -> None:
    """They may hold the name; who answers for it reads them."""
    number = office.opened("secret", secret=True).number
    do(office, staff_work.reply, number, SAID)
    assert SAID in str(read(program("chief"), number)) and SAID not in str(read(program("li"), number))


def test_the_span_is_that_of_the_steps(office: House, program: Programs, worked: str) -> None:
    """A program that polls every hour sees each step once."""
    one, now = program("chief"), datetime.now(UTC)
    assert read(one, worked, start_date=(now + timedelta(hours=1)).isoformat()) == []
    assert read(one, worked, end_date=(now - timedelta(hours=1)).isoformat()) == []
    assert len(read(one, worked, start_date=(now - timedelta(hours=1)).isoformat())) == len(WAY)
    assert one.get("/servicerequestupdates.json", start_date="soon").status_code == 400


def test_the_history_tells_where_a_request_stands(office: House, worked: str) -> None:
    """Walked through to its end it says what the request says; every status has a word, every word a meaning."""
    ticket = office.ticket(worked)
    assert steps(ticket, office.desk.catalogue.place.queues)[-1].status is ticket.status
    assert set(WORDS) == set(Status) and set(WORDS.values()) <= set(MEANT)


def passed(one: Program, number: str, id: str, **fields: str) -> Any:
    """What a program is answered."""
    return one.post("/servicerequestupdates.json", service_request_id=number, update_id=id, **fields)


def test_words_of_the_office_reach_the_person_and_move_the_request(office: House, program: Programs) -> None:
    """Another system answers a citizen of ours, opens again and closes; each id counts once."""
    number, one = office.opened("citizen").number, program("chief")
    answer = passed(one, number, "u1", description=SAID, status="IN_PROGRESS")
    assert answer.status_code == 200
    ticket = office.ticket(number)
    assert ticket.status is Status.IN_PROGRESS and ticket.first_contact_at is not None
    (told,) = [row.say for row in office.desk.store.outbox.latest(ticket.conversation) if "text" in row.say.params]
    assert told.params["text"] == SAID
    assert answer.json()[0]["update_id"] in [update["update_id"] for update in read(one, number)]
    assert passed(one, number, "u1", description=SAID).status_code == 400
    assert passed(one, number, "u2", description="修好了", status="fixed").status_code == 200
    assert office.ticket(number).status is Status.CLOSED
    assert passed(one, number, "u3", description="再来看看").status_code == 400
    assert passed(one, number, "u4", description="再来看看", status="REOPEN").status_code == 200
    assert [e.text for e in office.ticket(number).history if e.kind == "reply"] == [SAID, "修好了", "再来看看"]


def test_words_of_a_program_s_own_person_are_theirs(office: House, program: Programs) -> None:
    """Who opened it through the program adds to it through the program, and moves nothing."""
    one = program("wang")
    service = next(s for s in office.desk.catalogue.services.values() if s.public)
    words = "深圳市福田区翠竹路12号小区里的单杠断了，孩子老去吊，很危险"
    sent = one.post(service_code=service.id, description=words, account_id="a")
    number = sent.json()[0]["service_request_id"]
    link = "https://example.org/p.jpg"
    assert passed(one, number, "u1", description="又断了一根", status="CLOSED", media_url=link).status_code == 200
    ticket = office.ticket(number)
    assert ticket.history[-1].kind == "information" and ticket.history[-1].text == "又断了一根"
    assert ticket.status is Status.NEW and ticket.attachments[-1].url == link
    do(office, staff_work.set_status, number, "closed", result=SAID)
    assert passed(one, number, "u2", description="还有").status_code == 400
    assert ticket.conversation not in [alarm.conversation for alarm in office.alarms()]


@pytest.mark.parametrize("closed", [False, True])
def test_words_of_danger_in_an_update_ring(office: House, program: Programs, closed: bool) -> None:
    """The crisis gate reads what a program's person adds, also where the request takes nothing more."""
    one = program("wang")
    service = next(s for s in office.desk.catalogue.services.values() if s.public)
    words = "深圳市福田区翠竹路12号小区里的单杠断了，孩子老去吊，很危险"
    sent = one.post(service_code=service.id, description=words, account_id=f"danger-{closed}")
    number = sent.json()[0]["service_request_id"]
    if closed:
        do(office, staff_work.set_status, number, "closed", result=SAID)
    answer = passed(one, number, "u1", description="我不想活了")
    assert answer.status_code == (400 if closed else 200)
    assert office.ticket(number).conversation in [alarm.conversation for alarm in office.alarms()]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"update_id": ""}, 400),
        ({"service_request_id": ""}, 400),
        ({"service_request_id": "NX-261122-999996"}, 404),
        ({"status": "SOMEHOW"}, 400),
        ({"status": "OPEN", "description": ""}, 400),
        ({"description": "长" * 4001}, 400),
        ({"media_url": "ftp://x"}, 400),
        ({"jurisdiction_id": "atlantis"}, 404),
    ],
)
def test_wrong_updates(office: House, program: Programs, fields: dict[str, str], status: int) -> None:
    """Each is told, and nothing is kept: the same id may come again."""
    number, one = office.opened("wrong").number, program("chief")
    right = {"service_request_id": number, "update_id": "u1", "description": SAID}
    assert one.post("/servicerequestupdates.json", **{**right, **fields}).status_code == status
    assert one.post("/servicerequestupdates.json", **right).status_code == 200


@pytest.mark.parametrize(("username", "status"), [("", 403), ("book", 403), ("elsewhere", 404)])
def test_who_may_not_passes_nothing_on(office: House, program: Programs, username: str, status: int) -> None:
    """Without a key, with an auditor's, and with one that does not see the request."""
    number = office.opened("kept").number
    assert passed(program(username), number, "u1", description=SAID).status_code == status
    assert len(office.ticket(number).history) == 1
