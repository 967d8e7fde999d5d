"""What the desk needs from a store. `actions/store` gives it with SQLAlchemy; `fakes.py` in memory, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from actions.desk.access_table import Reach
from actions.desk.counted import CountedRequest, CountedTalk
from actions.desk.escalation import Escalation
from actions.desk.lesson import Lesson
from actions.desk.person import Link, Person
from actions.desk.port_calls import HandOvers, Incidents
from actions.desk.port_staff import Factors, Namings, Sessions, StaffBook
from actions.desk.say import Say
from actions.desk.scope import Scope
from actions.desk.ticket import Ticket

if TYPE_CHECKING:
    from actions.desk.retention import Cuts

HOUR = timedelta(hours=1)
LANES = ("answer", "notice", "campaign")  # in this order they are sent


class Tickets(Protocol):
    """Requests. Writers take the row (FOR UPDATE on PostgreSQL); `save` refuses a stale version (StaleError)."""

    def add(self, ticket: Ticket) -> None:
        """Keep a new one."""

    def save(self, ticket: Ticket) -> None:
        """Write back what changed, history included."""

    def by_number(self, number: str, *, lock: bool = False) -> Ticket | None:
        """The one with this number."""

    def with_ids(self, ids: Sequence[str]) -> Mapping[str, Ticket]:
        """Several at once, by id."""

    def code_hash(self, number: str) -> str:
        """What is kept of its query code, "" where there is none; nothing else is looked at."""

    def of_person(self, person: str, *, limit: int = 20) -> Sequence[Ticket]:
        """A person's own, newest first."""

    def seen_whole(self, scope: Scope, talks: Sequence[str], *, secret: Reach) -> set[str]:
        """Of these talks those whose person has no request that the right does not go for, nor a name kept secret."""

    def open_like(self, person: str, service: str) -> Sequence[Ticket]:
        """A person's own open ones of one service, newest first."""

    def listed(
        self,
        scope: Scope,
        *,
        queues: Sequence[str] = (),
        statuses: Sequence[str] = (),
        assignee: str = "",
        limit: int = 100,
    ) -> Sequence[Ticket]:
        """Of those that somebody sees, by urgency, then by what is due first; empty means all."""

    def blank(self, id: str, at: datetime) -> None:
        """Forget what was asked and said: details, words, files, place and the texts of its history."""

    def next_in_day(self, day: str) -> int:
        """The next running number of `day` (YYMMDD), from 1, never given twice."""


class People(Protocol):
    """Persons, links between them, and hand-overs."""

    def at(self, channel: str, address: str) -> Person | None:
        """Who is reached there."""

    def get(self, id: str) -> Person | None:
        """By id."""

    def add(self, person: Person) -> None:
        """Keep a new one."""

    def save(self, person: Person) -> None:
        """Write back."""

    def forget(self, id: str, at: datetime) -> None:
        """Blank name, phone, district and consents, the conversation's memory and messages, words of taken alarms."""

    def conversation_of(self, id: str) -> str | None:
        """The id of the conversation where this person is reached."""

    def links_to(self, followed: str) -> Sequence[Link]:
        """Who follows this person."""

    def links_of(self, follower: str) -> Sequence[Link]:
        """Whom this person follows."""

    def add_link(self, link: Link) -> None:
        """Keep a new one."""

    def save_link(self, link: Link) -> None:
        """Write back."""


class Invites(Protocol):
    """One-time invitations."""

    def whose(self, kind: str, token: str, now: datetime) -> str | None:
        """Whom the token would stand for; it still opens its door."""

    def make(self, kind: str, subject: str, now: datetime, *, lasts: timedelta) -> str:
        """A fresh token."""

    def redeem(self, kind: str, token: str, now: datetime) -> str | None:
        """Whom the token stands for, this once; None where it is unknown, used or too old: all alike."""

    def withdraw(self, kind: str, subject: str, now: datetime) -> None:
        """What is still open of this subject's opens nothing any more."""


class Lessons(Protocol):
    """What staff teach understanding."""

    def save(self, lesson: Lesson) -> None:
        """Keep it; a request's earlier one goes."""

    def all(self) -> Sequence[Lesson]:
        """Every one, by what was meant, oldest first."""

    def drop(self, ticket: str) -> None:
        """Forget what was learnt from a request."""


class Escalations(Protocol):
    """What the clocks told staff."""

    def due(self, now: datetime, *, limit: int = 50) -> Sequence[str]:
        """Numbers of the requests whose clock is to be looked at, the longest due first."""

    def add(self, escalation: Escalation) -> bool:
        """Keep it; False where the same was told before."""

    def since(self, moment: datetime, *, limit: int = 500) -> Sequence[Escalation]:
        """What was told from then on, of requests that are still open, the latest first."""


class CalendarDays(Protocol):
    """Days on which offices work, or not, though the official calendar says otherwise."""

    def days(self) -> Mapping[str, bool]:
        """ISO date → whether offices work."""

    def set(self, day: date, works: bool | None) -> None:
        """Set a day; None: as the official calendar says."""


class Figures(Protocol):
    """What is counted, of nobody by name."""

    def opened(self, counted: CountedRequest, ticket: Ticket) -> None:
        """Count a request."""

    def asked_since(self, person: str, service: str, since: datetime, *, but: str) -> bool:
        """Whether this person asked for this service since then, in another request than `but`."""

    def misheard(self, ticket: str) -> None:
        """Count a request as one that had been understood wrongly."""

    def talked(self, talk: CountedTalk) -> None:
        """Count a turn of a talk; several of one day are one."""


class Outbox(Protocol):
    """Messages to be sent, committed with what they tell."""

    def put(self, conversation: str, says: Sequence[Say], *, lane: str, cause: str = "") -> None:
        """Queue messages in order; lane answer | notice | campaign; `cause` an inbox row or a ticket's event."""


class Audit(Protocol):
    """Who did what to what: ids and field names, never values."""

    def note(self, *, at: datetime, actor: str, action: str, kind: str, id: str, fields: Sequence[str] = ()) -> None:
        """Append one line."""


class Tries(Protocol):
    """Counts of guesses."""

    def count(self, person: str, what: str, now: datetime, *, within: timedelta = HOUR) -> int:
        """Count one more try, and say how many there were within the last hour, or that time."""

    def forgive(self, person: str, what: str) -> None:
        """Start again from none."""


class Codes(Protocol):
    """Query codes, of which only a keyed hash is kept."""

    def hash(self, number: str, code: str) -> str:
        """What is kept of a code, bound to its request's number."""


class Retention(Protocol):
    """What has outlived its time."""

    def outlived(self, cuts: Cuts, limit: int) -> Sequence[str]:
        """The ids of requests whose words are to go, and nobody else's meanwhile."""

    def drop(self, cuts: Cuts) -> None:
        """Drop what no request needs."""


class UnitOfWork(Protocol):
    """One transaction: leave the block without `commit` and nothing happened."""

    @property
    def tickets(self) -> Tickets:
        """Requests."""

    @property
    def people(self) -> People:
        """Persons and links."""

    @property
    def invites(self) -> Invites:
        """One-time invitations."""

    @property
    def hand_overs(self) -> HandOvers:
        """Who has the talk."""

    @property
    def incidents(self) -> Incidents:
        """Alarms."""

    @property
    def staff(self) -> StaffBook:
        """Who works here."""

    @property
    def sessions(self) -> Sessions:
        """Who is logged in."""

    @property
    def factors(self) -> Factors:
        """Second factors."""

    @property
    def namings(self) -> Namings:
        """Who was named for minors' records."""

    @property
    def lessons(self) -> Lessons:
        """What staff teach."""

    @property
    def escalations(self) -> Escalations:
        """What the clocks told."""

    @property
    def calendar(self) -> CalendarDays:
        """Days set by staff."""

    @property
    def figures(self) -> Figures:
        """What is counted."""

    @property
    def outbox(self) -> Outbox:
        """Messages to send."""

    @property
    def audit(self) -> Audit:
        """Who did what."""

    @property
    def tries(self) -> Tries:
        """Guesses."""

    @property
    def codes(self) -> Codes:
        """Hashes of query codes."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed."""

    def commit(self) -> None:
        """Make it so."""


class StaleError(Exception):
    """Somebody else changed it meanwhile; read again and decide again."""
