"""A request that a person made, and what has happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

type Value = int | bool | str | tuple[str, ...]
TAKEN_UP = "taken_up"
STEPS = (TAKEN_UP, "first_contact", "result", "closed")  # what is promised, in this order
REQUESTER, FOLLOWER, HOLDER = "requester", "follower", "holder"  # in a history: whose it is, family, who has its code
PEOPLE = (REQUESTER, FOLLOWER, HOLDER)


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"  # for the requester
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN = frozenset({Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING, Status.ANSWERED})


@dataclass(frozen=True, slots=True)
class Due:
    """The moments by which each step is promised."""

    taken_up: datetime
    first_contact: datetime
    result: datetime
    closed: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent beside words: photo, voice, document, video, link or location; a URL is kept, never fetched."""

    kind: str
    url: str = ""
    text: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's history; `by` is one of PEOPLE, system or a user name; `text` only where it was said."""

    at: datetime
    kind: str  # opened | assigned | status | reply | note | information | urged | cancelled | rated | reopened
    by: str
    text: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rating:
    """The requester's three answers; `satisfied` 1 to 5, or None where not asked."""

    contacted: bool | None  # None where only "not solved" was said
    solved: bool
    satisfied: int | None = None


@dataclass(slots=True)
class Ticket:
    """One request: what was asked for, by whom, where it waits and by when it is due."""

    id: str
    number: str
    service: str
    status: Status
    clock: str
    due: Due
    queue: str
    requester: str  # a person's id
    conversation: str  # a conversation's id
    opened_at: datetime
    updated_at: datetime
    details: dict[str, Value]
    text: str = ""  # what the person said, in their own words
    attachments: tuple[Attachment, ...] = ()
    secret: bool = False  # keep my name secret
    sensitivity: str = "ordinary"
    minor: bool = False  # a protected one about a child
    assignee: str = ""
    urged: int = 0
    reopened: int = 0
    came_back: int = 0  # by which line of its history nobody had it any more, counted from 1; 0: it never did
    taken_up_at: datetime | None = None
    first_contact_at: datetime | None = None
    result_at: datetime | None = None
    closed_at: datetime | None = None
    rating: Rating | None = None
    code_hash: str = ""  # of the query code, which is told once
    district: str = ""  # the code of the county it is about, where known
    place_key: str = ""  # normalised place, to see the same request again
    responsible: str = ""  # the office that received it first: it stays answerable wherever the request goes
    waiting_since: datetime | None = None  # for the requester: meanwhile the clock stands still
    acts_at: datetime | None = None  # when its clock is to be looked at next
    history: list[Event] = field(default_factory=list)
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.status in OPEN

    @property
    def kind(self) -> str:
        """What the rights go by: how sensitive it is, and whether it protects a child."""
        return "minor" if self.minor else self.sensitivity

    @property
    def owed(self) -> tuple[str, ...]:
        """The steps still to be taken: a later one, once taken, settles the earlier ones."""
        done = (self.taken_up_at, self.first_contact_at, self.result_at, self.closed_at)
        first = 2 if self.reopened else 0  # opened again only result and closing are promised anew
        owed = (step for n, step in enumerate(STEPS) if n >= first and not any(done[n:]))
        # a first contact of before settles nothing for whoever has nobody now
        return tuple(dict.fromkeys((TAKEN_UP, *owed) if self.lies_again else owed))

    @property
    def lies_again(self) -> bool:
        """Whether it came back to nobody, and nobody took it up since."""
        return self.came_back > 0 and self.taken_up_at is None and self.is_open

    def round(self, step: str) -> int:
        """Which time this step is promised: what was told of an earlier time is told again."""
        return self.came_back if step == TAKEN_UP else self.reopened

    def begun(self, step: str) -> datetime:
        """Since when the time of this step runs."""
        if step == TAKEN_UP and self.came_back:
            return self.history[self.came_back - 1].at
        again = (event.at for event in reversed(self.history) if event.kind == "reopened")
        return next(again, self.opened_at) if step in ("result", "closed") else self.opened_at

    @property
    def urgency(self) -> int:
        """1 (calm) to 5 (at once): from the clock, and one more for each time the person urged, up to 5."""
        base = {"immediate": 5, "urgent": 4, "standard": 2, "complex": 1, "inquiry": 1}[self.clock]
        return min(5, base + self.urged)

    @property
    def due_next(self) -> datetime:
        """The first promise that is still owed; the last one where none is."""
        due: datetime = getattr(self.due, self.next_step)
        return due

    @property
    def next_step(self) -> str:
        """The step that is promised first."""
        return min(self.owed, key=lambda step: getattr(self.due, step), default="closed")
