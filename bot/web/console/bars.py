"""The promises of a request as bars: how much of the time is gone, when the clock stood still, when it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.desk.ticket import STEPS, Ticket

WIDE = 200  # units of a bar's width
NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise; places are units from the left. `level` kept | kept_late | fine | near | late | paused | settled."""

    step: str
    level: str
    gone: int
    due: int
    pauses: Sequence[tuple[int, int]]  # where each begins, and how wide it is


def bars(ticket: Ticket, now: datetime) -> list[Bar]:
    """The four, in order."""
    done = (ticket.taken_up_at, ticket.first_contact_at, ticket.result_at, ticket.closed_at)
    return [_bar(ticket, step, kept, now) for step, kept in zip(STEPS, done, strict=True)]


def _bar(ticket: Ticket, step: str, kept: datetime | None, now: datetime) -> Bar:
    begun = ticket.begun(step)
    due: datetime = getattr(ticket.due, step)
    until = kept or ticket.waiting_since or now
    whole = max(due, until) - begun or timedelta(seconds=1)

    def place(moment: datetime) -> int:
        return max(0, min(WIDE, round(WIDE * ((moment - begun) / whole))))

    stood = [(max(a, begun), min(b, kept or now)) for a, b in pauses(ticket, now)]
    shown = [(place(a), max(2, place(b) - place(a))) for a, b in stood if a < b]
    return Bar(step, _level(ticket, step, kept, due, begun, now), place(until), place(due), shown)


def _level(ticket: Ticket, step: str, kept: datetime | None, due: datetime, begun: datetime, now: datetime) -> str:
    if kept is not None:
        return "kept" if kept <= due else "kept_late"
    if step not in ticket.owed or not ticket.is_open:
        return "settled"
    if ticket.waiting_since is not None:
        return "paused"
    if due < now:
        return "late"
    return "near" if now - begun >= (due - begun) * NEAR else "fine"


def pauses(ticket: Ticket, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the clock stood still, waiting for the person."""
    since: datetime | None = None
    for event in ticket.history:
        waits = event.kind == "status" and event.data.get("status") == "waiting"
        goes_on = event.kind == "reopened" or (event.kind == "status" and event.data.get("before") == "waiting")
        if since is not None and (goes_on or waits):
            yield since, event.at
            since = None
        if waits:
            since = event.at
    if since is not None and ticket.waiting_since is not None:
        yield since, now
