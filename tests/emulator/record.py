"""What was called, with what, and what was answered."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """One call; `status` 0 where the connection was cut instead of an answer."""

    at: float
    method: str
    params: dict[str, Any]
    status: int
    answer: dict[str, Any]


class Refusal(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Cut(Exception):
    """The connection ends without an answer; `after` what was asked for was done."""

    def __init__(self, *, after: bool) -> None:
        super().__init__("cut")
        self.after = after


@dataclass
class Plan:
    """What shall go wrong: for the next calls of a method, one after the other."""

    waiting: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, *faults: Exception) -> None:
        """The next calls of `method` meet these."""
        self.waiting[method.lower()].extend(faults)

    def next(self, method: str) -> Exception | None:
        """What this call meets."""
        faults = self.waiting[method.lower()]
        return faults.popleft() if faults else None
