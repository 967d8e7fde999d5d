"""A request as it is shown: to whoever may read it with its words, to everybody without words and person."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions import details
from actions.desk.access import as_known
from actions.desk.person import Staff
from actions.desk.routing import district_in
from actions.desk.ticket import Ticket
from actions.dialogue.paper import fields
from bot.web.open311.arguments import LINK
from bot.web.open311.shapes import Note, Request, Told, stamp
from data.model import Catalogue, Detail

_PIN = re.compile(r"(-?\d{1,2}\.\d+),(-?\d{1,3}\.\d+)")
CHOSEN = frozenset({"choice", "choices"})  # kinds whose answers are our words, not the person's


class Shown:
    """Requests in one reader's language; without `staff` as everybody may see them."""

    def __init__(self, catalogue: Catalogue, language: str, staff: Staff | None, *, extensions: bool = False) -> None:
        self._catalogue, self._language, self._staff = catalogue, language, staff
        self._extensions = extensions
        self._zone = ZoneInfo(catalogue.place.timezone)

    def request(self, ticket: Ticket) -> Request:
        """One request."""
        service = self._catalogue.services.get(ticket.service)
        office = self._catalogue.place.queues.get(ticket.queue)
        if self._staff is None:
            more = self._open(ticket)
        else:
            more = self._whole(as_known(self._staff, ticket, self._catalogue))
        return Request(
            service_request_id=ticket.number,
            status="open" if ticket.is_open else "closed",
            service_name=service.names.of(self._language) if service else ticket.service,
            service_code=ticket.service,
            agency_responsible=office.names.of(self._language) if office else ticket.queue,
            service_notice=service.next.of(self._language) if service and ticket.is_open else None,
            requested_datetime=self._at(ticket.opened_at),
            updated_datetime=self._at(ticket.updated_at if ticket.is_open else ticket.closed_at or ticket.updated_at),
            expected_datetime=self._at(ticket.due.closed),
            address_id=None,
            zipcode=None,
            **more,
        )

    def _open(self, ticket: Ticket) -> dict[str, Any]:
        """What was chosen on buttons, and the district by our own name for it: no word of the person's."""
        named = district_in(str(ticket.details.get("district", "")), self._catalogue.place)
        chosen = [self._told(one, ticket) for one in self._known(ticket) if one.kind in CHOSEN and one.id != "asker"]
        return {
            "status_notes": None,
            "description": "; ".join(f"{one.name}: {one.value}" for one in chosen) or None,
            "address": named.names.of(self._language) if named else None,
            "lat": None,
            "long": None,
            "media_url": None,
            **({"attributes": chosen, "notes": []} if self._extensions else {}),
        }

    def _whole(self, ticket: Ticket) -> dict[str, Any]:
        told = [self._told(one, ticket) for one in self._known(ticket)]
        place = next((one for one in self._known(ticket) if one.kind == "place"), None)
        lat, long = _pin(ticket, str(ticket.details[place.id]) if place else "")
        said = next((event.text for event in reversed(ticket.history) if event.kind == "reply"), None)
        links = (a.url for a in ticket.attachments if LINK.fullmatch(a.url))
        return {
            "status_notes": said or None,
            "description": ticket.text[:4000] or None,
            "address": self._told(place, ticket).value if place else None,
            "lat": lat,
            "long": long,
            "media_url": next(links, None),
            **({"attributes": told, "notes": self._notes(ticket)} if self._extensions else {}),
        }

    def _known(self, ticket: Ticket) -> list[Detail]:
        """The details that this request has; what its service no longer asks nobody can word."""
        service = self._catalogue.services.get(ticket.service)
        return [one for one in fields(self._catalogue, service) if one.id in ticket.details] if service else []

    def _told(self, one: Detail, ticket: Ticket) -> Told:
        shown = details.show(one, ticket.details[one.id], self._language)
        return Told(code=one.id, name=one.label.of(self._language), value=shown)

    def _notes(self, ticket: Ticket) -> list[Note]:
        """The history but for what colleagues wrote for themselves."""
        return [
            Note(datetime=self._at(event.at), type=event.kind, description=event.text or None)
            for event in ticket.history
            if event.kind != "note"
        ]

    def _at(self, moment: datetime) -> str:
        return stamp(moment, self._zone)


def _pin(ticket: Ticket, place: str) -> tuple[float | None, float | None]:
    """Where it is, if a pin was sent or told."""
    pin = next((a for a in ticket.attachments if a.lat is not None and a.lon is not None), None)
    if pin is not None:
        return pin.lat, pin.lon
    told = _PIN.fullmatch(place)
    return (float(told[1]), float(told[2])) if told else (None, None)
