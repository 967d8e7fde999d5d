"""How a request went on, line by line, in our own words for where it stands and in those of the extension."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime

from actions.desk.ticket import Event, Status, Ticket

WORDS: Mapping[Status, str] = {
    Status.NEW: "OPEN",
    Status.ASSIGNED: "INVESTIGATING",
    Status.IN_PROGRESS: "IN_PROGRESS",
    Status.WAITING: "IN_PROGRESS",  # the extension has no word for waiting for the person
    Status.ANSWERED: "IN_PROGRESS",  # nor for a result that the person has not judged yet
    Status.CLOSED: "CLOSED",
    Status.CANCELLED: "CANCELLED",
}
MEANT: Mapping[str, Status | None] = {  # what another program says, and what follows here; None: it stays
    "OPEN": None,
    "FOR_TRIAGE": None,
    "INTERNAL_REFERRAL": None,
    "INVESTIGATING": Status.IN_PROGRESS,
    "IN_PROGRESS": Status.IN_PROGRESS,
    "ACTION_SCHEDULED": Status.IN_PROGRESS,
    "REOPEN": Status.IN_PROGRESS,
    "FIXED": Status.CLOSED,
    "CLOSED": Status.CLOSED,
    "DUPLICATE": Status.CLOSED,
    "NO_FURTHER_ACTION": Status.CLOSED,
    "CANCELLED": Status.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history: its place there, where the request stood after it, and the extension's word for it."""

    place: int
    at: datetime
    kind: str
    status: Status
    word: str
    text: str


def steps(ticket: Ticket, queues: Container[str]) -> list[Step]:
    """The whole history; `queues` are the offices, to which a request moves."""
    found, status = [], Status.NEW
    for place, event in enumerate(ticket.history):
        moved = event.kind == "assigned" and str(event.data.get("to", "")) in queues
        status = _after(event, status, moved=moved)
        word = "REOPEN" if event.kind == "reopened" else "INTERNAL_REFERRAL" if moved else WORDS[status]
        found.append(Step(place, event.at, event.kind, status, word, event.text))
    return found


def _after(event: Event, status: Status, *, moved: bool) -> Status:
    match event.kind:
        case "assigned" if moved:
            return Status.NEW if status is Status.ASSIGNED else status
        case "status":
            said = event.data.get("status")
            return Status(said) if said in set(Status) else status
        case "assigned" if status is Status.NEW:
            return Status.ASSIGNED
        case "cancelled":
            return Status.CANCELLED
        case "reopened":
            return Status.IN_PROGRESS
    return status


def step_id(ticket: Ticket, place: int) -> str:
    """What programs call a line of a history."""
    return f"{ticket.number}.{place}"
