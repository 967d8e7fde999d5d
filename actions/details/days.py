"""Every day that a text tells, in order: of the common and the lunar calendar, with its time of day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from actions.details import chinese_dates, english_dates
from actions.details.clock_time import time_of
from actions.details.lunar import LUNAR, lunar
from actions.details.moment import PAST, Moment
from actions.details.numerals import number
from actions.details.phone import spans as phone_spans
from actions.details.prose import Marks, Span, before

_MIGHT = re.compile(
    r"[年月日号周拜期天晚早朝春夏秋冬节昨今明旦夕]|初[一二三四五六七八九十]|[五六七八]一|端午|重阳|中秋|元宵|芒种|暑|霜降|惊蛰|[前后]|个|小时|刚|现在|马上|尽快|而家|即刻|国庆|圣诞|腊八|冬至|立[春夏秋冬]|[过个]把?[一二两三四五六七八九十半\d]|\d\s?[/.-]\s?\d|\d{6}|[a-z]{3}"
)
_LATIN = re.compile("[a-z]{3}")
_WEEKDAY = re.compile(r"周|星期|礼拜|拜|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b")
_ROAD = re.compile(
    r"(?<=[月日号节])(?:大?[路街巷]|大道|胡同|花园|广场|大厦|小区|社区|新村|[村镇乡桥苑屯](?![里上委干]))"
)
_BESIDE = re.compile(
    r"节?(?:那天)?的?(?:(?:(?P<before>前)|之?后)(?P<n>[一两二三四五六七八九]|\d)天(?!内)|(?P<eve>前夕|前一晚)|第二天|次日|隔天|翌日)"
)
_AGAIN = re.compile(r"(?:每个?|每年|每个?月|每逢|逢|比)的?\s?$|\bevery $")
_EVERY_MONTH = re.compile("每个?月")
_HOUR = re.compile("[点时:]|[ap]\\.?m|noon|midday|midnight|o'clock|\\bat\\b|\\bhalf\\b|\\bquarter\\b")


def likely(plain: str) -> bool:
    """Whether a text may tell a day or a time at all; most tell none and are left at once."""
    return bool(_MIGHT.search(plain) or _HOUR.search(plain))


@lru_cache(maxsize=1024)
def moments(plain: str, now: date, way: str) -> tuple[Moment, ...]:
    """Every day that a text tells, in order, read in one direction."""
    if not _MIGHT.search(plain):
        return ()
    found = lunar(plain, now, way) if LUNAR.search(plain) else []
    spans = tuple((m.start, m.end) for m in found)
    found += [moment for match, rule in _matches(plain, spans) if (moment := rule(match, now, way)) is not None]
    found = _counted_from(sorted(found, key=lambda m: m.start), plain)
    dates = [m for m in found if m.grain == "day" and not _WEEKDAY.match(plain, m.start)]
    starts, ends = {m.start for m in dates}, {m.end for m in dates}
    return tuple(
        m
        for m in found
        if not (_beside_its_date(m, starts, ends, plain) or _ROAD.match(plain, m.end) or _returns(plain, m))
    )


@lru_cache(maxsize=512)
def _matches(plain: str, lunar_days: tuple[Span, ...]) -> tuple[tuple[re.Match[str], chinese_dates.Reading], ...]:
    """What fits the rules, whichever way it is read then; what is no day (2月30号) is none in part either."""
    marks = Marks(plain, (*phone_spans(plain), *lunar_days))
    found = []
    rules = (*chinese_dates.RULES, *english_dates.RULES) if _LATIN.search(plain) else chinese_dates.RULES
    for pattern, rule in rules:
        for match in pattern.finditer(plain):
            if match[0] and marks.take(match.span()):
                found.append((match, rule))
    return tuple(found)


def _counted_from(found: list[Moment], plain: str) -> list[Moment]:
    """中秋前一天, 元旦第二天: the day counted from the one that is named."""
    counted: list[Moment] = []
    for moment in found:
        if counted and moment.start < counted[-1].end:
            continue
        beside = _BESIDE.match(plain, moment.end) if moment.grain == "day" else None
        if beside is not None:
            shift = (number(beside["n"]) or 1) if beside["n"] else 1
            shift = -shift if beside["before"] or beside["eve"] else shift
            moment = replace(moment, day=moment.day + timedelta(days=shift), end=beside.end())
        counted.append(moment)
    return counted


def _returns(plain: str, moment: Moment) -> bool:
    """每月初一, 比3月: a day that comes again and again, or that something is held against, is not told."""
    again = _AGAIN.search(before(plain, moment.start)) or _EVERY_MONTH.match(plain, max(0, moment.start - 1))
    return again is not None and not _WEEKDAY.match(plain, moment.start)


def _beside_its_date(moment: Moment, starts: set[int], ends: set[int], plain: str) -> bool:
    """Wednesday, 1 January 2020 and 12月3号（周四）: the weekday only says again what the date says."""
    if not (moment.floating and _WEEKDAY.match(plain, moment.start)):
        return False
    return any(moment.end + gap in starts or moment.start - gap in ends for gap in range(3))


def timed(plain: str, now: date, way: str) -> list[Moment]:
    """Moments with their time of day; a time alone is today's."""
    found = list(moments(plain, now, way))
    hour = time_of(plain) if _HOUR.search(plain) else None
    if hour is None:
        return found
    clock, start, end = hour
    found = [m for m in found if m.end <= start or end <= m.start]
    if not found:
        return [] if way == PAST else [_at(Moment(now, start, end), re.sub("^00", "24", clock))]
    near = min(found, key=lambda m: min(abs(start - m.end), abs(m.start - end)))
    timed = _at(replace(near, start=min(near.start, start), end=max(near.end, end)), clock)
    return [timed if m is near else m for m in found]


def _at(moment: Moment, clock: str) -> Moment:
    """The moment with its time; at 24 o'clock the next day begins."""
    if not clock.startswith("24"):
        return replace(moment, time=clock)
    return replace(moment, day=moment.day + timedelta(days=1), time=f"00{clock[2:]}")
