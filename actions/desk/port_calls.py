"""What the desk needs from a store about talks with people and about alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from actions.desk.person import HandOver, Incident


class HandOvers(Protocol):
    """Who has the talk."""

    def of(self, conversation: str, *, lock: bool = False) -> HandOver | None:
        """The running one of this conversation, or None."""

    def save(self, hand_over: HandOver) -> None:
        """Add or write back."""

    def waiting(self) -> Sequence[HandOver]:
        """Those nobody has taken, oldest first."""

    def held(self) -> Sequence[HandOver]:
        """Those that somebody has, oldest first."""

    def took(self, at: datetime, waited: timedelta) -> None:
        """Note how long a call had waited when it was taken."""

    def waits(self, since: datetime) -> Sequence[timedelta]:
        """How long each call waited that was taken since then."""


class Incidents(Protocol):
    """Alarms."""

    def add(self, incident: Incident) -> None:
        """Keep a new one."""

    def save(self, incident: Incident) -> None:
        """Write back."""

    def get(self, id: str, *, lock: bool = False) -> Incident | None:
        """By id."""

    def open(self) -> Sequence[Incident]:
        """Those nobody has taken, oldest first."""

    def taken_since(self, since: datetime, *, limit: int = 20) -> Sequence[Incident]:
        """Those taken since then, the latest first."""

    def latest(self, conversations: Sequence[str]) -> Mapping[str, Incident]:
        """The latest alarm of each of these talks in which one ever rang."""

    def agreed(self, conversations: Sequence[str]) -> Mapping[str, Incident]:
        """Of each of these talks the latest alarm whose end was written down with what was agreed."""

    def of_talk(self, conversation: str, *, limit: int = 20) -> Sequence[Incident]:
        """Those of this conversation, the latest first."""

    def looked_after(self, conversation: str) -> Sequence[Incident]:
        """Those of this conversation that somebody took and that have no end yet, for whoever ends them."""

    def running(self, conversation: str, kind: str, since: datetime) -> Incident | None:
        """The latest of this kind here since then, so that one emergency is one alarm."""
