"""How long the steps took: the median of all, of very many of a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from actions.desk.ticket import STEPS

MANY, TENTH = 200_000, 10  # of so many requests each tenth tells the median of all of them
ENOUGH_OF_ONE = 1_000  # and so many that of one service or office: within two percentiles


@dataclass(frozen=True, slots=True)
class Sample:
    """Of which requests spans are read: all, or of one each tenth by its minute and all of these keys."""

    every: int = 1
    whole: frozenset[str] = frozenset()

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Self:
        """As many as a median needs: of many the tenth part, but all of a key that has few."""
        if sum(counts.values()) < MANY:
            return cls()
        return cls(TENTH, frozenset(key for key, number in counts.items() if number < ENOUGH_OF_ONE * TENTH))

    def weight(self, key: str) -> int:
        """How many requests one that was read stands for."""
        return 1 if key in self.whole else self.every


class Times:
    """Spans by key and step."""

    def __init__(self, spans: Iterable[tuple[str, str, int, int]], sample: Sample) -> None:
        self._found: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for step, key, minutes, n in spans:
            self._found.setdefault(key, {}).setdefault(step, []).append((minutes, n * sample.weight(key)))

    def of(self, key: str) -> Mapping[str, int | None]:
        """The median of each step."""
        return {step: _median(self._found.get(key, {}).get(step, ())) for step in STEPS}

    def of_all(self) -> Mapping[str, int | None]:
        """The medians of all keys together."""
        return {step: _median(pair for one in self._found.values() for pair in one.get(step, ())) for step in STEPS}


def _median(found: Iterable[tuple[int, int]]) -> int | None:
    """The middle of (value, how many); of two middles the lower."""
    pairs = sorted(found)
    middle = (sum(n for _, n in pairs) + 1) // 2
    seen = 0
    for value, n in pairs:
        seen += n
        if seen >= middle:
            return value
    return None
