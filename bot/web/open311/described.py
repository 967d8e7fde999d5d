"""How the OpenAPI description tells of answers: every one in both formats, errors in the one form."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.web.open311.progress import MEANT
from bot.web.open311.shapes import Error

ABOUT = (
    "Open311 GeoReport v2 with the extension for updates. `services` shows all that can be asked for; `requests` shows "
    "without a key only those of public services, without anybody's words; with a key what its holder's role may see. "
    "The answers are in the language of Accept-Language: zh-Hans, zh-Hant or en."
)
WHY = {
    400: "An argument is wrong.",
    403: "The api_key is missing or does not open this.",
    404: "There is no such thing here.",
}


FIELDS = {
    "api_key": "Of somebody who may write.",
    "service_code": "From services.",
    "jurisdiction_id": "May be left out.",
    "lat": "WGS84, with long.",
    "long": "WGS84, with lat.",
    "address_string": "Where it is, in words.",
    "description": "What is needed, in the person's own words; at most 4,000 characters.",
    "media_url": "A picture or a page; kept, never fetched.",
    "first_name": "Of the person.",
    "last_name": "Of the person.",
    "phone": "Of the person.",
    "email": "Of the person.",
    "account_id": "What the program calls the person.",
    "device_id": "What the program calls the person's device.",
}


def body(fields: dict[str, str], *required: str, more: str = "") -> dict[str, Any]:
    """The description of a form; `more` tells of further fields."""
    schema: dict[str, Any] = {
        "type": "object",
        "required": list(required),
        "properties": {name: {"type": "string", "description": text} for name, text in fields.items()},
        "additionalProperties": {"type": "string", "description": more} if more else False,
    }
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


OPENING = body(
    FIELDS,
    "api_key",
    "service_code",
    more="attribute[code]: what the service's definition asks for, in words or by key; a list as attribute[code][].",
)

PASSING = body(
    {
        "api_key": "Of somebody who may write.",
        "jurisdiction_id": "May be left out.",
        "service_request_id": "Which request.",
        "update_id": "The program's own id of this update; at most 120 characters.",
        "status": f"One of {', '.join(MEANT)}.",
        "updated_datetime": "Is not kept: what is passed on stands at the time it came.",
        "description": "What is to be said; at most 4,000 characters.",
        "media_url": "A picture or a page; kept, never fetched.",
    },
    "api_key",
    "service_request_id",
    "update_id",
)


def answers(shape: Any, *refusals: int) -> dict[int | str, dict[str, Any]]:
    """The answers of one address: its own shape, and the errors that it may give."""
    found: dict[int | str, dict[str, Any]] = {200: _answer("As asked.", shape)}
    for status in (*refusals, 404):
        found[status] = _answer(WHY[status], list[Error])
    return found


def _answer(why: str, shape: Any) -> dict[str, Any]:
    return {
        "description": why,
        "content": {"application/json": {"schema": _schema(shape)}, "text/xml": {"schema": {"type": "string"}}},
    }


@cache
def _schema(shape: Any) -> Any:
    schema = TypeAdapter(shape).json_schema(ref_template="#/components/schemas/{model}")
    return _inlined({k: v for k, v in schema.items() if k != "$defs"}, schema.get("$defs", {}))


def _inlined(schema: Any, known: dict[str, Any]) -> Any:
    """The schema with what it refers to put in its place: nothing here refers to itself."""
    if isinstance(schema, list):
        return [_inlined(one, known) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(known[schema["$ref"].rpartition("/")[2]], known)
    return {name: _inlined(value, known) for name, value in schema.items()}
