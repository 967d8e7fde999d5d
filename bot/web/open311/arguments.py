"""Arguments of an address or a form, read strictly; an empty one is an absent one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from fastapi import Request

from bot.web.open311.errors import Refusal
from data.model import Catalogue

SPAN = timedelta(days=90)
MOST = 1000  # rows
LARGEST = 128 * 1024  # bytes of a form: 4,000 characters of Chinese are 36 KB there
FIELDS = 500
YEARS = range(1970, 2200)
LINK = re.compile(r"https?://[^\s/]\S*")
FORM = "application/x-www-form-urlencoded"

type Form = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when."""

    start: datetime
    end: datetime


async def read_form(request: Request) -> Form:
    """The fields of the body and of the address; raises Refusal 400 where the body is no form, or too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refusal(400, f"send the fields as {FORM}")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise Refusal(400, f"the form is larger than {LARGEST} bytes")
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), errors="replace", max_num_fields=FIELDS)
    except ValueError:
        raise Refusal(400, f"the form has more than {FIELDS} fields") from None
    for name, value in (*pairs, *request.query_params.multi_items()):
        if value.strip() and (value not in found.get(name, ())):
            found.setdefault(name, []).append(value.replace("\0", ""))
    return found


def one(form: Form, name: str, longest: int = 500) -> str:
    """A field that stands once, "" where it is missing; raises Refusal 400 where it is too long."""
    value = form.get(name, [""])[0].strip()
    if len(value) > longest:
        raise Refusal(400, f"{name}: has more than {longest} characters")
    return value


def items(text: str) -> tuple[str, ...]:
    """A comma list."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def jurisdiction(catalogue: Catalogue, id: str) -> None:
    """One endpoint serves one place: any other is not found."""
    if id.strip() and id.strip() != catalogue.place.id:
        raise Refusal(404, f"jurisdiction_id: this endpoint serves {catalogue.place.id} only")


def span(start: str, end: str, zone: ZoneInfo, now: datetime) -> Span:
    """The span asked for; 90 days where one end is open, and never more. Raises Refusal 400."""
    first, last = moment("start_date", start, zone), moment("end_date", end, zone)
    if first is None and last is None:
        return Span(now - SPAN, now)
    if first is None:
        assert last is not None
        return Span(last - SPAN, last)
    last = last or first + SPAN
    if last < first:
        raise Refusal(400, "end_date: lies before start_date")
    if last - first > SPAN:
        raise Refusal(400, f"start_date, end_date: span more than {SPAN.days} days")
    return Span(first, last)


def moment(name: str, text: str, zone: ZoneInfo) -> datetime | None:
    """A W3C date-time, in the place's zone where it names none; None where it is absent. Raises Refusal 400."""
    text = text.strip()
    if not text:
        return None
    text = re.sub(r" (?=\d\d:\d\d$)", "+", text)  # a plus sign that nobody escaped
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Refusal(400, f"{name}: is no date-time such as 2026-11-23T10:00:00+08:00")
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def count(name: str, text: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`; raises Refusal 400."""
    if not text.strip():
        return default
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()) or not 1 <= int(text) <= most:
        raise Refusal(400, f"{name}: must be a whole number from 1 to {most}")
    return int(text)
