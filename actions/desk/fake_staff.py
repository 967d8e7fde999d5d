"""The ports of staff, and of links that open a door once, in memory, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from actions.desk.naming import Naming
from actions.desk.person import Staff

if TYPE_CHECKING:
    from actions.desk.fakes import State


class FakeInvites:
    """The port `Invites`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def make(self, kind: str, subject: str, now: datetime, *, lasts: timedelta) -> str:
        """A fresh token."""
        token = f"{len(self._state.invites):032x}"
        self._state.invites[token] = kind, subject, now + lasts
        return token

    def whose(self, kind: str, token: str, now: datetime) -> str | None:
        """Whom the token would stand for; it still opens its door."""
        known, subject, until = self._state.invites.get(token, ("", "", now))
        return subject if known == kind and now < until else None

    def redeem(self, kind: str, token: str, now: datetime) -> str | None:
        """Whom the token stands for, this once."""
        known, subject, until = self._state.invites.get(token, ("", "", now))
        if known != kind or now >= until:
            return None
        self._state.invites[token] = "", "", now
        return subject

    def withdraw(self, kind: str, subject: str, now: datetime) -> None:
        """What is still open of this subject's opens nothing any more."""
        for token, (known, whose, _) in self._state.invites.items():
            if (known, whose) == (kind, subject):
                self._state.invites[token] = "", "", now


class FakeDoor:
    """The ports `Sessions` and `Factors`: who was logged out, and lost their second factor."""

    def __init__(self, state: State) -> None:
        self._state = state

    def end_all(self, staff: str) -> None:
        """Log somebody out everywhere."""
        self._state.logged_out.append(staff)

    def drop(self, staff: str) -> None:
        """Forget their second factor."""
        self._state.dropped.append(staff)


class FakeStaffBook:
    """The port `StaffBook`."""

    def __init__(self, state: State, now: datetime) -> None:
        self._state, self._now = state, now

    def get(self, username: str, *, lock: bool = False) -> Staff | None:
        """By user name."""
        found = self._state.staff.get(username)
        return self._with_named(found) if found is not None else None

    def save(self, staff: Staff) -> None:
        """Add or write back."""
        self._state.staff[staff.username] = deepcopy(staff)

    def all(self, *, lock: bool = False) -> Sequence[Staff]:
        """Everybody."""
        return [self._with_named(self._state.staff[name]) for name in sorted(self._state.staff)]

    def _with_named(self, staff: Staff) -> Staff:
        held = (n.ticket for n in self._state.namings if n.staff == staff.username and n.holds(self._now))
        return replace(staff, named=frozenset(held))


class FakeNamings:
    """The port `Namings`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, naming: Naming) -> None:
        """Keep a new one."""
        self._state.namings.append(naming)

    def end(self, id: str, now: datetime) -> bool:
        """End it; False where there is none that still holds."""
        for place, one in enumerate(self._state.namings):
            if one.id == id and one.holds(now):
                self._state.namings[place] = replace(one, ended_at=now)
                return True
        return False

    def holding(self, now: datetime) -> Sequence[Naming]:
        """Every one that opens something now, the latest first."""
        return sorted((n for n in self._state.namings if n.holds(now)), key=lambda n: n.at, reverse=True)
