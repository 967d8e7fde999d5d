"""Whatever a program sends: no answer breaks, each is described, and without a key nothing is told or changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.console import House
from tests.e2e.programs import Program, Programs, office, program

__all__ = ["office", "program"]

EVERY_DAY = "OPEN311_CASES" not in os.environ  # then the same ones each time
CASES = int(os.environ.get("OPEN311_CASES", "5"))  # of each address, each way; `make fuzz-programs` takes 700
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    ("GET", "/discovery.{format}"),
    ("GET", "/services.{format}"),
    ("GET", "/services/{service_code}.{format}"),
    ("GET", "/requests.{format}"),
    ("GET", "/requests/{service_request_id}.{format}"),
    ("GET", "/tokens/{token}.{format}"),
    ("GET", "/servicerequestupdates.{format}"),
    ("POST", "/requests.{format}"),
    ("POST", "/servicerequestupdates.{format}"),
]
PRIVATE = "就在我家楼下，我姓陈"

type Change = Callable[[Any, Random], None]


@pytest.fixture(scope="module")
def private(office: House) -> str:
    """The number of a request that no stranger may learn of."""
    return office.opened("private", text=PRIVATE, details={"phone": "13800001234"}).number


@pytest.fixture(scope="module")
def described(office: House) -> Any:
    """The addresses as the desk describes them; none is left out here."""
    schema = schemathesis.openapi.from_url(f"{office.url}/open311/v2/openapi.json")
    assert {(m.upper(), path) for path in schema for m in schema[path]} == set(OPERATIONS)
    return schema


def probe(one: Program, operation: Any, mode: GenerationMode, change: Change) -> list[Any]:
    """Send that many cases; every answer must be one that is described."""
    answers = []

    @settings(
        max_examples=CASES,
        database=None,
        derandomize=EVERY_DAY,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), dice=st.randoms())
    def send(case: Any, dice: Random) -> None:
        change(case, dice)
        answer = case.call(base_url=str(one.http.base_url).rstrip("/"))
        case.validate_response(answer, checks=CHECKS)
        answers.append(answer)

    send()
    return answers


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_without_a_key(
    office: House,
    program: Programs,
    private: str,
    described: Any,
    method: str,
    path: str,
    mode: GenerationMode,
) -> None:
    """Nothing breaks, nothing is opened, nobody's words or number come out."""
    before = office.ticket(private).version, len(program("chief").ids())

    def change(case: Any, dice: Random) -> None:
        for place in (case.path_parameters or {}).keys() & {"service_request_id", "token"}:
            case.path_parameters[place] = dice.choice((private, case.path_parameters[place]))

    answers = probe(program(), described[path][method], mode, change)
    told = "\n".join(answer.text for answer in answers)
    assert PRIVATE not in told and private not in told
    assert method == "GET" or {answer.status_code for answer in answers} <= {400, 403, 404, 405}
    assert (office.ticket(private).version, len(program("chief").ids())) == before


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), OPERATIONS[3:])
def test_with_a_key(
    office: House,
    program: Programs,
    private: str,
    described: Any,
    method: str,
    path: str,
    mode: GenerationMode,
) -> None:
    """Nothing breaks behind the key either, where requests are opened and moved."""
    one, services = program("chief"), list(office.desk.catalogue.services)

    def change(case: Any, dice: Random) -> None:
        if method == "GET":
            case.query = {**(case.query if isinstance(case.query, dict) else {}), "api_key": one.key}
        elif isinstance(case.body, dict):
            case.body |= {"api_key": one.key, "service_request_id": private, "service_code": dice.choice(services)}

    probe(one, described[path][method], mode, change)
