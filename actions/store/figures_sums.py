"""Months that are over are summed up: a year is then read from some thousand rows, with the same result."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    TextClause,
    and_,
    delete,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy import text as sql

from actions.desk.figures import GOOD
from actions.desk.ticket import STEPS
from actions.store.figures_tables import (
    LOOSE,
    SUMMED,
    figures_hours,
    figures_months,
    figures_requests,
    figures_talk_days,
    figures_talks,
    figures_topic_days,
    figures_topics,
)
from actions.store.upsert import insert

REST = 10  # days after its end a month is summed up: what is closed, rated or corrected by then need not be moved
_R = figures_requests.c
KEYS = (_R.service, _R.office, _R.district)


def counts(minute: int) -> list[ColumnElement[int]]:
    """The counts of a `Cell`, in its order; `minute` is now, since 1970."""
    conditions: list[ColumnElement[bool]] = [_R.open, late(minute), _R.cancelled]
    conditions += [_R.contacted, _R.contacted.is_not(None), _R.solved, _R.solved.is_not(None)]
    conditions += [_R.satisfied >= GOOD, _R.satisfied.is_not(None)]
    for step in STEPS:
        done, due = _R[step], _R[f"due_{step}"]
        conditions += [done <= due, or_(done.is_not(None), _missed(step, minute))]
    conditions += [_R.again, _R.reopened, _R.misheard]
    return [func.count(), *(func.count().filter(condition) for condition in conditions)]


def late(minute: int) -> ColumnElement[bool]:
    """Whether a step was not taken, though its promise is over and its clock runs."""
    return or_(*(_missed(step, minute) for step in STEPS))


def _missed(step: str, minute: int) -> ColumnElement[bool]:
    return and_(_R.runs, _R[step].is_(None), _R.opened + _R[f"due_{step}"] < minute)


def _settled() -> list[ColumnElement[int]]:
    """The counts of what is over, whose clock no longer runs."""
    number, _, _, *others = counts(0)
    return [number, *others]


class SqlFigureSums:
    """Within a unit of work that does nothing else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sum_up(self, today: int) -> bool:
        """The oldest month of which something can be summed up; whether there was one. Raises StaleError."""
        if self._connection.dialect.name == "postgresql":  # what changes between summing and marking ends it instead
            self._connection.execute(sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        before = _first(today - REST)
        over: tuple[tuple[Table, ColumnElement[bool] | TextClause], ...]
        over = ((figures_requests, _over()), (figures_talks, true()), (figures_topics, true()))
        oldest = (select(func.min(table.c.day)).where(which, table.c.day < before) for table, which in over)
        days = [day for query in oldest if (day := self._connection.execute(query).scalar_one()) is not None]
        if not days:
            return False
        since = _first(min(days))
        self._requests(since, until := last_of(since))
        self._days(since, until)
        return True

    def _requests(self, since: int, until: int) -> None:
        which = (_R.day.between(since, until), _over())
        month = select(sql(str(since)), *KEYS, *_settled()).where(*which).group_by(*KEYS)
        self._add(figures_months, 4, month)
        self._add(figures_hours, 2, select(_R.day, _R.hour, func.count()).where(*which).group_by(_R.day, _R.hour))
        self._connection.execute(update(figures_requests).where(*which).values(summed=True))

    def _days(self, since: int, until: int) -> None:
        """Talks and topics of days that are over change no more: their sums stand for them."""
        talk, topic = figures_talks.c, figures_topics.c
        flags = (func.count().filter(flag) for flag in (talk.wanted, talk.person, talk.alarm))
        talks = select(talk.day, talk.language, func.count(), *flags).group_by(talk.day, talk.language)
        topics = select(topic.day, topic.topic, func.count()).group_by(topic.day, topic.topic)
        for table, sums, found in (
            (figures_talks, figures_talk_days, talks),
            (figures_topics, figures_topic_days, topics),
        ):
            which = table.c.day.between(since, until)
            self._add(sums, 2, found.where(which))
            self._connection.execute(delete(table).where(which))

    def _add(self, table: Table, keys: int, found: Select[*tuple[object, ...]]) -> None:
        """To what stands there already; the first columns are its key."""
        names = [column.name for column in table.c]
        new = insert(self._connection, table).from_select(names, found)
        more = {name: table.c[name] + new.excluded[name] for name in names[keys:]}
        self._connection.execute(new.on_conflict_do_update(index_elements=names[:keys], set_=more))


def take_back(connection: Connection, ticket: str) -> bool:
    """Out of the sums, for it changes; False where it does not lie in them."""
    mine = _R.ticket == ticket
    loose = update(figures_requests).where(mine, _R.summed).values(summed=False)
    if connection.execute(loose).rowcount == 0:
        return False
    query = select(_R.day, _R.hour, *KEYS, *_settled()).where(mine).group_by(_R.day, _R.hour, *KEYS)
    day, hour, service, office, district, *numbers = connection.execute(query).one()
    m, h = figures_months.c, figures_hours.c
    less = {name: m[name] - number for name, number in zip(SUMMED, numbers, strict=True)}
    month = (m.month == _first(day), m.service == service, m.office == office, m.district == district)
    connection.execute(update(figures_months).where(*month).values(less))
    hours = update(figures_hours).where(h.day == day, h.hour == hour)
    connection.execute(hours.values(number=h.number - 1))
    return True


def whole_months(since: int, until: int) -> tuple[int, int] | None:
    """The first and the last day of the whole months between two days; None where there is none."""
    first = since if _first(since) == since else last_of(since) + 1
    last = until if last_of(until) == until else _first(until) - 1
    return (first, last) if first < last else None


def last_of(day: int) -> int:
    """The last day of a day's month."""
    return _first(_first(day) + 31) - 1


def _first(day: int) -> int:
    return day - date.fromordinal(day).day + 1


def _over() -> ColumnElement[bool]:
    return and_(_R.open.is_(False), LOOSE)
