"""Summing up what was counted: each figure is one pass over narrow rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select, union_all

from actions.desk.figures import GOOD, Cell, Narrow, Sample, TalkCell
from actions.desk.ticket import STEPS
from actions.store.figures import OPEN, figures_requests, figures_talks, figures_topics

COARSE = ((60, 1), (240, 5), (2880, 30))  # below so many minutes spans are told to so many; above to four hours
LONGEST = 240

_R = figures_requests.c


class SqlFigureBook:
    """The port `Book` of the figures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cells(self, narrow: Narrow, by: str, minute: int) -> Iterable[tuple[str, str, Cell]]:
        """(service, key, counts); `minute` is now, since 1970."""
        keys = list(dict.fromkeys((_R.service, _R[by])))
        query = select(_R.service, _R[by].label("key"), *_sums(minute)).where(*_where(narrow)).group_by(*keys)
        for service, key, *counts in self._connection.execute(query):
            yield service, key, Cell(*(int(n) for n in counts))

    def spans(self, narrow: Narrow, by: str, sample: Sample) -> Iterable[tuple[str, str, int, int]]:
        """(step, key, minutes from opening to the step, how many); the longer, the coarser, so that groups stay few."""
        query = select(_R[by].label("key"), *(_told(step) for step in STEPS)).where(*_where(narrow))
        if sample.every > 1:
            query = query.where(or_(_R.opened % sample.every == 0, _R[by].in_(sample.whole)))
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
        """(day, hour, how many were opened)."""
        query = select(_R.day, _R.hour, func.count()).where(*_where(narrow)).group_by(_R.day, _R.hour)
        return ((row[0], row[1], row[2]) for row in self._connection.execute(query))

    def talks(self, narrow: Narrow) -> Iterable[tuple[str, TalkCell]]:
        """(language, counts) of those days; talks belong to no office."""
        t = figures_talks.c
        flags = (func.count().filter(flag) for flag in (t.wanted, t.person, t.alarm))
        query = select(t.language, func.count(), *flags).where(t.day.between(narrow.since, narrow.until))
        for language, *counts in self._connection.execute(query.group_by(t.language).order_by(func.count().desc())):
            yield language, TalkCell(*counts)

    def topics(self, narrow: Narrow, limit: int) -> Sequence[tuple[str, int]]:
        """The topics most told on those days."""
        t = figures_topics.c
        query = select(t.topic, func.count()).where(t.day.between(narrow.since, narrow.until)).group_by(t.topic)
        query = query.order_by(func.count().desc(), t.topic).limit(limit)
        return [(topic, n) for topic, n in self._connection.execute(query)]

    def standing(self, narrow: Narrow, minute: int) -> tuple[int, int]:
        """How many requests are open, and late, whenever they were opened."""
        query = select(func.count(), func.count().filter(_late(minute))).where(OPEN, *_whose(narrow))
        found, late = self._connection.execute(query).one()
        return int(found), int(late)


def _told(step: str) -> ColumnElement[int]:
    took = _R[step]
    told = [(took < below, took - took % to) for below, to in COARSE]
    return case(*told, else_=took - took % LONGEST).label(step)


def _where(narrow: Narrow) -> Sequence[ColumnElement[bool]]:
    return _R.day.between(narrow.since, narrow.until), *_whose(narrow)


def _whose(narrow: Narrow) -> Sequence[ColumnElement[bool]]:
    asked = (("service", narrow.service), ("office", narrow.office), ("district", narrow.district))
    found = [_R[name] == value for name, value in asked if value]
    return [*found, _R.office.in_(narrow.offices)] if narrow.offices else found


def _sums(minute: int) -> list[ColumnElement[int]]:
    """The counts of a `Cell`, in its order."""
    conditions: list[ColumnElement[bool]] = [_R.open, _late(minute), _R.cancelled]
    conditions += [_R.contacted, _R.contacted.is_not(None), _R.solved, _R.solved.is_not(None)]
    conditions += [_R.satisfied >= GOOD, _R.satisfied.is_not(None)]
    for step in STEPS:
        done, due = _R[step], _R[f"due_{step}"]
        conditions += [done <= due, or_(done.is_not(None), _missed(step, minute))]
    conditions += [_R.again, _R.reopened, _R.misheard]
    return [func.count(), *(func.count().filter(condition) for condition in conditions)]


def _missed(step: str, minute: int) -> ColumnElement[bool]:
    """Not taken, though its promise is over and its clock runs."""
    return and_(_R.runs, _R[step].is_(None), _R.opened + _R[f"due_{step}"] < minute)


def _late(minute: int) -> ColumnElement[bool]:
    return or_(*(_missed(step, minute) for step in STEPS))
