"""What is answered, as the specification names it; None is an empty element in XML and null in JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

Datatype = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]


def stamp(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as the specification writes it, in the place's time."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


class Shape(BaseModel):
    """One object of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Endpoint(Shape):
    """Where the specification is served."""

    specification: str
    url: str
    changeset: str
    type: Literal["production", "test"]
    formats: list[str]


class Discovery(Shape):
    """What a program asks first."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]


class Service(Shape):
    """One kind of request; `keywords` is a comma list."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: Literal["realtime"]
    keywords: str
    group: str


class Option(Shape):
    """One value of a list."""

    key: str
    name: str


class Attribute(Shape):
    """One thing to know before a request is opened; `order` counts from 1."""

    variable: bool
    code: str
    datatype: Datatype
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[Option] | None = None


class Definition(Shape):
    """All attributes of one service."""

    service_code: str
    attributes: list[Attribute]


class Told(Shape):
    """With `extensions`: one attribute as it was answered."""

    code: str
    name: str
    value: str


class Note(Shape):
    """With `extensions`: one line of the history."""

    datetime: str
    type: str
    description: str | None


class Request(Shape):
    """One request; `expected_datetime` is when its clock runs out."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str | None = None
    service_name: str
    service_code: str
    description: str | None = None
    agency_responsible: str | None
    service_notice: str | None = None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str
    address: str | None = None
    address_id: str | None = None
    zipcode: str | None = None
    lat: float | None = None
    long: float | None = None
    media_url: str | None = None
    attributes: list[Told] | None = None
    notes: list[Note] | None = None


class Taken(Shape):
    """A request that was opened."""

    service_request_id: str
    service_notice: str | None
    account_id: str | None


class Token(Shape):
    """What became of a token: numbers are given at once here, so a number is its own token."""

    service_request_id: str
    token: str


class Update(Shape):
    """One step of a request, in the extension's words for where it stands."""

    update_id: str
    service_request_id: str
    status: str
    updated_datetime: str
    description: str | None = None
    media_url: str | None = None


class Noted(Shape):
    """An update that was taken."""

    update_id: str


class Error(Shape):
    """What went wrong."""

    code: str
    description: str
