"""Open311 for reading: what is served, who sees which requests, and in which words errors come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from actions.desk.person import Staff
from actions.desk.staff_work import reply
from actions.desk.ticket import Attachment
from bot.web.page import POLICY
from data.model import LANGUAGES
from tests.e2e.console import House
from tests.e2e.programs import Programs, office, program

__all__ = ["office", "program"]

PHONE, SHOWN, WORDS = "13800001234", "138 0000 1234", "就在我家楼下，我姓陈"


@pytest.fixture(scope="module")
def public(office: House) -> str:
    """The number of a request that everybody may know of, full of what nobody may."""
    service = next(s for s in office.desk.catalogue.services.values() if s.public)
    details: dict[str, Any] = {d.id: WORDS for d in service.details if d.kind in ("place", "text")}
    details |= {d.id: d.choices[0].id for d in service.details if d.kind == "choice"}
    return office.opened("public", service=service.id, text=WORDS, details={**details, "phone": PHONE}).number


@pytest.fixture(scope="module")
def private(office: House, public: str) -> str:
    """The number of one that only staff may know of."""
    return office.opened("private", details={"phone": PHONE}, text=WORDS, secret=True).number


# what is served


def test_discovery_names_both_formats(program: Programs) -> None:
    """A program starts here: where, in which formats, and where a key comes from."""
    one = program()
    found = one.get("/discovery.json").json()
    (endpoint,) = found["endpoints"]
    assert endpoint["url"] == str(one.http.base_url).rstrip("/") and endpoint["type"] == "test"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert one.http.get(found["key_service"]).status_code == 200
    xml = ElementTree.fromstring(one.get("/discovery.xml").content)
    assert [f.text for f in xml.iterfind("endpoints/endpoint/formats/format")] == endpoint["formats"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_is_listed_in_the_language_asked_for(office: House, program: Programs, language: str) -> None:
    """All of the catalogue, by its ids; what is not public is marked private for those who show reports."""
    found = program(language=language.replace("_", "-")).read("/services", "service")
    services = office.desk.catalogue.services
    assert [one["service_code"] for one in found] == list(services)
    for one in found:
        service = services[one["service_code"]]
        assert one["service_name"] == service.names.of(language)
        assert ("private" in one["keywords"].split(",")) is not service.public


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_are_the_details(office: House, program: Programs, language: str) -> None:
    """Each detail with its type, its question and its choices, in order; and it is valid in both formats."""
    one, services = program(language=language.replace("_", "-")), list(office.desk.catalogue.services.values())
    for service in services if language == "en" else services[:4]:
        found = one.read(f"/services/{service.id}", "definition")["attributes"]
        assert [a["order"] for a in found] == list(range(1, len(found) + 1))
        for detail, attribute in zip(service.details, found, strict=False):
            assert (attribute["code"], attribute["description"]) == (detail.id, detail.ask.of(language))
            assert attribute["required"] is (detail.required and detail.ask_if is None)
            if detail.choices:
                told = [(value["key"], value["name"]) for value in attribute["values"]]
                assert told == [(choice.id, choice.label.of(language)) for choice in detail.choices]


# who sees what


def test_without_a_key_only_public_services_and_nobodys_words(program: Programs, public: str, private: str) -> None:
    """Number, status and times: no name, no phone, no word that a person wrote."""
    one = program()
    assert one.ids() == [public] and one.ids(service_request_id=f"{private},{public}") == [public]
    told = one.get("/requests.xml", extensions="true").text + one.get(f"/requests/{public}.json").text
    assert SHOWN not in told and PHONE not in told and WORDS not in told
    assert one.get(f"/requests/{private}.json").status_code == 404


def test_unknown_and_kept_look_alike(program: Programs, private: str) -> None:
    """Nobody learns from the answer that there is such a request."""
    one = program()
    assert one.get(f"/requests/{private}.json").content == one.get("/requests/NX-261122-999996.json").content
    assert one.get(f"/tokens/{private}.xml").content == one.get("/tokens/nonsense.xml").content


def looks(office: House, username: str) -> int:
    """How often the audit says that they read something."""
    with office.desk.store.database.read() as connection:
        lines = connection.exec_driver_sql(f"SELECT count(*) FROM audit WHERE action = 'read' AND actor = '{username}'")
        count: int = lines.scalar_one()
    return count


def test_with_a_key_what_its_holder_may_see(office: House, program: Programs, public: str, private: str) -> None:
    """Staff with all queues see all; an office sees its own queue; each look is noted."""
    assert {public, private} <= set(program("li").ids())
    mine = program("office")
    assert all(office.ticket(number).queue == office.queue for number in mine.ids()) and private in mine.ids()
    assert program("elsewhere").get(f"/requests/{private}.json").status_code == 404
    before = looks(office, "office")
    mine.get(f"/requests/{private}.json")
    mine.get(f"/requests/{private}.xml")
    assert looks(office, "office") == before + 2


def test_a_secret_name_is_kept_from_other_staff(office: House, program: Programs) -> None:
    """Who works it or answers for it knows the name; to others neither name, place nor free words are shown."""
    known = office.desk.catalogue.services.values()
    service, place = next(
        (s.id, d.id) for s in known if s.sensitivity != "protected" for d in s.details if d.kind == "place"
    )
    told: dict[str, Any] = {"details": {"phone": PHONE, place: WORDS}, "text": WORDS, "secret": True}
    pin = Attachment("location", lat=22.54, lon=114.06)
    number = office.opened("secret", service=service, attachments=(pin,), **told).number
    office.change(
        lambda unit: reply(unit, "chief", number, WORDS, catalogue=office.desk.catalogue, now=datetime.now(UTC))
    )
    (seen,) = program("chief").read(f"/requests/{number}", extensions="true")
    assert seen["description"] == seen["address"] == seen["status_notes"] == WORDS and seen["lat"] == 22.54
    assert SHOWN in str(seen["attributes"])
    (kept,) = program("li").read(f"/requests/{number}", extensions="true")
    assert SHOWN not in str(kept) and PHONE not in str(kept) and WORDS not in str(kept)
    assert {kept[name] for name in ("description", "address", "lat", "long", "status_notes", "media_url")} == {None}


def test_a_wrong_key_is_told_and_not_taken_for_none(office: House, program: Programs, public: str) -> None:
    """403, also for a key that was ended and for somebody who no longer works here."""
    office.change(lambda unit: unit.staff.save(Staff("leaver", "离职", "agent")))
    stranger, ended, gone = program(), program("li"), program("leaver")
    stranger.key = "x" * 43
    with office.desk.store.unit() as unit:
        for key in unit.keys.all():
            if key.staff == "li":
                assert unit.keys.end(key.id, datetime.now(UTC)) is (key.ended_at is None)
        unit.commit()
    office.change(lambda unit: unit.staff.save(Staff("leaver", "离职", "agent", disabled=True)))
    for one in (stranger, ended, gone):
        answer = one.get("/requests.json")
        assert answer.status_code == 403 and answer.json()[0]["code"] == "403"
        assert one.get(f"/requests/{public}.xml").status_code == 403


def test_of_a_key_only_a_digest_is_kept(office: House, program: Programs) -> None:
    """Whoever reads the database cannot use the keys."""
    one = program("chief")
    with office.desk.store.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM keys").all()
    assert kept and one.key not in str(kept)


# filters


def test_filters(office: House, program: Programs, public: str, private: str) -> None:
    """By number, service, status and date; a number overrides all else."""
    one, now, both = program("chief"), datetime.now(UTC), {public, private}

    def shown(**arguments: str) -> set[str]:
        return set(one.ids(**arguments)) & both

    assert shown(service_code=office.ticket(public).service) == {public}
    assert shown(status="open") == shown(status="open,closed") == both and shown(status="closed") == set()
    assert one.ids(service_request_id=public, status="closed") == [public]
    assert shown(end_date=(now - timedelta(days=1)).isoformat()) == set()
    assert shown(start_date=(now - timedelta(days=1)).isoformat()) == both
    assert shown(start_date=(now + timedelta(days=1)).isoformat()) == set()


def test_pages(office: House, program: Programs, public: str, private: str) -> None:
    """Newest first, page by page, and nothing behind the last."""
    one, last = program("chief"), office.ticket(private).opened_at.isoformat()
    assert [one.ids(end_date=last, page=str(p), page_size="1") for p in (1, 2, 3)] == [[private], [public], []]


def test_a_closed_request_says_when_and_its_clock_is_its_date(office: House, program: Programs) -> None:
    """updated_datetime is the closing, expected_datetime the promise."""
    ticket = office.opened("closing")
    one = program("chief")
    office.change(lambda unit: _close(unit, office, ticket.number))
    ((found,),) = [one.read(f"/requests/{ticket.number}")]
    closed = office.ticket(ticket.number)
    assert found["status"] == "closed" and closed.closed_at is not None
    assert datetime.fromisoformat(found["updated_datetime"]) == closed.closed_at.replace(microsecond=0)
    assert datetime.fromisoformat(found["expected_datetime"]) == closed.due.closed
    assert one.read("/requests", status="closed")[0]["service_request_id"] == ticket.number


def _close(unit: Any, office: House, number: str) -> None:
    from actions.desk.staff_work import set_status

    set_status(unit, "chief", number, "closed", catalogue=office.desk.catalogue, result="办好了", now=datetime.now(UTC))


# errors


@pytest.mark.parametrize(
    ("path", "arguments", "status"),
    [
        ("/nothing", {}, 404),
        ("/services/no_such", {}, 404),
        ("/requests/NX-1", {}, 404),
        ("/services", {"jurisdiction_id": "atlantis"}, 404),
        ("/requests", {"service_code": "no_such"}, 404),
        ("/requests", {"status": "half"}, 400),
        ("/requests", {"start_date": "yesterday"}, 400),
        ("/requests", {"start_date": "0001-01-01T00:00:00Z"}, 400),
        ("/requests", {"end_date": "9999-12-31T23:59:59-14:00"}, 400),
        ("/requests", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, 400),
        ("/requests", {"start_date": "2026-02-01", "end_date": "2026-01-01"}, 400),
        ("/requests", {"page": "0"}, 400),
        ("/requests", {"page_size": "1001"}, 400),
        ("/requests", {"page": "１"}, 400),
        ("/requests", {"service_request_id": ",".join(map(str, range(101)))}, 400),
    ],
)
def test_errors_have_the_one_form(program: Programs, path: str, arguments: dict[str, str], status: int) -> None:
    """A list of code and description, in the format that was asked for."""
    one = program()
    answer = one.get(path + ".json", **arguments)
    assert answer.status_code == status
    assert [error["code"] for error in answer.json()] == [str(status)] and answer.json()[0]["description"]
    xml = one.get(path + ".xml", **arguments)
    tree = ElementTree.fromstring(xml.content)
    assert (xml.status_code, tree.tag, tree.findtext("error/code")) == (status, "errors", str(status))


@pytest.mark.parametrize("path", ["/services.csv", "/services", "/requests/x.yml"])
def test_other_formats_are_not_found(program: Programs, path: str) -> None:
    """XML is the language of errors where none was asked for."""
    answer = program().get(path)
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/xml")


def test_empty_arguments_are_absent_ones(program: Programs, public: str) -> None:
    """Clients send every field of their form."""
    names = ("service_request_id", "service_code", "status", "start_date", "end_date", "page", "page_size", "api_key")
    assert program().ids(**dict.fromkeys(names, ""), jurisdiction_id="") == [public]


def test_the_page_shows_addresses_and_runs_no_script(program: Programs) -> None:
    """Readable in three languages under the strict policy."""
    for language, word in (("zh-CN", "密钥"), ("zh-HK", "密鑰"), ("en", "key")):
        page = program(language=language).get("/")
        assert page.headers["content-security-policy"] == POLICY
        assert "/open311/v2/services.{format}" in page.text and word in page.text and "<script" not in page.text
