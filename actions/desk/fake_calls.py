"""The ports of talks and alarms in memory, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from actions.desk.person import HandOver, Incident

if TYPE_CHECKING:
    from actions.desk.fakes import State


class FakeHandOvers:
    """The port `HandOvers`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def of(self, conversation: str, *, lock: bool = False) -> HandOver | None:
        """The running one of this conversation, or None."""
        found = self._state.hand_overs.get(conversation)
        return deepcopy(found) if found is not None and found.state != "ended" else None

    def save(self, hand_over: HandOver) -> None:
        """Add or write back."""
        self._state.hand_overs[hand_over.conversation] = deepcopy(hand_over)

    def waiting(self) -> Sequence[HandOver]:
        """Those nobody has taken, oldest first."""
        return self._in("waiting")

    def held(self) -> Sequence[HandOver]:
        """Those that somebody has, oldest first."""
        return self._in("held")

    def took(self, at: datetime, waited: timedelta) -> None:
        """Note how long a call had waited when it was taken."""
        self._state.take_overs.append((at, waited))

    def waits(self, since: datetime) -> Sequence[timedelta]:
        """How long each call waited that was taken since then."""
        return [waited for at, waited in self._state.take_overs if at >= since]

    def _in(self, state: str) -> list[HandOver]:
        found = [deepcopy(h) for h in self._state.hand_overs.values() if h.state == state]
        return sorted(found, key=lambda h: h.since)


class FakeIncidents:
    """The port `Incidents`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, incident: Incident) -> None:
        """Keep a new one."""
        self._state.incidents[incident.id] = deepcopy(incident)

    def save(self, incident: Incident) -> None:
        """Write back."""
        self._state.incidents[incident.id] = deepcopy(incident)

    def get(self, id: str, *, lock: bool = False) -> Incident | None:
        """By id."""
        return deepcopy(self._state.incidents.get(id))

    def open(self) -> Sequence[Incident]:
        """Those nobody has taken, oldest first."""
        found = [deepcopy(i) for i in self._state.incidents.values() if not i.taken_by]
        return sorted(found, key=lambda i: i.at)

    def taken_since(self, since: datetime, *, limit: int = 20) -> Sequence[Incident]:
        """Those taken since then, the latest first."""
        taken = [
            (i.taken_at, deepcopy(i)) for i in self._state.incidents.values() if i.taken_at and i.taken_at >= since
        ]
        return [incident for _, incident in sorted(taken, key=lambda one: one[0], reverse=True)][:limit]

    def latest(self, conversations: Sequence[str]) -> Mapping[str, Incident]:
        """The latest alarm of each of these talks in which one ever rang."""
        rang = sorted(self._state.incidents.values(), key=lambda i: i.at)
        return {i.conversation: deepcopy(i) for i in rang if i.conversation in conversations}

    def agreed(self, conversations: Sequence[str]) -> Mapping[str, Incident]:
        """Of each of these talks the latest alarm whose end was written down with what was agreed."""
        rang = sorted(self._state.incidents.values(), key=lambda i: i.at)
        return {i.conversation: deepcopy(i) for i in rang if i.result and i.conversation in conversations}

    def of_talk(self, conversation: str, *, limit: int = 20) -> Sequence[Incident]:
        """Those of this conversation, the latest first."""
        found = [deepcopy(i) for i in self._state.incidents.values() if i.conversation == conversation]
        return sorted(found, key=lambda i: i.at, reverse=True)[:limit]

    def looked_after(self, conversation: str) -> Sequence[Incident]:
        """Those of this conversation that somebody took and that have no end yet."""
        found = self.of_talk(conversation, limit=len(self._state.incidents))
        return [one for one in found if one.taken_by and one.ended_at is None]

    def running(self, conversation: str, kind: str, since: datetime) -> Incident | None:
        """The latest of this kind here since then."""
        all = self._state.incidents.values()
        found = [i for i in all if (i.conversation, i.kind) == (conversation, kind) and i.at >= since]
        return deepcopy(max(found, key=lambda i: i.at, default=None))
