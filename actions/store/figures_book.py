"""Summing up what was counted: each figure is one pass over narrow rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    TextClause,
    case,
    func,
    literal,
    select,
    text,
    union_all,
)

from actions.desk.figures import Cell, Narrow, TalkCell
from actions.desk.spans import Sample
from actions.desk.ticket import STEPS
from actions.store.figures_sums import counts, late, whole_months
from actions.store.figures_tables import (
    LOOSE,
    OPEN,
    SUMMED,
    TENTH,
    figures_hours,
    figures_months,
    figures_requests,
    figures_talk_days,
    figures_talks,
    figures_topic_days,
    figures_topics,
)

COARSE = ((60, 1), (240, 5), (2880, 30))  # below so many minutes spans are told to so many; above to four hours
LONGEST = 240
NOT_TENTH = text(f"NOT ({TENTH.text})")
TALKS = ("number", "wanted", "person", "alarm")

type Where = Sequence[ColumnElement[bool] | TextClause]
_R = figures_requests.c
_M = figures_months.c


class SqlFigureBook:
    """The port `Book` of the figures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cells(self, narrow: Narrow, by: str, minute: int) -> Iterable[tuple[str, str, Cell]]:
        """(service, key, counts), some of them in parts; `minute` is now, since 1970."""
        whole = whole_months(narrow.since, narrow.until)
        if whole:
            sums = (func.sum(_M[name]) for name in SUMMED)
            query = select(_M.service, _M[by].label("key"), *sums).where(_M.month.between(*whole))
            query = query.where(*_whose(narrow, figures_months)).group_by(*dict.fromkeys((_M.service, _M[by])))
            for service, key, number, *others in self._connection.execute(query):
                yield service, key, Cell(int(number), 0, 0, *(int(n) for n in others))
        for days in _loose(narrow, whole):
            keys = list(dict.fromkeys((_R.service, _R[by])))
            query = select(_R.service, _R[by].label("key"), *counts(minute)).where(*days, *_whose(narrow))
            for service, key, *found in self._connection.execute(query.group_by(*keys)):
                yield service, key, Cell(*(int(n) for n in found))

    def spans(self, narrow: Narrow, by: str, sample: Sample) -> Iterable[tuple[str, str, int, int]]:
        """(step, key, minutes from opening to the step, how many); the longer, the coarser, so that groups stay few."""
        parts: list[Where] = [()]
        if sample.every > 1:
            parts = [(TENTH,), (NOT_TENTH, _R[by].in_(sample.whole))] if sample.whole else [(TENTH,)]
        for part in parts:
            query = select(_R[by].label("key"), *(_told(step) for step in STEPS)).where(*_where(narrow), *part)
            read = query.cte("read").c  # read once, summed up for each step
            sums = (
                select(literal(step), read.key, read[step], func.count())
                .where(read[step].is_not(None))
                .group_by(read.key, read[step])
                for step in STEPS
            )
            for step, key, value, n in self._connection.execute(union_all(*sums)):
                yield step, key, int(value), int(n)

    def moments(self, narrow: Narrow) -> Iterable[tuple[int, int, int]]:
        """(day, hour, how many were opened), some of them in parts."""
        h, which = figures_hours.c, list(_where(narrow))
        if not _whose(narrow):
            which.append(LOOSE)
            yield from self._moments(select(h.day, h.hour, h.number).where(h.day.between(narrow.since, narrow.until)))
        yield from self._moments(select(_R.day, _R.hour, func.count()).where(*which).group_by(_R.day, _R.hour))

    def _moments(self, query: Select[int, int, int]) -> Iterable[tuple[int, int, int]]:
        return ((row[0], row[1], row[2]) for row in self._connection.execute(query))

    def talks(self, narrow: Narrow) -> Iterable[tuple[str, TalkCell]]:
        """(language, counts) of those days; talks belong to no office."""
        t, d = figures_talks.c, figures_talk_days.c
        flags = (func.count().filter(t[name]) for name in TALKS[1:])
        new = select(
            t.language, func.count().label("number"), *(one.label(n) for n, one in zip(TALKS[1:], flags, strict=True))
        )
        new = new.where(t.day.between(narrow.since, narrow.until)).group_by(t.language)
        old = select(d.language, *(d[name] for name in TALKS)).where(d.day.between(narrow.since, narrow.until))
        both = union_all(old, new).subquery().c
        sums = [func.sum(both[name]) for name in TALKS]
        for language, *found in self._connection.execute(
            select(both.language, *sums).group_by(both.language).order_by(sums[0].desc())
        ):
            yield language, TalkCell(*(int(n) for n in found))

    def topics(self, narrow: Narrow, limit: int) -> Sequence[tuple[str, int]]:
        """The topics most told on those days."""
        t, d = figures_topics.c, figures_topic_days.c
        new = select(t.topic, func.count().label("number")).where(t.day.between(narrow.since, narrow.until))
        old = select(d.topic, d.number).where(d.day.between(narrow.since, narrow.until))
        both = union_all(old, new.group_by(t.topic)).subquery().c
        told = func.sum(both.number)
        query = select(both.topic, told).group_by(both.topic).order_by(told.desc(), both.topic).limit(limit)
        return [(topic, int(n)) for topic, n in self._connection.execute(query)]

    def standing(self, narrow: Narrow, minute: int) -> tuple[int, int]:
        """How many requests are open, and late, whenever they were opened."""
        query = select(func.count(), func.count().filter(late(minute))).where(OPEN, *_whose(narrow))
        found, overdue = self._connection.execute(query).one()
        return int(found), int(overdue)


def _told(step: str) -> ColumnElement[int]:
    took = _R[step]
    told = [(took < below, took - took % to) for below, to in COARSE]
    return case(*told, else_=took - took % LONGEST).label(step)


def _loose(narrow: Narrow, whole: tuple[int, int] | None) -> Sequence[Where]:
    """What no sum holds: all of the days at both ends, and what was not summed up of the months between them."""
    if whole is None:
        return [(_R.day.between(narrow.since, narrow.until),)]
    first, last = whole
    ends = ((narrow.since, first - 1), (last + 1, narrow.until))
    return [(_R.day.between(first, last), LOOSE), *((_R.day.between(a, b),) for a, b in ends if a <= b)]


def _where(narrow: Narrow) -> Where:
    return _R.day.between(narrow.since, narrow.until), *_whose(narrow)


def _whose(narrow: Narrow, table: Table = figures_requests) -> Sequence[ColumnElement[bool]]:
    asked = (("service", narrow.service), ("office", narrow.office), ("district", narrow.district))
    found = [table.c[name] == value for name, value in asked if value]
    return [*found, table.c.office.in_(narrow.offices)] if narrow.offices else found
