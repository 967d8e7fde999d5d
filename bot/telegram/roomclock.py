"""The staff's group hears of what is late, and of what must not wait already when it is nearly late."""

from __future__ import annotations

from datetime import datetime

from actions.desk.clock import day_and_night
from actions.desk.escalation import WARNING, Escalation
from actions.desk.say import Say
from actions.desk.ticket import Ticket
from actions.store.unit_of_work import SqlUnitOfWork
from bot.telegram.staffroom import CHANNEL
from data.model import LANGUAGES, Catalogue


class RoomClock:
    """Puts a line into the room of the request's talk, in the transaction in which it is noted."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, unit: SqlUnitOfWork, ticket: Ticket, told: Escalation, now: datetime) -> None:
        """Say it there."""
        if told.level == WARNING and not day_and_night(self._catalogue.clocks[ticket.clock]):
            return  # the console shows it
        room = unit.conversations.load(CHANNEL, ticket.conversation, now=now, language=LANGUAGES[0])
        office, service = self._catalogue.place.queues.get(ticket.queue), self._catalogue.services.get(ticket.service)
        say = Say(
            f"room.{told.level}.{told.step}",
            {
                "number": ticket.number,
                "service": service.names if service else ticket.service,
                "office": office.names if office else ticket.queue,
                "due": getattr(ticket.due, told.step),
            },
        )
        unit.outbox.put(room.id, [say], lane="notice")
