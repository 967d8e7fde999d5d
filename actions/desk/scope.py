"""What of all requests somebody's right goes for: asked of one request, or by a store of all at once."""

from __future__ import annotations

from dataclasses import dataclass

from actions.desk.access_table import BOUND, KINDS, Reach, reach
from actions.desk.person import Staff
from actions.desk.ticket import Ticket

EVERY = "*"  # among the minors' records that somebody was named for: all that lie in their queues


@dataclass(frozen=True, slots=True)
class Scope:
    """Requests of the kinds `wide` in these queues, of the kinds `own` where they have it, and those named."""

    username: str
    queues: tuple[str, ...] | None  # None: every queue
    wide: frozenset[str]
    own: frozenset[str]
    named: frozenset[str]  # ids

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.queues is None and self.wide.issuperset(KINDS)

    def holds(self, ticket: Ticket) -> bool:
        """Whether it goes for this one."""
        if ticket.kind in self.wide and self._near(ticket):
            return True
        return (ticket.minor and ticket.id in self.named) or (
            ticket.kind in self.own and ticket.assignee == self.username
        )

    def _near(self, ticket: Ticket) -> bool:
        """Whether it lies in one of their queues, came to one of them first, or is theirs."""
        if self.queues is None or ticket.queue in self.queues or ticket.assignee == self.username:
            return True
        return ticket.responsible in self.queues and ticket.sensitivity == "ordinary"


def scope_of(staff: Staff, action: str = "read") -> Scope:
    """How far their right to do this with requests goes."""
    reaches = {kind: reach(staff.role, f"request.{action}.{kind}") for kind in KINDS}
    by_name = {kind for kind, found in reaches.items() if found is Reach.NAMED}
    wide = {kind for kind, found in reaches.items() if found is Reach.SCOPE}
    return Scope(
        staff.username,
        staff.queues if staff.queues or staff.role in BOUND else None,
        frozenset(wide | by_name if EVERY in staff.named else wide),
        frozenset(kind for kind, found in reaches.items() if found is Reach.OWN),
        staff.named - {EVERY} if by_name else frozenset(),
    )
