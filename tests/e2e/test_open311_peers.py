"""Other people's clients, as they come from their packages, against a desk of ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

from tests.e2e.console import House
from tests.e2e.programs import Program, Programs, office, program
from tests.e2e.test_open311_opening import answer

__all__ = ["office", "program"]

WORDS = "深圳市福田区翠竹路12号小区里的单杠断了，孩子老去吊，很危险"


@pytest.fixture(scope="module")
def public(office: House) -> str:
    """A public service."""
    return next(s.id for s in office.desk.catalogue.services.values() if s.public)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients ask the environment for one; the desk is on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def civic(one: Program) -> Open311Client:
    """civicbot, as for any city."""
    endpoint = Endpoint.from_dict(
        {"id": "ours", "name": "Ours", "base_url": f"{one.house.url}/open311/v2", "write": True}
        | {"api_key_required_for_write": True}
    )
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0)))


def test_civicbot_writes_and_reads_back(office: House, program: Programs, public: str) -> None:
    """It checks its form against our definition, sends it, and finds it again."""
    one = program("chief")
    client = civic(one)
    assert {service["service_code"] for service in client.list_services()} == set(office.desk.catalogue.services)
    definition = client.get_service_definition(public)
    answers = {
        a["code"]: a["values"][0]["key"] if a.get("values") else "翠竹路12号的单杠"
        for a in definition["attributes"]
        if a["required"]
    }
    sent = client.create_request(
        public,
        dry_run=False,
        confirm="SEND",
        validate_remote=True,
        api_key=one.key,
        lat=22.54,
        lng=114.06,
        description=WORDS,
        attributes=answers,
    )
    number = sent.response[0]["service_request_id"]
    found = client.get_request(number)
    assert found is not None and found["service_code"] == public and found["status"] == "open"
    assert number in [request["service_request_id"] for request in client.list_requests(service_code=public)]
    assert client.get_token(number) == [{"service_request_id": number, "token": number}]


def test_civicbot_sends_lists(office: House, program: Programs) -> None:
    """Several choices arrive as several."""
    one = program("chief")
    service, detail = next(
        (s, d)
        for s in office.desk.catalogue.services.values()
        for d in s.details
        if d.kind == "choices" and d.required and not d.ask_if
    )
    answers = {one.id: answer(one) for one in service.details}
    sent = civic(one).create_request(
        service.id,
        dry_run=False,
        confirm="SEND",
        api_key=one.key,
        address_string="翠竹路12号",
        attributes={**answers, "guardian_consent": "yes"} if service.participation else answers,
    )
    ticket = office.ticket(sent.response[0]["service_request_id"])
    assert ticket.details[detail.id] == tuple(choice.id for choice in detail.choices[:2])


@pytest.mark.parametrize("format", ["json", "xml"])
def test_georeport_reads(office: House, program: Programs, public: str, format: str) -> None:
    """Services, definitions, requests and one of them, in both formats."""
    number = office.opened(f"reader-{format}", service=public, details={}).number
    office.opened(f"reader2-{format}", service=public, details={})
    client = GeoReport(f"{office.url}/open311/v2", output_format=format)
    assert [s["service_code"] for s in client.get_service_list()] == list(office.desk.catalogue.services)
    definition = client.get_service_definition(public)
    attributes = definition["attributes"] if format == "json" else definition["attributes"]["attribute"]
    own = [detail.id for detail in office.desk.catalogue.services[public].details]
    assert [a["code"] for a in attributes][: len(own)] == own
    since = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    found = client.get_service_requests(status="open", start_date=since, service_code=public)
    assert number in [request["service_request_id"] for request in found]
    assert client.get_service_request(number)["service_request_id"] == number
