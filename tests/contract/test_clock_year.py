"""A year of requests: holidays, exchanged days, summer time, restarts; each deadline and escalation by a ledger."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from actions.desk.calendar_day import set_day
from actions.desk.commands import AddInformation, OpenTicket
from actions.desk.execute import execute
from actions.desk.person import Staff
from actions.desk.results import Opened
from actions.desk.staff_work import assign, reply, set_status
from actions.desk.ticket import STEPS
from actions.store import Store
from actions.store.clocks import escalations
from actions.store.tables import tickets
from bot.clocks import Clocks
from bot.signals import LocalSignals
from data.model import Catalogue
from tests.unit.desk.builders import a_catalogue, a_service

# the State Council's notice for 2026, as published: first and last day off, and the days worked for them
OFF = [((1, 1), (1, 3)), ((2, 15), (2, 23)), ((4, 4), (4, 6)), ((5, 1), (5, 5)), ((6, 19), (6, 21)), ((9, 25), (9, 27))]
OFF += [((10, 1), (10, 7))]
WORKED = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
TYPHOON, INVENTORY = date(2026, 9, 8), date(2026, 11, 28)  # set by staff: a Tuesday off, a Saturday worked
PROMISED = {  # services.md, "Clocks"; m and h day and night, H office hours, D working days
    "immediate": ("5m", "15m", "2h", "24h"),
    "urgent": ("30m", "2h", "24h", "3D"),
    "standard": ("2H", "24h", "24h", "5D"),
    "complex": ("2H", "24h", "24h", "20D"),
    "inquiry": ("2H", "1D", "1D", "1D"),
}
SECONDS = {"m": 60, "h": 3600}
END = int(datetime(2027, 1, 31, tzinfo=UTC).timestamp())


class Office:
    """When somebody is there, quarter of an hour by quarter of an hour; moments are seconds since 1970."""

    def __init__(self, zone: str) -> None:
        self.zone, self.minutes = ZoneInfo(zone), list[int]()
        first = int(datetime(2025, 12, 20, tzinfo=UTC).timestamp())
        for quarter in range(first, END + 40 * 86_400, 900):
            local = datetime.fromtimestamp(quarter, self.zone)
            if self.works(local.date()) and local.hour in (9, 10, 11, 14, 15, 16, 17):
                self.minutes += range(quarter, quarter + 900, 60)

    def works(self, day: date) -> bool:
        """Read off the notice."""
        if day in (TYPHOON, INVENTORY):
            return day == INVENTORY
        if (day.month, day.day) in WORKED and day.year == 2026:
            return True
        off = (
            any(a <= (day.month, day.day) <= b for a, b in OFF) if day.year == 2026 else (day.month, day.day) == (1, 1)
        )
        return not off and day.weekday() < 5

    def count(self, moment: int) -> int:
        """Office minutes before a moment."""
        return bisect_left(self.minutes, moment)

    def due(self, start: int, promise: str) -> int:
        """When a promise made at `start` ends."""
        amount, unit = int(promise[:-1]), promise[-1]
        if unit == "H":
            return self.minutes[self.count(start) + amount * 60 - 1] + 60
        if unit == "D":
            day = datetime.fromtimestamp(start, self.zone).date()
            while amount:
                day += timedelta(days=1)
                amount -= self.works(day)
            return int(datetime(day.year, day.month, day.day, 18, tzinfo=self.zone).timestamp())
        return start + amount * SECONDS[unit]

    def nearly(self, due: int, promise: str) -> int:
        """When a quarter is left."""
        amount, unit = int(promise[:-1]), promise[-1]
        if unit in SECONDS:
            return due - amount * SECONDS[unit] // 4
        return self.minutes[self.count(due) - amount * (60 if unit == "H" else 420) // 4]

    def there(self, moment: int) -> int:
        """That moment, or when the office opens next; the stroke of closing counts."""
        at = self.count(moment)
        return moment if self.minutes[at] == moment or moment - self.minutes[at - 1] <= 60 else self.minutes[at]


@dataclass
class Entry:
    """A request in the ledger."""

    office: Office
    push: Callable[[int], int]
    clock: str
    since: int  # of the state it is in
    due: dict[str, int] = field(default_factory=dict)
    owed: list[str] = field(default_factory=lambda: list(STEPS))
    waits: bool = False
    held: bool = False  # by somebody whose work it is
    round: int = 0
    lies: int = 0  # lines of its history when it came back to nobody
    told: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Promise."""
        self.promise = dict(zip(STEPS, PROMISED[self.clock], strict=True))
        self.due = {step: self.office.due(self.since, self.promise[step]) for step in STEPS}

    def until(self, now: int) -> None:
        """What was told from the last change to now."""
        for step in self.owed if not self.waits else ():
            late, nearly = (self._told_at(at) for at in (self.due[step], self._nearly(step)))
            if late <= now:
                self.told.setdefault((step, "late", self._round(step)), late)
            if nearly <= now and nearly < late:
                self.told.setdefault((step, "warning", self._round(step)), nearly)
        self.since = now

    def _round(self, step: str) -> int:
        return self.lies if step == "taken_up" else self.round

    def _nearly(self, step: str) -> int:
        return self.office.nearly(self.due[step], self.promise[step])

    def _told_at(self, moment: int) -> int:
        always = self.clock in ("immediate", "urgent")
        return self.push(max(moment if always else self.office.there(moment), self.since))

    def goes_on(self, began: int, now: int) -> None:
        """As much is left as when it began to wait."""
        for step in self.owed:
            if self.due[step] > began:
                if self.promise[step][-1] in SECONDS:
                    self.due[step] += now - began
                else:
                    left = self.office.count(self.due[step]) - self.office.count(began)
                    self.due[step] = self.office.minutes[self.office.count(now) + left - 1] + 60


class Year:
    """The desk, its people, the outages, and the ledger beside it."""

    def __init__(self, url: str, zone: str, make_store: Callable[[str], Store], count: int) -> None:
        self.url, self.make, self.chance = url, make_store, Random(f"{zone}{count}")
        services = {clock: a_service(clock, clock=clock) for clock in PROMISED}
        base = a_catalogue(**services)
        self.catalogue: Catalogue = replace(base, place=replace(base.place, timezone=zone))
        self.office, self.restarts = Office(zone), 0
        self.start()
        first = int(datetime(2026, 1, 2, tzinfo=UTC).timestamp())
        self.ledger: dict[str, Entry] = {}
        self.plan: list[tuple[int, int, str, str]] = []
        self.began: dict[str, int] = {}
        opened = sorted(first + self.chance.randrange(335 * 1440) * 60 for _ in range(count))
        for n, at in enumerate(opened):
            heappush(self.plan, (at, n, "open", ""))
        # each soon after a request, so that clocks act while the desk is down
        self.outages = [(at + 120, at + 60 * self.chance.randrange(100, 4000)) for at in opened[1::5]]
        with self.store.unit() as unit:
            for name, role in (("li", "agent"), ("chief", "supervisor")):
                unit.staff.save(Staff(name, name, role))
            set_day(unit, "chief", TYPHOON, False, now=moment(first))
            set_day(unit, "chief", INVENTORY, True, now=moment(first))
            self.talk = unit.conversations.load("rest", "a", now=moment(first))
            unit.commit()

    def start(self) -> None:
        """Two processes on one database, new ones after each outage."""
        stores = [self.make(self.url) for _ in range(2)]
        self.store = stores[0]
        self.clocks = [Clocks(store, self.catalogue, LocalSignals()) for store in stores]

    def push(self, at: int) -> int:
        """Out of an outage, in which nobody looks and nobody works."""
        for begin, end in self.outages:  # in their order, so that one which begins in another counts too
            at = end if begin <= at < end else at
        return at

    def run(self) -> None:
        """Let the year go by."""
        now = 0
        while self.plan:
            at, n, what, number = heappop(self.plan)
            at = max(self.push(at), now)
            self.look_until(at, now)
            now = at
            self.do(now, n, what, number)
        self.look_until(END, now)
        for entry in self.ledger.values():
            entry.until(END)

    def look_until(self, at: int, now: int) -> None:
        """As the running desk does: at each moment that is due, unless it is down."""
        while (due := self.next()) is not None and (look := self.push(max(due, now))) <= at:
            if self.restarts < sum(end <= look for _, end in self.outages):
                self.restarts += 1
                self.start()
            self.chance.shuffle(self.clocks)
            for clocks in self.clocks:
                asyncio.run(clocks.look(moment(look)))

    def next(self) -> int | None:
        """When the first clock acts, rounded up to the second that a look would find it."""
        with self.store.database.read() as connection:
            found = connection.execute(select(func.min(tickets.c.acts_at))).scalar_one()
        return int(found.timestamp()) if found else None

    def do(self, now: int, n: int, what: str, number: str) -> None:
        """One thing that somebody does, here and in the ledger; then the next one is planned."""
        if what == "open":
            number = self.opened(now, self.chance.choice(list(PROMISED)))
        else:
            self.ledger[number].until(now)
            self.step(now, what, number)
        with self.store.unit(reading=True) as unit:
            kept = unit.tickets.by_number(number)
        assert kept is not None
        entry = self.ledger[number]
        if what == "reopen" and not entry.held:
            entry.lies = len(kept.history)
        assert {step: int(getattr(kept.due, step).timestamp()) for step in STEPS} == entry.due, (number, what)
        choices = {
            "new": ("take", "reply", "waiting", "answered", "closed"), "assigned": ("reply", "waiting", "answered"),
            "in_progress": ("waiting", "waiting", "answered", "closed"), "waiting": ("told", "in_progress"),
            "answered": ("closed", "waiting"), "closed": ("reopen", "", "")}  # fmt: skip
        follows = self.chance.choice(choices[kept.status.value])
        if follows and len(kept.history) < 14:
            gap = self.chance.choice((2, 40, 300, 1800, 6000))
            heappush(self.plan, (now + 60 * self.chance.randrange(1, gap), n, follows, number))

    def opened(self, now: int, clock: str) -> str:
        """A request comes."""
        with self.store.unit() as unit:
            told = execute(OpenTicket(clock, {"age": 70}), uow=unit, person=self.talk.person,
                           conversation_id=self.talk.id, catalogue=self.catalogue, now=moment(now))  # fmt: skip
            unit.commit()
        assert isinstance(told, Opened)
        self.ledger[told.ticket.number] = Entry(self.office, self.push, clock, now)
        return told.ticket.number

    def step(self, now: int, what: str, number: str) -> None:
        """A step of staff, or of the person."""
        with self.store.unit() as unit:
            if what == "told":
                command = AddInformation(number, "补充")
                execute(command, uow=unit, person=self.talk.person, conversation_id=self.talk.id,
                        catalogue=self.catalogue, now=moment(now))  # fmt: skip
            else:
                use_case, more = {"take": (assign, "li"), "reply": (reply, "您好")}.get(what, (set_status, what))
                more = "in_progress" if what == "reopen" else more
                result = {"result": "办好了"} if more == "closed" else {}
                use_case(unit, "li", number, more, catalogue=self.catalogue, now=moment(now), **result)
            unit.commit()
        self.enter(now, what, self.ledger[number], number)

    def enter(self, now: int, what: str, entry: Entry, number: str) -> None:
        """The same in the ledger."""
        if what == "reopen":
            entry.round, entry.waits = entry.round + 1, False
            entry.owed = [*(() if entry.held else ("taken_up",)), "result", "closed"]
            entry.due |= {step: self.office.due(now, entry.promise[step]) for step in entry.owed}
            return
        entry.held = entry.held or what == "take"
        if entry.waits:
            entry.goes_on(self.began[number], now)
            entry.waits = False
        settled = {"reply": 2, "answered": 3, "closed": 4}.get(what, 1)
        entry.owed = [step for step in entry.owed if STEPS.index(step) >= settled]
        if what == "waiting":
            entry.waits, self.began[number] = True, now


def moment(seconds: int) -> datetime:
    """As the desk has it."""
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
def test_a_year_of_clocks(zone: str, sqlite_url: str, make_store: Callable[[str], Store]) -> None:
    """Every deadline is right, and each escalation is told once, at its moment or when the desk is back."""
    year = Year(sqlite_url, zone, make_store, count=14)
    year.run()
    query = select(tickets.c.number, escalations).join_from(escalations, tickets)
    with year.store.database.read() as connection:
        rows = connection.execute(query).all()
    found = sorted((r.number, r.step, r.level, r.round, int(r.at.timestamp())) for r in rows)
    expected = sorted((number, *key, at) for number, entry in year.ledger.items() for key, at in entry.told.items())
    assert found == expected
    assert len(found) > 25 and year.restarts > 1
    assert any(row[-1] in {end for _, end in year.outages} for row in found)  # the outages mattered
