"""An example that staff taught by a correction: nothing personal is left in its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled example; one for each request, the latest correction."""

    ticket: str  # a request's id
    text: str
    language: str
    meant: str  # a service, or another intent
    heard: str  # the service that was opened
    by: str
    at: datetime
