"""What is kept of one person, for themselves: everything they told, and what was told to them; no colleague's note."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.desk.person import Person
from actions.desk.ticket import FOLLOWER, HOLDER, REQUESTER, Event, Ticket
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.transcript import Transcripts

ALL = 100_000
HANDED_OUT = {"telegram": "abroad", "web": "page"}  # how a channel hands it out; on others staff do
FILE = "nuanxin.json"
TOLD = ("reply", "asked")  # by staff, to the person
AMONG_STAFF = ("note",)
BY = {REQUESTER: "you", FOLLOWER: "family", HOLDER: "code"}


def own_data(store: Store, transcripts: Transcripts, person: Person, now: datetime) -> dict[str, Any]:
    """As JSON would have it; times in UTC. The caller notes in the audit who took it."""
    with store.unit(reading=True) as unit:
        conversation = unit.people.conversation_of(person.id) or ""
        found = {
            "taken_at": now.isoformat(),
            "person": _person(person),
            "follows": [_link(link) for link in unit.people.links_of(person.id)],
            "followed_by": len([link for link in unit.people.links_to(person.id) if link.holds(now)]),
            "requests": [_ticket(ticket) for ticket in unit.tickets.of_person(person.id, limit=ALL)],
            "files": _files(unit, conversation),
        }
    talk = transcripts.read(conversation, person.channel, ALL) if conversation else []
    return found | {
        "talk": [
            {"at": line.at.isoformat(), "by": "you" if line.person else "desk", "text": line.text} for line in talk
        ]
    }


def as_file(found: Mapping[str, Any]) -> bytes:
    """The contents of the file."""
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _person(person: Person) -> Mapping[str, Any]:
    return {
        "channel": person.channel,
        "language": person.language,
        "name": person.name,
        "phone": person.phone,
        "district": person.district,
        "consents": person.consents,
        "since": person.created_at.isoformat() if person.created_at else None,
    }


def _link(link: Any) -> Mapping[str, Any]:
    return {"relation": link.relation, "called": link.label, "since": link.created_at.isoformat()}


def _files(unit: SqlUnitOfWork, conversation: str) -> list[Mapping[str, Any]]:
    files = unit.files.of_conversation(conversation)
    return [
        {"kind": f.kind, "name": f.name, "bytes": f.size, "heard": f.text, "at": f.put_at.isoformat()} for f in files
    ]


def _ticket(ticket: Ticket) -> Mapping[str, Any]:
    return {
        "number": ticket.number,
        "service": ticket.service,
        "status": ticket.status.value,
        "opened_at": ticket.opened_at.isoformat(),
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
        "details": {key: list(v) if isinstance(v, tuple) else v for key, v in ticket.details.items()},
        "text": ticket.text,
        "attachments": [[a.kind, a.url, a.text, a.lat, a.lon] for a in ticket.attachments],
        "history": [_event(event) for event in ticket.history if event.kind not in AMONG_STAFF],
    }


def _event(event: Event) -> Mapping[str, Any]:
    """Who of the staff it was is their own matter."""
    return {
        "at": event.at.isoformat(),
        "what": event.kind,
        "by": BY.get(event.by, "desk"),
        "text": event.text if event.by in BY or event.kind in TOLD else "",
    }
