"""What reading a detail needs and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.model import Catalogue

type Value = int | bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The moment of reading (aware) and what the desk knows."""

    now: datetime
    catalogue: Catalogue

    @property
    def today(self) -> date:
        """The wall's date where the desk stands: `now` may be in any zone."""
        return self.now.astimezone(ZoneInfo(self.catalogue.place.timezone)).date()


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the words that said it; `start` and `end` are offsets in the NFKC form of the text."""

    value: Value
    said: str
    start: int
    end: int
