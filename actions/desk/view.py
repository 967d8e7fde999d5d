"""What a person may see of requests: their own, and those that an approved link opens."""

from __future__ import annotations

from datetime import datetime

from actions.desk.access import opens_to_followers, ticket_proven
from actions.desk.asking import open_question
from actions.desk.person import Person
from actions.desk.ports import UnitOfWork
from actions.desk.results import TicketView
from actions.desk.ticket import Ticket


def view_of(
    ticket: Ticket, *, hidden: bool = False, followed: bool = False, proven: bool = False, whose: str = ""
) -> TicketView:
    """A request as its requester sees it; `hidden` leaves the content out, `followed` the office's words to them."""
    said = next((event.text for event in reversed(ticket.history) if event.kind == "reply"), "")
    question = None if hidden or followed else open_question(ticket)
    return TicketView(
        number=ticket.number,
        service=ticket.service,
        status=ticket.status,
        opened_at=ticket.opened_at.isoformat(),
        due=ticket.due,
        queue=ticket.queue,
        place_key="" if hidden else ticket.place_key,
        last_said="" if hidden or followed else said,
        urged=ticket.urged,
        rated=ticket.rating is not None and ticket.rating.solved,  # unsolved it was reopened, and is rated anew
        asked=str(question.data.get("detail", "")) if question else "",
        asked_at=question.at.isoformat() if question else "",
        hidden=hidden,
        followed=followed,
        proven=proven,
        whose=whose,
        reachable="phone" in ticket.details,
    )


def views_for(uow: UnitOfWork, person: Person, now: datetime, proven: str = "") -> tuple[TicketView, ...]:
    """The person's own requests, newest first, then those followed, then the one whose number and code were shown."""
    views = [view_of(ticket) for ticket in uow.tickets.of_person(person.id)]
    for link in uow.people.links_of(person.id):
        if link.holds(now):
            followed = filter(opens_to_followers, uow.tickets.of_person(link.followed))
            views += [
                view_of(ticket, hidden=ticket.sensitivity != "ordinary", followed=True, whose=link.label)
                for ticket in followed
            ]
    shown = ticket_proven(uow, proven, proven) if all(v.number != proven for v in views) else None
    return (*views, view_of(shown, proven=True)) if shown is not None else tuple(views)
