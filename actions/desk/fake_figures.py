"""The port of the figures in memory, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from actions.desk.counted import CountedRequest, CountedTalk
from actions.desk.ticket import Ticket

if TYPE_CHECKING:
    from actions.desk.fakes import State


class FakeFigures:
    """The port `Figures`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def opened(self, counted: CountedRequest, ticket: Ticket) -> None:
        """Count a request."""
        self._state.counted[ticket.id] = counted

    def asked_since(self, person: str, service: str, since: datetime, *, but: str) -> bool:
        """Whether this person asked for this service since then, in another request."""
        return any(
            (t.requester, t.service) == (person, service) and t.opened_at >= since and t.id != but
            for t in self._state.tickets.values()
        )

    def misheard(self, ticket: str) -> None:
        """Count a request as one that had been understood wrongly."""
        self._state.misheard.add(ticket)

    def talked(self, talk: CountedTalk) -> None:
        """Count a turn of a talk."""
        self._state.talks.append(talk)
