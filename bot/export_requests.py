"""The list of requests as a table: where each stands, with its person masked and without a word of what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.desk.access import knows_name
from actions.desk.person import Staff
from actions.desk.ticket import Ticket
from bot.export import Sheet, Value, masked_name, masked_phone
from bot.shown import Shown

MOST = 5000  # requests in a file
COLUMNS = (
    *("number", "service", "status", "urgency", "opened", "due", "queue", "has_it"),
    *("name", "phone", "closed", "contacted", "solved", "satisfied"),
)


def listed(tickets: Iterable[Ticket], staff: Staff, shown: Shown) -> Sheet:
    """A row a request."""
    rows = [_row(ticket, staff, shown) for ticket in tickets]
    return Sheet(shown.t("figures.list"), [shown.t(f"figures.column.{name}") for name in COLUMNS], rows)


def _row(ticket: Ticket, staff: Staff, shown: Shown) -> list[Value]:
    name, phone = _person(ticket, shown) if _told(ticket, staff) else ("", "")
    rating = ticket.rating
    return [
        ticket.number,
        shown.service(ticket.service),
        shown.status(ticket.status.value),
        shown.t(f"urgency.{ticket.urgency}"),
        _at(ticket.opened_at, shown),
        _at(ticket.due_next, shown) if ticket.is_open else "",
        shown.queue(ticket.queue),
        shown.member(ticket.assignee) if ticket.assignee else "",
        name,
        phone,
        _at(ticket.closed_at, shown) if ticket.closed_at else "",
        _said(rating.contacted if rating else None, shown),
        _said(rating.solved if rating else None, shown),
        rating.satisfied if rating else None,
    ]


def _told(ticket: Ticket, staff: Staff) -> bool:
    """A file travels: of protected requests, and of who asked for secrecy, not even a masked name."""
    return ticket.sensitivity != "protected" and not ticket.secret and knows_name(staff, ticket)


def _person(ticket: Ticket, shown: Shown) -> tuple[str, str]:
    service = shown.catalogue.services.get(ticket.service)
    kinds: Mapping[str, str] = {d.id: d.kind for d in (*shown.catalogue.common, *(service.details if service else ()))}
    found = {kinds.get(id, ""): value for id, value in reversed(ticket.details.items()) if isinstance(value, str)}
    return masked_name(found.get("name", "")), masked_phone(found.get("phone", ""))


def _at(moment: datetime, shown: Shown) -> str:
    return moment.astimezone(ZoneInfo(shown.catalogue.place.timezone)).strftime("%Y-%m-%d %H:%M")


def _said(answer: bool | None, shown: Shown) -> str:
    return "" if answer is None else shown.t(f"figures.said.{'yes' if answer else 'no'}")
