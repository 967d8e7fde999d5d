"""Figures: what was counted becomes rates and medians, and small numbers of sensitive services stay hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from operator import add, attrgetter
from typing import Protocol

from actions.desk.access import staff_member
from actions.desk.person import Staff
from actions.desk.ports import UnitOfWork
from actions.desk.spans import Sample, Times
from actions.desk.ticket import STEPS
from actions.desk.veil import SMALL, cover, veil
from data.model import CALL_KINDS, Catalogue

BY = ("service", "office", "district")
TOPICS = 10  # the most told
GOOD = 4  # marks of 4 and 5 say satisfied


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is looked at: days as ordinals, both included; "" and () mean all."""

    since: int
    until: int
    service: str = ""
    office: str = ""
    district: str = ""
    offices: tuple[str, ...] = ()  # whoever works for some queues sees those only

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return date.fromordinal(self.since), date.fromordinal(self.until)


@dataclass(frozen=True, slots=True)
class Cell:
    """Counts of requests; `x_asked` and `x_due` are what `x` is a share of."""

    number: int = 0
    open: int = 0
    late: int = 0
    cancelled: int = 0
    contacted: int = 0
    contacted_asked: int = 0
    solved: int = 0
    solved_asked: int = 0
    satisfied: int = 0
    satisfied_asked: int = 0
    taken_up: int = 0
    taken_up_due: int = 0
    first_contact: int = 0
    first_contact_due: int = 0
    result: int = 0
    result_due: int = 0
    closed: int = 0
    closed_due: int = 0
    again: int = 0
    reopened: int = 0
    misheard: int = 0

    def __add__(self, other: Cell) -> Cell:
        """Both together."""
        return Cell(*map(add, _COUNTS(self), _COUNTS(other)))


_COUNTS: Callable[[Cell], tuple[int, ...]] = attrgetter(*(one.name for one in fields(Cell)))  # thousands are added up

RATES: Mapping[str, tuple[str, str]] = {
    "response": ("contacted", "contacted_asked"),
    "solved": ("solved", "solved_asked"),
    "satisfied": ("satisfied", "satisfied_asked"),
    "in_time": ("closed", "closed_due"),
    "again": ("again", "number"),
    "reopened": ("reopened", "number"),
    "misheard": ("misheard", "number"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; hidden where the whole is small and sensitive."""

    part: int
    whole: int
    hidden: bool = False

    @property
    def percent(self) -> float | None:
        """None where there is nothing to take a share of, or it is hidden."""
        return None if self.hidden or not self.whole else 100 * self.part / self.whole


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one service, office, district or kind, or of all; `key` "" is all, or none named."""

    key: str
    cell: Cell
    sensitive: bool = False
    hidden: bool = False
    medians: Mapping[str, int | None] = field(default_factory=dict)  # step → minutes
    veiled: frozenset[str] = frozenset()  # rates and steps hidden so that no other line's can be computed

    def rate(self, name: str) -> Share:
        """One of RATES."""
        part, whole = (getattr(self.cell, one) for one in RATES[name])
        return self._share(name, part, whole)

    def kept(self, step: str) -> Share:
        """How many took a step by its promise, of those that took it or should have."""
        return self._share(step, getattr(self.cell, step), getattr(self.cell, f"{step}_due"))

    def share(self, name: str) -> Share:
        """Of a rate or of a step."""
        return self.rate(name) if name in RATES else self.kept(name)

    def _share(self, name: str, part: int, whole: int) -> Share:
        few = self.sensitive and 0 < whole < SMALL
        return Share(part, whole, self.hidden or few or name in self.veiled)


@dataclass(frozen=True, slots=True)
class TalkCell:
    """Counts of talks: one person on one day is one talk."""

    number: int = 0
    wanted: int = 0
    person: int = 0
    alarm: int = 0

    def __add__(self, other: TalkCell) -> TalkCell:
        """Both together."""
        return TalkCell(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(TalkCell)))

    @property
    def alone(self) -> Share:
        """Those that the assistant alone had."""
        return Share(self.number - self.person, self.number)

    @property
    def asked(self) -> Share:
        """Those in which somebody asked for a person."""
        return Share(self.wanted, self.number)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open at this moment."""

    open: int = 0
    late: int = 0
    calls: int = 0
    alarms: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All that page, report and files tell; `days` and `hours` are None where they would tell too much."""

    narrow: Narrow
    by: str
    total: Line
    lines: Sequence[Line]
    kinds: Sequence[Line]
    days: Mapping[int, int] | None
    hours: Sequence[Sequence[int]] | None  # weekday from Monday → hour → requests
    talks: TalkCell
    languages: Mapping[str, int]
    topics: Sequence[tuple[str, int]]


class Book(Protocol):
    """What the store sums up."""

    def cells(self, narrow: Narrow, by: str, minute: int) -> Iterable[tuple[str, str, Cell]]:
        """(service, key, counts); `minute` is now, since 1970."""

    def spans(self, narrow: Narrow, by: str, sample: Sample) -> Iterable[tuple[str, str, int, int]]:
        """(step, key, minutes from opening to the step, how many)."""

    def moments(self, narrow: Narrow) -> Iterable[tuple[int, int, int]]:
        """(day, hour, how many were opened)."""

    def talks(self, narrow: Narrow) -> Iterable[tuple[str, TalkCell]]:
        """(language, counts) of those days."""

    def topics(self, narrow: Narrow, limit: int) -> Sequence[tuple[str, int]]:
        """The topics most told on those days."""

    def standing(self, narrow: Narrow, minute: int) -> tuple[int, int]:
        """How many requests are open, and late, whenever they were opened."""


def seer(uow: UnitOfWork, username: str) -> Staff:
    """Who may see figures. Raises NotFoundError."""
    return staff_member(uow, username, "figures.read")


def read_figures(book: Book, narrow: Narrow, by: str, catalogue: Catalogue, now: datetime) -> Figures:
    """Sum up; `narrow.offices` is what the reader may see."""
    cells = list(book.cells(narrow, by, minute_of(now)))
    counts: Counter[str] = Counter()
    for _, key, cell in cells:
        counts[key] += cell.number
    times = Times(book.spans(narrow, by, sample := Sample.of(counts)), sample)
    total = _timed(_line("", [(service, cell) for service, _, cell in cells], catalogue), times.of_all())
    days, hours = _when(book.moments(narrow)) if not total.sensitive else (None, None)
    talks, (services, kinds) = dict(book.talks(narrow)), _veiled(cells, catalogue)
    lines = _lines(cells, times, catalogue)
    small = cover({line.key: line.cell.number for line in lines}, {line.key for line in lines if line.hidden})
    return Figures(
        narrow=narrow,
        by=by,
        total=total,
        lines=_shares_hidden(_hide(lines, services if by == "service" else small)),
        kinds=_hide(_kinds(cells, catalogue), kinds),
        days=days,
        hours=hours,
        talks=sum(talks.values(), TalkCell()),
        languages={language: cell.number for language, cell in talks.items()},
        topics=book.topics(narrow, TOPICS),
    )


def read_standing(uow: UnitOfWork, book: Book, narrow: Narrow, now: datetime) -> Standing:
    """What is open now."""
    found, late = book.standing(narrow, minute_of(now))
    return Standing(found, late, len(uow.hand_overs.waiting()), len(uow.incidents.open()))


def minute_of(now: datetime) -> int:
    """Minutes since 1970."""
    return int(now.timestamp()) // 60


def _lines(cells: Sequence[tuple[str, str, Cell]], times: Times, catalogue: Catalogue) -> Sequence[Line]:
    grouped: dict[str, list[tuple[str, Cell]]] = {}
    for service, key, cell in cells:
        grouped.setdefault(key, []).append((service, cell))
    lines = [_timed(_line(key, group, catalogue), times.of(key)) for key, group in grouped.items()]
    return sorted(lines, key=lambda line: (-line.cell.number, line.key))


def _kinds(cells: Sequence[tuple[str, str, Cell]], catalogue: Catalogue) -> Sequence[Line]:
    grouped: dict[str, list[tuple[str, Cell]]] = {kind: [] for kind in CALL_KINDS}
    for service, _, cell in cells:
        known = catalogue.services.get(service)
        if known is not None:  # the file may have been taken away since
            grouped[known.kind].append((service, cell))
    return [_line(kind, group, catalogue) for kind, group in grouped.items()]


def _veiled(cells: Sequence[tuple[str, str, Cell]], catalogue: Catalogue) -> tuple[set[str], set[str]]:
    """Services and kinds that are not told, whatever else the page tells beside the kinds."""
    numbers: dict[str, Counter[str]] = {kind: Counter() for kind in CALL_KINDS}
    for service, _, cell in cells:
        known = catalogue.services.get(service)
        if known is not None:
            numbers[known.kind][service] += cell.number
    of_all = {service: number for group in numbers.values() for service, number in group.items()}
    small = {id for id, n in of_all.items() if 0 < n < SMALL and catalogue.services[id].sensitivity != "ordinary"}
    return veil(numbers, small)


def _line(key: str, group: Iterable[tuple[str, Cell]], catalogue: Catalogue) -> Line:
    """One line; it is sensitive where nothing ordinary is in it, and hidden where it is small too."""
    total, ordinary = Cell(), 0
    for service, cell in group:
        total += cell
        known = catalogue.services.get(service)
        ordinary += cell.number if known is None or known.sensitivity == "ordinary" else 0
    sensitive = total.number > 0 and ordinary == 0
    return Line(key, total, sensitive, sensitive and total.number < SMALL)


def _timed(line: Line, medians: Mapping[str, int | None]) -> Line:
    """With its median times; a hidden line has none."""
    return replace(line, medians=dict.fromkeys(STEPS) if line.hidden else medians)


def _hide(lines: Sequence[Line], keys: set[str]) -> Sequence[Line]:
    return [replace(x, hidden=True, medians=dict.fromkeys(x.medians)) if x.key in keys else x for x in lines]


def _shares_hidden(lines: Sequence[Line]) -> Sequence[Line]:
    """A share of few is hidden, and could be computed from the total's: others of its column are hidden with it."""
    names: dict[str, set[str]] = {line.key: set() for line in lines}
    for name in (*RATES, *STEPS):
        shares = {line.key: line.share(name) for line in lines}
        wholes = {key: share.whole for key, share in shares.items()}
        few = {key for key, share in shares.items() if share.whole and share.hidden}
        for key in cover(wholes, few) - few:
            names[key].add(name)
    return [replace(line, veiled=frozenset(names[line.key])) for line in lines]


def _when(moments: Iterable[tuple[int, int, int]]) -> tuple[Mapping[int, int], Sequence[Sequence[int]]]:
    days: Counter[int] = Counter()
    hours = [[0] * 24 for _ in range(7)]
    for day, hour, n in moments:
        days[day] += n
        hours[date.fromordinal(day).weekday()][hour] += n
    return days, hours
