"""What anybody may see of requests: that those of public services are there and how far they are, no word said."""

from __future__ import annotations

from actions.desk import number
from actions.desk.ports import UnitOfWork
from actions.desk.ticket import Ticket
from data.model import Catalogue


def public_services(catalogue: Catalogue) -> tuple[str, ...]:
    """The services whose requests everybody may count."""
    return tuple(service.id for service in catalogue.services.values() if service.public)


def ticket_for_anybody(uow: UnitOfWork, catalogue: Catalogue, text: str) -> Ticket | None:
    """The request with this number, where its service is public; who shows it leaves out words and person."""
    ticket = uow.tickets.by_number(number.find(text) or "")
    return ticket if ticket is not None and open_to_all(catalogue, ticket) else None


def open_to_all(catalogue: Catalogue, ticket: Ticket) -> bool:
    """Whether everybody may know that it is there."""
    return ticket.sensitivity == "ordinary" and ticket.service in public_services(catalogue)
