"""The ports in memory, for tests: what is not committed is gone, as with a real store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from actions.desk.access_table import Reach
from actions.desk.counted import CountedRequest, CountedTalk
from actions.desk.escalation import Escalation
from actions.desk.fake_calls import FakeHandOvers, FakeIncidents
from actions.desk.fake_clocks import FakeCalendarDays, FakeEscalations
from actions.desk.fake_figures import FakeFigures
from actions.desk.fake_staff import FakeDoor, FakeInvites, FakeNamings, FakeStaffBook
from actions.desk.lesson import Lesson
from actions.desk.naming import Naming
from actions.desk.person import HandOver, Incident, Link, Person, Staff
from actions.desk.ports import HOUR, LANES, StaleError
from actions.desk.say import Say
from actions.desk.scope import Scope
from actions.desk.ticket import Ticket


def now_utc() -> datetime:
    """The moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was put."""

    conversation: str
    say: Say
    lane: str
    cause: str


@dataclass(slots=True)
class State:
    """All that a store keeps."""

    tickets: dict[str, Ticket] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    conversations: dict[str, str] = field(default_factory=dict)  # person → conversation
    links: dict[str, Link] = field(default_factory=dict)
    invites: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)  # token → kind, subject, until
    hand_overs: dict[str, HandOver] = field(default_factory=dict)
    take_overs: list[tuple[datetime, timedelta]] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    outbox: list[Sent] = field(default_factory=list)
    audit: list[tuple[str, str, str, str, tuple[str, ...]]] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    logged_out: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    escalations: list[Escalation] = field(default_factory=list)
    days: dict[str, bool] = field(default_factory=dict)
    counted: dict[str, CountedRequest] = field(default_factory=dict)  # by request
    misheard: set[str] = field(default_factory=set)
    talks: list[CountedTalk] = field(default_factory=list)
    tries: list[tuple[str, str, datetime]] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)


class FakeStore:
    """Gives units of work over one state; `clock` is the time."""

    def __init__(self, clock: Callable[[], datetime] = now_utc) -> None:
        self.state, self.clock = State(), clock

    def unit(self) -> FakeUnitOfWork:
        """A transaction to be entered."""
        return FakeUnitOfWork(self)


class FakeTickets:
    """The port `Tickets`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, ticket: Ticket) -> None:
        """Keep a new one."""
        self._state.tickets[ticket.id] = deepcopy(ticket)

    def save(self, ticket: Ticket) -> None:
        """Write back; StaleError where somebody else was faster."""
        if self._state.tickets[ticket.id].version != ticket.version:
            raise StaleError(f"Request {ticket.number} was changed meanwhile.")
        ticket.version += 1
        self._state.tickets[ticket.id] = deepcopy(ticket)

    def by_number(self, number: str, *, lock: bool = False) -> Ticket | None:
        """The one with this number."""
        return next((deepcopy(t) for t in self._state.tickets.values() if t.number == number), None)

    def with_ids(self, ids: Sequence[str]) -> Mapping[str, Ticket]:
        """Several at once, by id."""
        return {id: deepcopy(self._state.tickets[id]) for id in ids if id in self._state.tickets}

    def code_hash(self, number: str) -> str:
        """What is kept of its query code, "" where there is none."""
        return next((t.code_hash for t in self._state.tickets.values() if t.number == number), "")

    def of_person(self, person: str, *, limit: int = 20) -> Sequence[Ticket]:
        """A person's own, newest first."""
        return self._newest([t for t in self._state.tickets.values() if t.requester == person])[:limit]

    def seen_whole(self, scope: Scope, talks: Sequence[str], *, secret: Reach) -> set[str]:
        """Of these talks those whose person has no request that the right does not go for, nor a name kept secret."""
        kept = {
            t.requester
            for t in self._state.tickets.values()
            if not scope.holds(t)
            or (t.secret and not (secret is Reach.SCOPE or (secret is Reach.OWN and t.assignee == scope.username)))
        }
        known = self._state.conversations.items()
        return {talk for person, talk in known if talk in talks and person not in kept}

    def open_like(self, person: str, service: str) -> Sequence[Ticket]:
        """A person's own open ones of one service, newest first."""
        return [t for t in self.of_person(person, limit=1000) if t.service == service and t.is_open]

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
        found = [
            deepcopy(t)
            for t in self._state.tickets.values()
            if scope.holds(t)
            and (not queues or t.queue in queues)
            and (not statuses or t.status.value in statuses)
            and (not assignee or t.assignee == assignee)
        ]
        return sorted(found, key=lambda t: (-t.urgency, t.due_next, t.number))[:limit]

    def blank(self, id: str, at: datetime) -> None:
        """Forget what was asked and said."""
        ticket = self._state.tickets[id]
        ticket.details, ticket.text, ticket.attachments, ticket.place_key = {}, "", (), ""
        ticket.history = [replace(event, text="", data={}) for event in ticket.history]
        ticket.version += 1

    def next_in_day(self, day: str) -> int:
        """The next running number of `day`."""
        self._state.counters[day] = self._state.counters.get(day, 0) + 1
        return self._state.counters[day]

    def _newest(self, tickets: list[Ticket]) -> list[Ticket]:
        return [deepcopy(t) for t in sorted(tickets, key=lambda t: (t.opened_at, t.number), reverse=True)]


class FakePeople:
    """The port `People`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def at(self, channel: str, address: str) -> Person | None:
        """Who is reached there."""
        persons = self._state.persons.values()
        return next((deepcopy(p) for p in persons if (p.channel, p.address) == (channel, address)), None)

    def get(self, id: str) -> Person | None:
        """By id."""
        return deepcopy(self._state.persons.get(id))

    def add(self, person: Person) -> None:
        """Keep a new one."""
        self._state.persons[person.id] = deepcopy(person)

    def save(self, person: Person) -> None:
        """Write back."""
        self._state.persons[person.id] = deepcopy(person)

    def forget(self, id: str, at: datetime) -> None:
        """Blank what is known of a person, and the messages."""
        person = self._state.persons[id]
        person.name = person.phone = person.district = ""
        person.consents = {}
        conversation = self._state.conversations.get(id)
        self._state.outbox = [sent for sent in self._state.outbox if sent.conversation != conversation]

    def conversation_of(self, id: str) -> str | None:
        """The id of the conversation where this person is reached."""
        return self._state.conversations.get(id)

    def links_to(self, followed: str) -> Sequence[Link]:
        """Who follows this person."""
        return [deepcopy(link) for link in self._state.links.values() if link.followed == followed]

    def links_of(self, follower: str) -> Sequence[Link]:
        """Whom this person follows."""
        return [deepcopy(link) for link in self._state.links.values() if link.follower == follower]

    def add_link(self, link: Link) -> None:
        """Keep a new one."""
        self._state.links[link.id] = deepcopy(link)

    def save_link(self, link: Link) -> None:
        """Write back."""
        self._state.links[link.id] = deepcopy(link)


class FakeLessons:
    """The port `Lessons`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def save(self, lesson: Lesson) -> None:
        """Keep it; a request's earlier one goes."""
        self._state.lessons[lesson.ticket] = lesson

    def all(self) -> Sequence[Lesson]:
        """Every one, by what was meant, oldest first."""
        return sorted(self._state.lessons.values(), key=lambda one: (one.meant, one.at))

    def drop(self, ticket: str) -> None:
        """Forget what was learnt from a request."""
        self._state.lessons.pop(ticket, None)


class FakeLog:
    """The ports `Outbox`, `Audit`, `Tries` and `Codes`: what only grows, and hashes."""

    def __init__(self, state: State) -> None:
        self._state = state

    def put(self, conversation: str, says: Sequence[Say], *, lane: str, cause: str = "") -> None:
        """Queue messages for a conversation in order."""
        if lane not in LANES:
            raise ValueError(f"{lane!r} is no lane; there are {', '.join(LANES)}")
        self._state.outbox += [Sent(conversation, say, lane, cause) for say in says]

    def note(self, *, at: datetime, actor: str, action: str, kind: str, id: str, fields: Sequence[str] = ()) -> None:
        """Append one line."""
        self._state.audit.append((actor, action, kind, id, tuple(fields)))

    def count(self, person: str, what: str, now: datetime, *, within: timedelta = HOUR) -> int:
        """Count one more try, and say how many there were within the last hour, or that time."""
        self._state.tries.append((person, what, now))
        return sum((p, w) == (person, what) and at > now - within for p, w, at in self._state.tries)

    def forgive(self, person: str, what: str) -> None:
        """Start again from none."""
        self._state.tries = [one for one in self._state.tries if one[:2] != (person, what)]

    def hash(self, number: str, code: str) -> str:
        """What is kept of a code."""
        return hashlib.sha256(f"{number}\0{code}".encode()).hexdigest()


class FakeUnitOfWork:
    """The port `UnitOfWork`: works on a copy, which a commit puts in place."""

    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def __enter__(self) -> Self:
        """Begin."""
        self._state = state = deepcopy(self._store.state)
        self.tickets = FakeTickets(state)
        self.people = FakePeople(state)
        self.invites = FakeInvites(state)
        self.hand_overs = FakeHandOvers(state)
        self.incidents = FakeIncidents(state)
        self.staff, self.namings = FakeStaffBook(state, self._store.clock()), FakeNamings(state)
        self.sessions = self.factors = FakeDoor(state)
        self.lessons = FakeLessons(state)
        self.escalations, self.calendar = FakeEscalations(state), FakeCalendarDays(state)
        self.figures = FakeFigures(state)
        self.outbox = self.audit = self.tries = self.codes = FakeLog(state)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what was not committed."""

    def commit(self) -> None:
        """Make it so."""
        self._store.state = deepcopy(self._state)
