"""A ticket as the command line prints it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions import details
from actions.desk.ticket import Event, Ticket
from actions.details import Value
from data.model import Catalogue, Detail

LANGUAGE = "zh_Hans"  # the office's


def as_json(ticket: Ticket, timezone: str, catalogue: Catalogue) -> dict[str, Any]:
    """The fixed form (design.md): times in ISO 8601 with the place's offset, of a month the first day."""
    zone = ZoneInfo(timezone)
    known = _known(ticket, catalogue)

    def at(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None

    return {
        "number": ticket.number,
        "service": ticket.service,
        "status": ticket.status.value,
        "clock": ticket.clock,
        "due": {step: at(getattr(ticket.due, step)) for step in ("taken_up", "first_contact", "result", "closed")},
        "urgency": ticket.urgency,
        "urged": ticket.urged,
        "reopened": ticket.reopened,
        "queue": ticket.queue,
        "assignee": ticket.assignee,
        "secret": ticket.secret,
        "opened_at": at(ticket.opened_at),
        "details": {key: _outward(known.get(key), value) for key, value in ticket.details.items()},
        "text": ticket.text,
        "attachments": [
            {"kind": a.kind, "url": a.url, "text": a.text, "lat": a.lat, "lon": a.lon} for a in ticket.attachments
        ],
        "rating": _rating(ticket),
        "conversation": ticket.conversation,
        "history": [_event(event, at) for event in ticket.history],
    }


def _known(ticket: Ticket, catalogue: Catalogue) -> dict[str, Detail]:
    service = catalogue.services.get(ticket.service)
    return {d.id: d for d in (*(service.details if service else ()), *catalogue.common)}


def _outward(detail: Detail | None, value: Value) -> Any:
    if detail is not None and detail.kind in ("date", "when") and len(str(value)) < len("2026-11-22"):
        return str(details.first_day(str(value)) or value)
    if detail is not None and detail.kind == "month" and "," in str(value):
        return str(value).split(",")
    return list(value) if isinstance(value, tuple) else value


def _event(event: Event, at: Any) -> dict[str, Any]:
    data = {key: list(v) if isinstance(v, tuple) else v for key, v in event.data.items()}
    return {
        "at": at(event.at),
        "kind": event.kind,
        "by": event.by,
        "text": event.text,
        **({"data": data} if data else {}),
    }


def _rating(ticket: Ticket) -> dict[str, Any] | None:
    if ticket.rating is None:
        return None
    return {
        "contacted": ticket.rating.contacted,
        "solved": ticket.rating.solved,
        "satisfied": ticket.rating.satisfied,
    }


def as_row(ticket: Ticket, timezone: str, catalogue: Catalogue) -> str:
    """One line: number, urgency, status, due, service, queue, who has it."""
    service = catalogue.services.get(ticket.service)
    name = service.names.of(LANGUAGE) if service else ticket.service
    due = ticket.due.result.astimezone(ZoneInfo(timezone))
    state = f"{ticket.number}  {ticket.urgency}  {ticket.status.value:<11}  {due:%m-%d %H:%M}"
    urged = f"  催{ticket.urged}次" if ticket.urged else ""
    return f"{state}  {name}  {ticket.queue}  {ticket.assignee or '-'}{urged}"


def as_text(ticket: Ticket, timezone: str, catalogue: Catalogue) -> str:
    """A request with its details and history."""
    known = _known(ticket, catalogue)
    lines = [as_row(ticket, timezone, catalogue)]
    for key, value in ticket.details.items():
        label = known[key].label.of(LANGUAGE) if key in known else key
        lines.append(f"  {label}: {details.show(known[key], value, LANGUAGE) if key in known else value}")
    if ticket.text:
        lines.append(f"  原话: {ticket.text}")
    for event in ticket.history:
        at = event.at.astimezone(ZoneInfo(timezone))
        told = event.text or " ".join(f"{k}={v}" for k, v in event.data.items())
        lines.append(f"  {at:%m-%d %H:%M}  {event.by}  {event.kind}  {told}")
    return "\n".join(lines)
