"""Which office gets a request: by the service's field and by where it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from actions.desk.ticket import Value
from actions.details.divisions import county
from data.model import District, Jurisdiction, Service


def queue_of(service: Service, details: Mapping[str, Value], home: str, place: Jurisdiction) -> str:
    """The office that holds the service's queue in the district named, or the field's own queue."""
    district = district_of(service, details, home, place)
    if district is None:
        return service.queue
    return district.queues.get(service.queue) or district.queues.get("default") or service.queue


def district_of(service: Service, details: Mapping[str, Value], home: str, place: Jurisdiction) -> District | None:
    """The district of the jurisdiction that a request is about."""
    found = (district_in(text, place) for text in _places(service, details, home))
    return next((one for one in found if one is not None), None)


def district_in(text: str, place: Jurisdiction) -> District | None:
    """The district of the jurisdiction that a text names; the longest name wins."""
    plain = _plain(text)
    best: tuple[int, District | None] = (0, None)
    for district in place.districts:
        names = (district.names.zh_Hans, district.names.zh_Hant, district.names.en, *district.aliases)
        length = max((len(n) for n in map(_plain, names) if n and n in plain), default=0)
        if length > best[0]:
            best = (length, district)
    return best[1]


def county_of(service: Service, details: Mapping[str, Value], home: str, place: Jurisdiction) -> str:
    """The code of the county that the request is about, "" where nobody can say."""
    for text in _places(service, details, home):
        district = district_in(text, place)
        named = county(text) if district is None and text else None
        if district is not None or named is not None:
            return district.code if district is not None else named.code if named else ""
    return ""


def place_key(service: Service, details: Mapping[str, Value]) -> str:
    """The place of a request without blanks and marks, to know the same one again; empty where none is asked."""
    for detail in service.details:
        value = details.get(detail.id)
        if detail.kind == "place" and isinstance(value, str):
            return "".join(c for c in _plain(value) if c.isalnum())
    return ""


def _places(service: Service, details: Mapping[str, Value], home: str) -> Iterator[str]:
    ids = ["district", *(d.id for d in service.details if d.kind == "district")]
    ids += [d.id for d in service.details if d.kind == "place"]
    for id in ids:
        value = details.get(id)
        if isinstance(value, str):
            yield value
    yield home


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
