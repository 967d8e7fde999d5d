"""Notices: what the requester and those who follow are told when something happens to a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from actions.desk.access import opens_to_followers
from actions.desk.ports import UnitOfWork
from actions.desk.say import Button, Param, Say
from actions.desk.ticket import Status, Ticket
from data.model import Catalogue, Words

EVENTS: Mapping[str, str] = {
    "opened": "notice.opened",
    "assigned": "notice.assigned",
    "moved": "notice.moved",
    "reply": "notice.reply",
    "cancelled": "notice.cancelled",
    "reopened": "notice.reopened",
    **{f"status.{status.value}": f"notice.{status.value}" for status in Status if status is not Status.ASSIGNED},
    "status.assigned": "notice.assigned",
}
# a note is the office's own, a question and a joining have messages of their own, the rest is the person's doing
SILENT = frozenset({"note", "information", "urged", "rated", "asked", "merged", "joined", "opened_for"})
SILENT |= {"told", "not_reached", "given_up"}  # on the telephone
PRIVATE = "notice.private"


def send(
    uow: UnitOfWork,
    catalogue: Catalogue,
    ticket: Ticket,
    event: str,
    now: datetime,
    *,
    own: bool = False,
    text: str = "",
) -> None:
    """Queue the event's notice; `own` leaves the requester out, who did it and was answered already."""
    cause = f"{ticket.id}/{len(ticket.history) - 1}"
    if not own:
        say = _say(catalogue, ticket, event, text, private=is_private(uow, ticket))
        uow.outbox.put(ticket.conversation, [say], lane="notice", cause=cause)
    if not opens_to_followers(ticket):
        return
    for link in uow.people.links_to(ticket.requester):
        conversation = uow.people.conversation_of(link.follower) if link.holds(now) else None
        if conversation is not None:
            # what the office wrote is for the requester's eyes
            private = ticket.sensitivity != "ordinary" or event == "reply" or _is_child(uow, link.follower)
            say = _say(catalogue, ticket, event, "", private=private, follower=True, whose=link.label)
            uow.outbox.put(conversation, [say], lane="notice", cause=cause)


def is_private(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether nothing of it is written to the requester before they ask to see it."""
    return ticket.sensitivity != "ordinary" or _is_child(uow, ticket.requester)


def _is_child(uow: UnitOfWork, person: str) -> bool:
    """Whether somebody writes as a child, whose phone others may look at."""
    found = uow.people.get(person)
    return found is not None and found.manner == "child"


def named(service: Words | str, whose: str) -> Words | str:
    """A request's matter, with the person whose it is where that is somebody whom the reader follows."""
    if not whose:
        return service
    if isinstance(service, str):
        return f"{whose} · {service}"
    return Words(*(f"{whose} · {text}" for text in (service.zh_Hans, service.zh_Hant, service.en)))


def _say(
    catalogue: Catalogue,
    ticket: Ticket,
    event: str,
    text: str,
    *,
    private: bool,
    follower: bool = False,
    whose: str = "",
) -> Say:
    buttons: tuple[Button, ...] = (Button("notice.open", f"t:show:{ticket.number}"),) if private else ()
    if event == "status.closed" and not follower:
        buttons += (Button("button.rate", f"rate:{ticket.number}"),)
    params: dict[str, Param] = {"number": ticket.number}
    if private:
        return Say(PRIVATE, params, buttons)
    service = catalogue.services.get(ticket.service)
    office = catalogue.place.queues.get(ticket.queue)
    params["service"] = named(service.names if service else ticket.service, whose)
    params["office"] = office.names if office else ticket.queue
    if text:
        params["text"] = text
    closed_with = event == "status.closed" and text
    return Say("notice.closed_with" if closed_with else EVENTS[event], params, buttons)
