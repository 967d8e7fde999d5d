"""What is kept of requests and talks for the figures: where, when, which service, never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedRequest:
    """A request as it is counted; what becomes of it is followed by the store."""

    ticket: str  # a request's id
    day: int  # ordinal of the local date
    hour: int
    service: str
    office: str  # the one that received it
    district: str  # of the place that runs the desk; "" where none was named
    language: str
    channel: str
    again: bool


@dataclass(frozen=True, slots=True)
class CountedTalk:
    """A talk of one person on one day, so far; `conversation` is kept as a keyed digest of day and talk only."""

    conversation: str
    day: int  # ordinal of the local date
    language: str
    channel: str
    wanted: bool = False  # a person was asked for
    person: bool = False  # a person was called, or had the talk
    alarm: bool = False
    topics: Sequence[str] = ()  # of the knowledge base, told in this turn
