"""A day, month or moment said in words, counted from `now`."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from data.model import TIMES, Detail

PAST, LAST, NEXT, NEAREST = TIMES


@dataclass(frozen=True, slots=True)
class Moment:
    """The first day of what was said, how wide it is (day, week, month, year), and a time where there was one."""

    day: date
    start: int
    end: int
    grain: str = "day"
    time: str = ""
    floating: bool = False  # no year or week was said, so it may also lie a year or a week away
    sure: bool = True  # False: only an answer may be that short (三个月, 5号)


def direction(detail: Detail) -> str:
    """Which way a detail looks; a birth date and the last time look back."""
    if detail.kind == "birth_date" or detail.about == LAST:
        return PAST
    return detail.about or NEAREST


def day(year: int, month: int, number: int) -> date | None:
    """That date, or None where the calendar has none."""
    if not (1 <= month <= 12 and 1 <= number <= 31 and 1850 <= year <= 2200):
        return None
    return date(year, month, number) if number <= calendar.monthrange(year, month)[1] else None


def months_from(start: date, count: int) -> date:
    """The same day `count` months away, or the last day of a shorter month."""
    index = start.year * 12 + start.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def last_of(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def choose(candidates: list[date], today: date, way: str) -> date:
    """The one of several possible days that the direction means."""
    ahead = [c for c in candidates if c >= today]
    behind = [c for c in candidates if c <= today]
    if way == PAST and behind:
        return max(behind)
    if way == NEXT and ahead:
        return min(ahead)
    return min(candidates, key=lambda c: (abs((c - today).days), c < today))


def weekday(today: date, index: int, weeks: int) -> date:
    """Monday is 0; `weeks` from this week."""
    return today - timedelta(days=today.weekday()) + timedelta(days=index, weeks=weeks)
