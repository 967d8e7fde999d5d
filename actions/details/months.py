"""Several months told at once: from one to another ("三月到五月"), or one by one ("三月和五月")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from actions.details.moment import Moment, months_from
from actions.details.numerals import number
from actions.details.prose import before

TO, AND = "/", ","  # between the months of a value: ISO 8601's interval, and a list
_TO = re.compile(r"\s?(?:这边)?(?:一?直?到|至|~|-|–|—|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s?了?")
_AND = re.compile(r"\s?(?:[、,，和跟与]|,?\s?\band\b)\s?")
_BARE = re.compile(
    r"(?<![\d月年一二三四五六七八九十])(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?(?P<to>[到至~–—-]|[、和跟与])\s?$"
)
_CALENDAR = re.compile(r"[\d一二三四五六七八九十]\s?月")  # a month of the year; 3个月前 is none, though as wide
_NOW = re.compile(
    r"\s?的?钱?\s?(?:一?直?到|至|\bto\b|\buntil\b|\btill\b)\s?(?:现在|如今|今天|这个月|本月|now\b|today\b|this month\b)"
)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def several(plain: str, moments: Sequence[Moment], today: date) -> tuple[str, int, int] | None:
    """The value and the span of months that are told together; None where only one is told."""
    said = [m for m in moments if m.grain == "month"]
    if not said:
        return None
    first, *others = ends = [m for m in moments if m.grain in ("month", "day")]  # 去年腊月到今年清明
    if others and _TO.fullmatch(plain, first.end, others[0].start) and said[0] in ends[:2]:
        begin, end = _in_order(first, others[0], today)
        return _value([begin, end], TO), first.start, others[0].end
    first, *others = said
    near = before(plain, first.start)
    named = _CALENDAR.search(plain, first.start, first.end)
    if named and (bare := _BARE.search(near)) is not None and 1 <= (number(bare["m"]) or 0) <= 12:
        begin = first.day.replace(day=1, month=int(number(bare["m"]) or 1))
        joined = TO if bare["to"] not in "、和跟与" else AND
        both = (_before(begin, first.day), first.day)
        return (
            _value([*(_later(*both, today) if first.floating and joined == TO else both)], joined),
            first.start - len(near) + bare.start("m"),
            first.end,
        )
    if (now := _NOW.match(plain, first.end)) is not None and first.day < today:
        return _value([first.day, today], TO), first.start, now.end()
    pairs = takewhile(lambda p: _AND.fullmatch(plain, p[0].end, p[1].start), zip(said, others, strict=False))
    run = [first, *(later for _, later in pairs)]
    return (_value([m.day for m in run], AND), first.start, run[-1].end) if len(run) > 1 else None


def _in_order(first: Moment, last: Moment, today: date) -> tuple[date, date]:
    """A month without its year lies in the year of the other, or beside it."""
    if last.floating and not first.floating:
        end = last.day.replace(year=first.day.year)
        return first.day, end if end >= first.day else months_from(end, 12)
    begin = _before(first.day, last.day)
    return _later(begin, last.day, today) if first.floating and last.floating else (begin, last.day)


def _later(begin: date, end: date, today: date) -> tuple[date, date]:
    """October to December, said in November: that of this year, whose end is still to come, so that it is asked."""
    later = months_from(begin, 12), months_from(end, 12)
    return later if begin.year == end.year and later[0] <= today < later[1] else (begin, end)


def _before(begin: date, end: date) -> date:
    return begin if begin <= end else months_from(begin, -12)


def _value(months: list[date], joined: str) -> str:
    return joined.join(dict.fromkeys(f"{m:%Y-%m}" for m in months))


def parts(value: str) -> list[str]:
    """The single months of a value."""
    return re.split(f"[{TO}{AND}]", value)


def show(value: str, language: str) -> str:
    """2026年3月到5月; a year that both share is said once."""
    said = [(int(year), int(month)) for year, month in (one.split("-") for one in parts(value))]
    if language == "en":
        last = f"{ENGLISH[said[-1][1] - 1]} {said[-1][0]}"
        own = [ENGLISH[m - 1] + ("" if y == said[-1][0] else f" {y}") for y, m in said[:-1]]
        return (" to " if TO in value else ", ").join([*own, last])
    years = [0, *(y for y, _ in said)]
    own = [f"{m}月" if y == before else f"{y}年{m}月" for before, (y, m) in zip(years, said, strict=False)]
    return ("到" if TO in value else "、").join(own)
