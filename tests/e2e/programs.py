"""Programs that speak Open311 with a desk: every answer they get is held against the public schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import jsonschema_rs
import pytest

from bot.web.open311.formats import ITEMS
from tests.e2e.console import House

SCHEMAS = Path(__file__).parent / "open311"


def _schema(name: str) -> dict[str, Any]:
    """A public schema; the two lists name their items' file."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return found


ONE = {
    "service": jsonschema_rs.validator_for(_schema("service"), validate_formats=True),
    "request": jsonschema_rs.validator_for(_schema("request"), validate_formats=True),
    "definition": jsonschema_rs.validator_for(_schema("service-definition"), validate_formats=True),
}


class Program:
    """Somebody else's program, with a key or without."""

    def __init__(self, house: House, key: str = "", language: str = "zh-CN") -> None:
        self.house, self.key = house, key
        self.http = httpx.Client(
            base_url=house.url + "/open311/v2", timeout=20, headers={"accept-language": language}, trust_env=False
        )

    def get(self, path: str, **arguments: str) -> httpx.Response:
        """Ask; the key goes with it."""
        return self.http.get(path, params={**arguments, **({"api_key": self.key} if self.key else {})})

    def read(self, path: str, kind: str = "request", **arguments: str) -> Any:
        """The JSON of an answer that must be given, each object valid; the XML must say the same."""
        answer = self.get(path + ".json", **arguments)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        for one in found if isinstance(found, list) else [found]:
            ONE[kind].validate(one)
        xml = self.get(path + ".xml", **arguments)
        assert xml.headers["content-type"] == "text/xml; charset=utf-8"
        assert as_text(found) == from_xml(ElementTree.fromstring(xml.content))
        return found

    def ids(self, **arguments: str) -> list[str]:
        """Numbers of the requests that are shown."""
        return [one["service_request_id"] for one in self.read("/requests", **arguments)]

    def post(self, path: str = "/requests.json", **fields: Any) -> httpx.Response:
        """Send a form; `x__y` is the attribute y, a list is one with []."""
        form: dict[str, Any] = {"api_key": self.key} if self.key else {}
        for name, value in fields.items():
            if name.startswith("x__"):
                name = f"attribute[{name[3:]}]" + ("[]" if isinstance(value, list) else "")
            form[name] = value
        return self.http.post(path, data=form)


def as_text(value: Any) -> Any:
    """JSON as XML can say it: everything is text, nothing and an empty list are nothing."""
    if isinstance(value, dict):
        return {name: as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value] or None
    if value is None or value == "":
        return None
    return str(value).lower() if isinstance(value, bool) else str(value).replace("\r\n", "\n")


def from_xml(element: ElementTree.Element) -> Any:
    """An element as `as_text` gives it."""
    inner = list(element)
    if not inner:
        return element.text
    if element.tag in LISTS:
        return [from_xml(one) for one in inner]
    return {one.tag: from_xml(one) for one in inner}


LISTS = {*ITEMS, "services", "service_requests", "errors", "service_request_updates"}

type Programs = Callable[..., Program]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A desk for all tests of a file."""
    with House(tmp_path_factory.mktemp("office")) as house:
        yield house


@pytest.fixture(scope="module")
def program(office: House) -> Iterator[Programs]:
    """Starts programs; with a user name they have a key that this member of staff answers for."""
    started: list[Program] = []

    def start(username: str = "", language: str = "zh-CN") -> Program:
        key = ""
        if username:
            with office.desk.store.unit() as unit:
                _, key = unit.keys.make(username, "test", datetime.now(UTC))
                unit.commit()
        started.append(Program(office, key, language))
        return started[-1]

    yield start
    for one in started:
        one.http.close()
