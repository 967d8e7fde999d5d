"""Builders with defaults: a small catalogue, a fake desk and the people at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from actions.desk.commands import Command, OpenTicket
from actions.desk.execute import execute
from actions.desk.fakes import FakeStore
from actions.desk.hand_over import forgotten, let_go
from actions.desk.person import Link, Person, Staff
from actions.desk.results import Opened, Result
from actions.desk.say import Say
from actions.desk.scope import scope_of
from actions.desk.ticket import Due, Status, Ticket
from data.catalogue import HERE, _clock
from data.model import (
    CLOCKS,
    Catalogue,
    ClockWhen,
    Detail,
    District,
    Jurisdiction,
    Lexicons,
    Queue,
    Service,
    When,
    Words,
)
from data.node import read

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 10 in the morning in Shenzhen


EVERYTHING = scope_of(Staff("chief", "组长", "supervisor"))


def words(text: str) -> Words:
    """The same in three languages."""
    return Words(text, text, text)


def a_service(id: str, **changes: Any) -> Service:
    """A service with an age, a place and a worry."""
    details = (
        Detail("age", "age", words("age"), words("age?")),
        Detail("address", "place", words("address"), words("address?")),
        Detail("worry", "choice", words("worry"), words("worry?"), required=False),
    )
    texts: dict[str, Any] = {name: words(id) for name in ("names", "describe", "summary", "next")}
    plain: dict[str, Any] = {
        "group": "elder",
        "kind": "help",
        "audience": ("elder",),
        "clock": "standard",
        "queue": "care",
    }
    return Service(id=id, details=details, examples={}, **texts, **(plain | changes))


def a_catalogue(**services: Service) -> Catalogue:
    """Three services (ordinary, sensitive, protected), two districts and the real clocks."""
    clocks = read(HERE / "clocks.yml")
    lonely = ClockWhen(When("worry", ("unseen",)), "urgent")
    standing = {
        "meal": a_service("meal", clock_when=(lonely,)),
        "talk": a_service("talk", sensitivity="sensitive", clock="urgent"),
        "harm": a_service("harm", sensitivity="protected", clock="immediate", retention="protection"),
    }
    queues = {id: Queue(id, words(id)) for id in ("care", "care_east", "desk_west")}
    districts = (
        District("east", Words("东区", "東區", "East"), "440301", ("东门",), {"care": "care_east"}),
        District("west", Words("西区", "西區", "West"), "440302", (), {"default": "desk_west"}),
    )
    place = Jurisdiction("here", words("here"), "Asia/Shanghai", (), queues, districts)
    return Catalogue(
        services=standing | services,
        intents={},
        topics={},
        contacts={},
        clocks={c: _clock(c, clocks.node(c)) for c in CLOCKS},
        retention_days={},
        groups={},
        common=(),
        jurisdictions={"here": place},
        place=place,
        holidays={},
        lexicons=Lexicons((), {}, {}),
    )


def a_ticket(number: str = "NX-261123-000018", **changes: Any) -> Ticket:
    """A fresh ordinary request."""
    due = Due(*(NOW + timedelta(hours=h) for h in (2, 24, 24, 120)))
    plain: dict[str, Any] = {
        "id": f"id-{number}",
        "number": number,
        "service": "meal",
        "status": Status.NEW,
        "clock": "standard",
        "due": due,
        "queue": "care",
        "requester": "p1",
        "conversation": "c1",
        "opened_at": NOW,
        "updated_at": NOW,
        "details": {"age": 78},
    }
    return Ticket(**(plain | changes))


@dataclass
class Case:
    """A desk in memory with an asker, a follower and two members of staff; `now` may be moved."""

    store: FakeStore = field(default_factory=FakeStore)
    catalogue: Catalogue = field(default_factory=a_catalogue)
    now: datetime = NOW
    random: Random = field(default_factory=lambda: Random(7))

    def __post_init__(self) -> None:
        """Let everybody in."""
        self.store.clock = lambda: self.now
        state = self.store.state
        for id in ("asker", "follower", "stranger"):
            state.persons[id] = Person(id, "rest", id)
            state.conversations[id] = f"talk-{id}"
        state.staff["li"] = Staff("li", "小李", "agent")
        state.staff["east"] = Staff("east", "小东", "office", queues=("care_east",))
        state.staff["gone"] = Staff("gone", "老王", "agent", disabled=True)
        state.staff["book"] = Staff("book", "小周", "auditor")

    def link(self, *, approved: bool = True, expires_at: datetime | None = None) -> None:
        """Let the follower follow the asker."""
        link = Link("l1", "follower", "asker", "guardian", NOW, NOW if approved else None, "li", expires_at)
        self.store.state.links["l1"] = link

    def do(self, command: Command, who: str = "asker", proven: str = "") -> Result:
        """Execute and commit."""
        with self.store.unit() as uow:
            person = uow.people.get(who)
            assert person is not None
            result = execute(
                command,
                uow=uow,
                person=person,
                conversation_id=f"talk-{who}",
                catalogue=self.catalogue,
                now=self.now,
                random=self.random.randrange,
                proven=proven,
            )
            uow.commit()
        return result

    def opened(self, service: str = "meal", details: Mapping[str, Any] | None = None, **more: Any) -> Opened:
        """Open a request for the asker."""
        result = self.do(OpenTicket(service, details or {"age": 78, "address": "翠竹街道1号"}, **more))
        assert isinstance(result, Opened)
        return result

    def staff(self, use_case: Any, username: str, *args: Any, **more: Any) -> Any:
        """Run a staff use case and commit."""
        with self.store.unit() as uow:
            found = use_case(uow, username, *args, now=self.now, **more)
            uow.commit()
        return found

    def let_go(self, **span: float) -> list[str]:
        """Time goes by, and forgotten talks are ended."""
        self.now += timedelta(**span)
        with self.store.unit() as uow:
            ended = [id for id in forgotten(uow, self.catalogue, self.now) if let_go(uow, id, self.catalogue, self.now)]
            uow.commit()
        return ended

    def ticket(self, number: str) -> Ticket:
        """The request as it is kept."""
        return next(t for t in self.store.state.tickets.values() if t.number == number)

    def said_to(self, who: str = "asker") -> list[Say]:
        """What was put for this person."""
        return [sent.say for sent in self.store.state.outbox if sent.conversation == f"talk-{who}"]
