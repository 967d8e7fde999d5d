"""A day, month or moment said in words, counted from `now`."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from data.model import Detail

PAST, NEAREST, NEXT = "past", "nearest", "next"

_PAST_IDS = ("since", "last", "seen", "happened", "began", "ago", "paid", "born", "birth", "missing")
_NEXT_IDS = ("start", "want", "wanted", "wish", "visit", "from", "appointment", "preferred")
_PAST_ASKS = (
    "多久了",
    "最后",
    "上次",
    "上一次",
    "发生",
    "被骗",
    "开始的",
    "是什么时候",
    "什么时候的",
    "没到",
    "走失",
    "不见",
    "的事",
)
_NEXT_ASKS = ("想", "希望", "要", "需要", "打算", "方便")


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


@lru_cache(maxsize=1024)
def _direction(id: str, kind: str, ask: str) -> str:
    if any(part in _PAST_IDS for part in id.split("_")):
        return PAST
    if any(part in _NEXT_IDS for part in id.split("_")):
        return NEXT
    if any(word in ask for word in _PAST_ASKS):
        return PAST
    if any(word in ask for word in _NEXT_ASKS):
        return NEXT
    return {"when": NEXT, "month": PAST, "birth_date": PAST}.get(kind, NEAREST)


def direction(detail: Detail) -> str:
    """Which way a detail looks: by its id (since, start), its question, or its kind (`when` ahead)."""
    return _direction(detail.id, detail.kind, detail.ask.zh_Hans)


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
