"""Forget me: what may be deleted is deleted, what must stay is named, and there is a receipt."""

from __future__ import annotations

from datetime import datetime

from actions.desk import code
from actions.desk.desk import Desk
from actions.desk.ports import UnitOfWork
from actions.desk.results import Forgotten
from actions.desk.retention import class_of
from actions.desk.ticket import Ticket

ALL = 100_000


def forget(desk: Desk) -> Forgotten:
    """Blank the person, end links, blank closed requests; open ones and those that protect somebody stay."""
    uow, person = desk.uow, desk.person
    kept = []
    for ticket in uow.tickets.of_person(person.id, limit=ALL):
        if must_stay(desk, ticket):
            kept.append(ticket.number)
        else:
            uow.tickets.blank(ticket.id, desk.now)
            uow.lessons.drop(ticket.id)
            desk.audit("blanked", "ticket", ticket.id)
    leave(uow, person.id, desk.now)
    # the caller holds the person too, and may save it once more
    person.name = person.phone = person.district = person.manner = ""
    person.consents = {}
    receipt = code.make(desk.random)
    desk.audit("forgotten", "person", person.id, f"receipt:{receipt}")
    return Forgotten(receipt, tuple(kept))


def leave(uow: UnitOfWork, person: str, now: datetime) -> None:
    """End links, and blank what is known of a person outside of requests."""
    links = (*uow.people.links_of(person), *uow.people.links_to(person))
    for link in sorted(links, key=lambda one: one.id):  # two who follow each other may leave at the same moment
        link.label = ""  # a name, as likely as not
        if link.runs(now):  # one that still waits for an answer too
            link.expires_at = now
        uow.people.save_link(link)
    uow.people.forget(person, now)


def must_stay(desk: Desk, ticket: Ticket) -> bool:
    """An office still works on it, or the law keeps it for whom it protects."""
    service = desk.catalogue.services.get(ticket.service)
    return ticket.is_open or class_of(ticket, service) == "protection"
