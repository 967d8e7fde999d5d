"""Dates as English is typed: yesterday, last Wednesday, since March, 3 weeks ago, Nov 5, next Monday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from actions.details.chinese_dates import Rule, away, season, width
from actions.details.lunar import lunar
from actions.details.moment import NEAREST, NEXT, PAST, Moment, choose, day, last_of, months_from, weekday
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
_COUNT = r"(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half a|a couple of|a couple)"
_UNIT = r"(?P<u>minute|hour|day|week|fortnight|month|year)s?"
_CHINESE = {"minute": "分钟", "hour": "小时", "day": "天", "week": "周", "month": "月", "year": "年"}


def _count(text: str) -> float:
    fixed = {"a": 1.0, "an": 1.0, "half a": 0.5, "a couple of": 2.0, "a couple": 2.0}
    return fixed[text] if text in fixed else float(number(text) or 0)


def _named(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(today + timedelta(days=_DAYS[m[0]]), *m.span(), sure=m[0] not in ("today", "now", "just now"))


def _month_day(m: re.Match[str], today: date, way: str) -> Moment | None:
    month = _MONTHS.index(m["m"][:3]) + 1
    of_month = int(m["d"]) if m["d"].isdigit() else _ORDINALS.index(m["d"]) + 1
    if m["y"]:
        found = day(int(m["y"]), month, of_month)
        return Moment(found, *m.span()) if found else None
    days = [f for s in (-1, 0, 1) if (f := day(today.year + s, month, of_month))]
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
    return _away(m, today, -1)


def _later(m: re.Match[str], today: date, way: str) -> Moment | None:
    return _away(m, today, 1)


def _away(m: re.Match[str], today: date, sign: int, *, sure: bool = True) -> Moment | None:
    count, unit = _count(m["n"]), m["u"]
    count, unit = (2 * count, "week") if unit == "fortnight" else (count, unit)
    found = away(today, count, _CHINESE[unit], sign)
    return Moment(found, *m.span(), width(count, _CHINESE[unit]), sure=sure) if found else None


def _lasting(m: re.Match[str], today: date, way: str) -> Moment | None:
    if way == NEXT:
        return None
    return _away(m, today, -1, sure=bool(m["for"]))


def _part_of_month(m: re.Match[str], today: date, way: str) -> Moment | None:
    """The end of this month, early December: its first day, its middle, its last ten days or its last day."""
    if m["m"]:
        month = _MONTHS.index(m["m"][:3]) + 1
        first = choose([date(today.year + s, month, 1) for s in (-1, 0, 1)], today.replace(day=1), way)
    else:
        first = months_from(today.replace(day=1), {"last": -1, "next": 1}.get(m["rel"], 0))
    begun = {"early": 1, "beginning": 1, "start": 1, "mid": 15, "middle": 15, "late": 21}
    found = last_of(first) if m["part"] == "end" else first.replace(day=begun[m["part"]])
    return Moment(found, *m.span(), floating=bool(m["m"]))


def _feast(m: re.Match[str], today: date, way: str) -> Moment | None:
    known = _LUNAR_FEASTS.get(m["feast"])
    if known:
        day_of = next(iter(lunar(known, today, way)), None)
        return Moment(day_of.day, *m.span(), floating=True) if day_of else None
    month, number_ = _FEASTS[m["feast"]]
    return Moment(
        choose([date(today.year + s, month, number_) for s in (-1, 0, 1)], today, way), *m.span(), floating=True
    )


def _season(m: re.Match[str], today: date, way: str) -> Moment | None:
    """Last winter, since spring; a season alone may be the one we are in."""
    return Moment(season(today, _SEASONS[m["season"]], PAST if m["rel"] != "next" else NEXT), *m.span(), "month")


def _week_on(m: re.Match[str], today: date, way: str) -> Moment | None:
    """Monday week, a week on Monday: the one behind the next."""
    ahead = (_WEEK.index(m["w"][:3]) - today.weekday()) % 7 or 7
    return Moment(today + timedelta(days=ahead + 7), *m.span())


def _week_after(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(weekday(today, 0, 2), *m.span(), "week")


def _year(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(date(int(m["y"]), 1, 1), *m.span(), "year")


_D = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_Y = r"(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"
_FEASTS = {"christmas eve": (12, 24), "christmas": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}
_FEASTS |= {"new year's": (1, 1), "national day": (10, 1), "labour day": (5, 1), "children's day": (6, 1)}
_LUNAR_FEASTS = dict.fromkeys(("chinese new year", "lunar new year", "spring festival"), "春节")
_LUNAR_FEASTS |= {"mid-autumn": "中秋", "mid-autumn festival": "中秋", "dragon boat festival": "端午节"}
_LUNAR_FEASTS |= {"lantern festival": "元宵节", "ching ming": "清明", "qingming": "清明"}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PART = "(?P<part>early|mid|late|beginning|start|middle|end)"
_NAMES = "|".join(sorted(_DAYS, key=len, reverse=True))
RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?:later|from (?:now|today))\b", _later),
        (rf"\b(?:{_NAMES})\b", _named),
        (rf"\b(?P<feast>{'|'.join(sorted((*_FEASTS, *_LUNAR_FEASTS), key=len, reverse=True))})(?: day)?\b", _feast),
        (
            r"\b(?P<rel>last|next|since|this) (?:last )?(?P<season>spring|summer|autumn|fall|winter)\b(?! festival)",
            _season,
        ),
        (rf"\b(?P<a>a week on )?{_W}(?(a)| week\b)", _week_on),
        (r"\bthe week after next\b", _week_after),
        (
            rf"\b(?:the )?{_PART}(?: of|-)?\s?(?:(?P<rel>the|this|last|next) month\b|{_M})",
            _part_of_month,
        ),
        (rf"\b{_M}\s?(?:the )?{_D}\b{_Y}(?!\s?(?:years?|months?))", _month_day),
        (rf"\b{_D}\s+(?:of\s+)?{_M}{_Y}", _month_day),
        (rf"\b(?P<d>{'|'.join(_ORDINALS)})\s+of\s+{_M}{_Y}", _month_day),
        (rf"\b(?:(?P<rel>last|next|this|coming)\s+)?{_W}", _weekday),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?:ago|back|before)\b", _ago),
        (rf"\b(?:in|after)\s+{_COUNT}\s+{_UNIT}\b", _later),
        (rf"\b(?P<cue>since |from |in |last |next )?{_M}{_Y}", _month),
        (r"\b(?P<rel>last|next|this)\s+(?P<u>week|month|year)\b", _period),
        (rf"\b(?P<for>for (?:about |over |almost )?)?{_COUNT}\s+{_UNIT}\b(?!\s?-?old)", _lasting),
        (r"\b(?:since|in)\s+(?P<y>(?:19|20)\d\d)\b", _year),
    )
)
