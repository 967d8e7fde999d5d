"""Counting requests as they are opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.desk.counted import CountedRequest
from actions.desk.desk import Desk
from actions.desk.routing import district_of
from actions.desk.ticket import Ticket
from data.model import Catalogue, Service

AGAIN = timedelta(days=30)  # the same person asking for the same service within this time asks again


def local_day(now: datetime, catalogue: Catalogue) -> tuple[int, int]:
    """The ordinal of the place's date, and the hour there."""
    local = now.astimezone(ZoneInfo(catalogue.place.timezone))
    return local.toordinal(), local.hour


def count_opened(desk: Desk, ticket: Ticket, service: Service) -> None:
    """Count a request that was just opened."""
    day, hour = local_day(desk.now, desk.catalogue)
    district = district_of(service, ticket.details, desk.person.district, desk.catalogue.place)
    asked = desk.uow.figures.asked_since(ticket.requester, ticket.service, desk.now - AGAIN, but=ticket.id)
    desk.uow.figures.opened(
        CountedRequest(
            ticket=ticket.id,
            day=day,
            hour=hour,
            service=ticket.service,
            office=ticket.responsible,
            district=district.id if district else "",
            language=desk.person.language,
            channel=desk.person.channel,
            again=asked,
        ),
        ticket,
    )
