"""Dates as English is typed: yesterday, last Wednesday, since March, 3 weeks ago, Nov 5, next Monday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from actions.details.chinese_dates import Rule, away, width
from actions.details.moment import NEAREST, NEXT, PAST, Moment, choose, day, months_from, weekday
from actions.details.numerals import number
from actions.details.prose import before

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_M = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_AFTER_MONTH = re.compile(
    rf"\b(?:{'|'.join(_MONTHS)})[a-z]*\.?(?: (?:19|20)\d\d)?\s*(?:\bto|\band|\buntil|\btill|-|,)\s*$"
)
_BEFORE_MONTH = re.compile(rf"\s?(?:to|and|until|till|-)\s?{_M}")
_W = r"(?P<w>mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b"
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = {"today": 0, "tonight": 0, "now": 0, "just now": 0, "yesterday": -1, "last night": -1, "tomorrow": 1}
_DAYS |= dict.fromkeys(("this morning", "this afternoon", "this evening"), 0)
_DAYS |= {
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
}
_COUNT = r"(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half a|a couple of)"
_UNIT = r"(?P<u>minute|hour|day|week|month|year)s?"
_CHINESE = {"minute": "分钟", "hour": "小时", "day": "天", "week": "周", "month": "月", "year": "年"}


def _count(text: str) -> float:
    fixed = {"a": 1.0, "an": 1.0, "half a": 0.5, "a couple of": 2.0}
    return fixed[text] if text in fixed else float(number(text) or 0)


def _named(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(today + timedelta(days=_DAYS[m[0]]), *m.span(), sure=m[0] not in ("today", "now", "just now"))


def _month_day(m: re.Match[str], today: date, way: str) -> Moment | None:
    month = _MONTHS.index(m["m"][:3]) + 1
    if m["y"]:
        found = day(int(m["y"]), month, int(m["d"]))
        return Moment(found, *m.span()) if found else None
    days = [f for s in (-1, 0, 1) if (f := day(today.year + s, month, int(m["d"])))]
    return Moment(choose(days, today, way), *m.span(), floating=True) if days else None


def _month(m: re.Match[str], today: date, way: str) -> Moment | None:
    month = _MONTHS.index(m["m"][:3]) + 1
    sure = bool(m["cue"] or m["y"])
    if m["m"] == "may" and not sure and len(m.string) > 5 and not _among_months(m):
        return None
    if m["y"]:
        return Moment(date(int(m["y"]), month, 1), *m.span(), "month")
    cue = (m["cue"] or "").strip()
    way = PAST if cue in ("since", "last") or (way == NEAREST and cue == "in") else NEXT if cue == "next" else way
    here = today.replace(day=1) if way == NEXT else today
    return Moment(
        choose([date(today.year + s, month, 1) for s in (-1, 0, 1)], here, way), *m.span(), "month", sure=sure
    )


def _among_months(m: re.Match[str]) -> bool:
    """Whether may is the month: another one stands beside it."""
    return bool(_AFTER_MONTH.search(before(m.string, m.start())) or _BEFORE_MONTH.match(m.string, m.end()))


def _weekday(m: re.Match[str], today: date, way: str) -> Moment | None:
    index = _WEEK.index(m["w"][:3])
    if m["rel"] == "last":
        back = (today.weekday() - index) % 7 or 7
        return Moment(today - timedelta(days=back), *m.span())
    if m["rel"] in ("next", "coming"):
        return Moment(today + timedelta(days=(index - today.weekday()) % 7 or 7), *m.span())
    if m["rel"] == "this":
        found = weekday(today, index, 0)
        return Moment(found + timedelta(weeks=way == NEXT and found < today), *m.span())
    return Moment(
        choose([weekday(today, index, w) for w in (-1, 0, 1)], today, way),
        *m.span(),
        floating=True,
        sure=m[0].endswith("day"),
    )


def _period(m: re.Match[str], today: date, way: str) -> Moment | None:
    sign = {"last": -1, "next": 1}.get(m["rel"], 0)
    if m["u"] == "week":
        return Moment(weekday(today, 0, sign), *m.span(), "week")
    if m["u"] == "month":
        return Moment(months_from(today.replace(day=1), sign), *m.span(), "month")
    return Moment(date(today.year + sign, 1, 1), *m.span(), "year")


def _ago(m: re.Match[str], today: date, way: str) -> Moment | None:
    found = away(today, _count(m["n"]), _CHINESE[m["u"]], -1)
    return Moment(found, *m.span(), width(_count(m["n"]), _CHINESE[m["u"]])) if found else None


def _later(m: re.Match[str], today: date, way: str) -> Moment | None:
    found = away(today, _count(m["n"]), _CHINESE[m["u"]], 1)
    return Moment(found, *m.span(), width(_count(m["n"]), _CHINESE[m["u"]])) if found else None


def _lasting(m: re.Match[str], today: date, way: str) -> Moment | None:
    if way == NEXT:
        return None
    found = away(today, _count(m["n"]), _CHINESE[m["u"]], -1)
    return Moment(found, *m.span(), width(_count(m["n"]), _CHINESE[m["u"]]), sure=bool(m["for"])) if found else None


def _year(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(date(int(m["y"]), 1, 1), *m.span(), "year")


_D = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"
_NAMES = "|".join(sorted(_DAYS, key=len, reverse=True))
RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"\b(?:{_NAMES})\b", _named),
        (rf"\b{_M}\s?{_D}\b{_Y}(?!\s?(?:years?|months?))", _month_day),
        (rf"\b{_D}\s+(?:of\s+)?{_M}{_Y}", _month_day),
        (rf"\b(?:(?P<rel>last|next|this|coming)\s+)?{_W}", _weekday),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?:ago|back|before)\b", _ago),
        (rf"\b(?:in|after)\s+{_COUNT}\s+{_UNIT}\b", _later),
        (rf"\b{_COUNT}\s+{_UNIT}\s+later\b", _later),
        (rf"\b(?P<cue>since |from |in |last |next )?{_M}{_Y}", _month),
        (r"\b(?P<rel>last|next|this)\s+(?P<u>week|month|year)\b", _period),
        (rf"\b(?P<for>for (?:about |over |almost )?)?{_COUNT}\s+{_UNIT}\b(?!\s?-?old)", _lasting),
        (r"\b(?:since|in)\s+(?P<y>(?:19|20)\d\d)\b", _year),
    )
)
