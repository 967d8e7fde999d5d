"""The ports of clocks and calendar in memory, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from actions.desk.escalation import Escalation

if TYPE_CHECKING:
    from actions.desk.fakes import State


class FakeEscalations:
    """The port `Escalations`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def due(self, now: datetime, *, limit: int = 50) -> Sequence[str]:
        """Numbers of the requests whose clock is to be looked at, the longest due first."""
        found = [(t.acts_at, t.number) for t in self._state.tickets.values() if t.acts_at and t.acts_at <= now]
        return [number for _, number in sorted(found)][:limit]

    def add(self, escalation: Escalation) -> bool:
        """Keep it; False where the same was told before."""
        if any(_key(one) == _key(escalation) for one in self._state.escalations):
            return False
        self._state.escalations.append(escalation)
        return True

    def since(self, moment: datetime, *, limit: int = 500) -> Sequence[Escalation]:
        """What was told from then on, of requests that are still open, the latest first."""
        still = {t.id for t in self._state.tickets.values() if t.is_open}
        found = [one for one in self._state.escalations if one.at >= moment and one.ticket in still]
        return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


class FakeCalendarDays:
    """The port `CalendarDays`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def days(self) -> Mapping[str, bool]:
        """ISO date → whether offices work."""
        return dict(self._state.days)

    def set(self, day: date, works: bool | None) -> None:
        """Set a day; None: as the official calendar says."""
        self._state.days.pop(day.isoformat(), None)
        if works is not None:
            self._state.days[day.isoformat()] = works


def _key(one: Escalation) -> tuple[str, str, str, int]:
    return one.ticket, one.step, one.level, one.round
