"""What the desk needs from a store about its staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from actions.desk.person import Staff

if TYPE_CHECKING:
    from actions.desk.naming import Naming


class Sessions(Protocol):
    """Who is logged in."""

    def end_all(self, staff: str) -> None:
        """Log somebody out everywhere."""


class Factors(Protocol):
    """Second factors of staff."""

    def drop(self, staff: str) -> None:
        """Forget it."""


class StaffBook(Protocol):
    """Members of staff."""

    def get(self, username: str, *, lock: bool = False) -> Staff | None:
        """By user name; locked where it is to be written back."""

    def save(self, staff: Staff) -> None:
        """Add or write back."""

    def all(self, *, lock: bool = False) -> Sequence[Staff]:
        """Everybody, by user name; locked in this order where what one does depends on who else is there."""


class Namings(Protocol):
    """Who was named for which minor's record; a member of staff is loaded with what holds for them."""

    def add(self, naming: Naming) -> None:
        """Keep a new one."""

    def end(self, id: str, now: datetime) -> bool:
        """End it; False where there is none that still holds."""

    def holding(self, now: datetime) -> Sequence[Naming]:
        """Every one that opens something now, the latest first."""
