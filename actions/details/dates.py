"""Details that are days: `date`, `when`, `month` and `birth_date`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from actions.details import months
from actions.details.days import likely, moments, timed
from actions.details.moment import LAST, NEAREST, NEXT, PAST, Moment, direction
from actions.details.numerals import number
from actions.details.prose import Prose, Span, before, free
from actions.details.shapes import Found, Setting
from data.model import Detail, Words

SAID = {"month": 7, "year": 4}  # of an ISO date so much is kept where no more was said: "2026-02", "2019"
_NEAR = 9  # characters before a date that may say that it is one of birth ("born on ")
_BORN = re.compile(r"出?生|出世|生日|\bborn\b|\bbirth|\bdob\b")
_PASSING = re.compile(
    "现在|今[天日儿早晚晨朝夜]|刚[才刚]|马上|尽快|而家|依家|即刻|today|now"
)  # nobody's birthday by itself
_FROM = re.compile(r"(?:从|自|打|\bsince|\bfrom)\s?$")
_ON = re.compile(r"\s?(?:开始|起|以来|至今|到现在)")
_LAST = re.compile(r"上一?次|最后一?次|最近一?次|\blast (?:time|paid|payment|got|received|came|arrived)")
_STILL = re.compile(r"\s?(?:份|的)?(?:钱)?还(?:有|收|领|发|到)")  # 8月还收到: the last that came
_SOON = re.compile(
    r"(?P<n>半|\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<half>半)?(?P<u>小时|钟头|分钟)(?:之?后|以后)"
)
_NO_MONTH = re.compile(
    r"^(?:今年|this year)\s?(?:\d{2,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?![\d月])|^(?:1[3-9]|[2-9]\d)月"
)  # an age, 13月
_FAR = 270  # days: 12月1号, said in November of what is past, is more likely next month's
_SUM = re.compile(
    r"份?\s?(?:才|就|只|大概|大约|差不多|约)?\s?(?:\d+|[零一二两三四五六七八九十百千万]+)\s?(?:[千百万kw块元蚊]|rmb)"
)


def read(detail: Detail, text: Prose, setting: Setting) -> Found | None:
    """A day as an answer; the last of several that is not denied (不是周一 是周二)."""
    now, plain = setting.today, text.plain
    if detail.kind == "birth_date":
        return _birth(text, now)
    if detail.kind == "when" and (soon := _SOON.search(plain)):
        return _in_hours(soon, text, setting)
    way = direction(detail)
    found = timed(plain, now, way) if detail.kind == "when" else list(moments(plain, now, way))
    kept = [m for m in found if not re.search(r"(?:不是|唔系|\bnot)\s?$", plain[max(0, m.start - 5) : m.start])]
    if detail.kind != "month":
        kept = [m for m in kept if m.grain != "month" or not _SUM.match(plain, m.end)]  # 一月三千: of money
    else:
        kept = [m for m in kept if not _NO_MONTH.search(text.said[m.start :])]
        if (told := months.several(plain, kept, now)) is not None:
            return _several(told, text)
    return _found(detail, kept[0], text) if kept else None


def _several(told: tuple[str, int, int], text: Prose) -> Found:
    value, start, end = told
    return Found(value, text.said[start:end], start, end)


def _in_hours(match: re.Match[str], text: Prose, setting: Setting) -> Found:
    """半小时后: that much later than now, on the wall's clock."""
    amount = 0.5 if match["n"] == "半" else (number(match["n"]) or 0) + (0.5 if match["half"] else 0)
    moment = setting.now.astimezone(ZoneInfo(setting.catalogue.place.timezone))
    moment += timedelta(minutes=amount) if match["u"] == "分钟" else timedelta(hours=amount)
    return Found(f"{moment:%Y-%m-%dT%H:%M}", text.said[match.start() : match.end()], *match.span())


def spot(details: Sequence[Detail], text: Prose, setting: Setting, taken: list[Span]) -> dict[str, Found]:
    """Days that belong to exactly one of the details: by birth words, and by past or future."""
    now, found = setting.today, dict[str, Found]()
    if not likely(text.plain):
        return found
    for detail in details:
        if detail.kind == "birth_date":
            born = _birth(text, now, sure=True)
            if born and free((born.start, born.end), taken):
                found[detail.id] = born
    plain_dates = [d for d in details if d.kind != "birth_date"]
    if (told := _several_months(plain_dates, text, now, taken)) is not None:
        asked, span = told
        found[asked.id] = span
        plain_dates, taken = [d for d in plain_dates if d is not asked], [*taken, (span.start, span.end)]
    claims = [_claims(detail, text.plain, now, taken) for detail in plain_dates]
    able: dict[int, set[int]] = {}  # character → which of the details may be told there
    for n, moment in ((n, m) for n, said in enumerate(claims) for m in said):
        for place in range(moment.start, moment.end):
            able.setdefault(place, set()).add(n)
    for detail, said in zip(plain_dates, claims, strict=True):
        mine = []
        for moment in said:
            here = sorted(set().union(*(able[place] for place in range(moment.start, moment.end))))
            whose = _meant(moment, [plain_dates[n] for n in here], text.plain)
            if detail in whose:
                mine.append((moment, whose))
        if len({(m.day, m.time) for m, _ in mine}) == 1 and all(len(whose) == 1 for _, whose in mine):
            found[detail.id] = _found(detail, mine[0][0], text)
    return found


def _several_months(
    details: Sequence[Detail], text: Prose, now: date, taken: list[Span]
) -> tuple[Detail, Found] | None:
    """Months told together, and the detail that asks for one."""
    asked = next((d for d in details if d.kind == "month" and d.required), None)
    said = [m for m in moments(text.plain, now, PAST) if free((m.start, m.end), taken)] if asked else []
    told = months.several(text.plain, said, now)
    return None if asked is None or told is None else (asked, _several(told, text))


def _meant(moment: Moment, able: list[Detail], plain: str) -> list[Detail]:
    """Of the details that a day may answer those it is told for, by "last time" or without it; the needed one first."""
    if len(able) < 2:
        return able
    last = _LAST.search(plain, max(0, moment.start - 16), moment.start) or _STILL.match(plain, moment.end)
    told = [d for d in able if (d.about == LAST) == bool(last)] or able
    needed = [d for d in told if d.required]
    return needed if len(needed) == 1 else told


def _claims(detail: Detail, plain: str, now: date, taken: list[Span]) -> list[Moment]:
    way = direction(detail)
    said = timed(plain, now, way) if detail.kind == "when" else moments(plain, now, way)
    fits = []
    for moment in said:
        wide = moment.grain == "year" or (detail.kind == "month" and moment.grain == "week")
        ahead = moment.day > now
        far = moment.floating and moment.grain == "day" and abs((moment.day - now).days) > _FAR
        wrong = far or (way == PAST and ahead) or (way == NEXT and (moment.day < now and not _same(moment, now)))
        born = _BORN.match(plain, moment.end) or re.search(
            r"(?:出生于|生于|生日是?|born (?:on|in) ?)$", before(plain, moment.start)
        )
        if detail.kind != "month" and moment.grain == "month" and _SUM.match(plain, moment.end):
            continue
        if moment.sure and not wide and not wrong and not born and free((moment.start, moment.end), taken):
            fits.append(moment)
    pointed = [m for m in fits if _points(plain, m)]
    return pointed if way == PAST and pointed else fits


def _points(plain: str, moment: Moment) -> bool:
    """从前天开始 tells a beginning, whatever other days are named."""
    return bool(_FROM.search(before(plain, moment.start)) or _ON.match(plain, moment.end))


def _same(moment: Moment, now: date) -> bool:
    """A month or week that has begun is still ahead of us in part."""
    return (moment.grain == "month" and (moment.day.year, moment.day.month) == (now.year, now.month)) or (
        moment.grain == "week" and moment.day > now - timedelta(days=7)
    )


def _birth(text: Prose, now: date, sure: bool = False) -> Found | None:
    """A full date in the past; in free text only beside a word of birth."""
    for moment in moments(text.plain, now, PAST):
        partial = moment.grain == "month" and not sure  # the day is asked for then (`check`)
        if (moment.grain != "day" and not partial) or moment.floating or moment.day > now:
            continue
        if (sure or _PASSING.match(text.plain, moment.start)) and not _BORN.search(
            text.plain, max(0, moment.start - _NEAR), moment.end + 4
        ):
            continue
        value = moment.day.isoformat()[: SAID["month"] if partial else None]
        return Found(value, text.said[moment.start : moment.end], moment.start, moment.end)
    return None


def born_in(text: Prose, setting: Setting) -> Found | None:
    """The month of birth that free text tells without its day."""
    for moment in moments(text.plain, setting.today, PAST):
        beside = _BORN.search(text.plain, max(0, moment.start - _NEAR), moment.end + 4)
        if beside and moment.grain == "month" and not moment.floating and moment.day <= setting.today:
            said = text.said[moment.start : moment.end]
            return Found(moment.day.isoformat()[: SAID["month"]], said, moment.start, moment.end)
    return None


def _found(detail: Detail, moment: Moment, text: Prose) -> Found:
    value = moment.day.isoformat()
    if detail.kind == "month":
        value = value[: min(7, SAID.get(moment.grain, 7))]
    elif moment.time and detail.kind == "when":
        value = f"{value}T{moment.time}"
    else:
        value = value[: SAID.get(moment.grain, len(value))]
    return Found(value, text.said[moment.start : moment.end], moment.start, moment.end)


def check(detail: Detail, value: str, setting: Setting) -> Words | None:
    """Words where a day cannot be: not yet come, long gone, or past where an appointment is meant."""
    now, way = setting.today, direction(detail)
    said = first_day(value)
    if said is None:
        return NO_DATE
    if detail.kind == "birth_date" and len(value) == SAID["month"]:
        return _which_day(value)
    if any(first_day(one) is None for one in months.parts(value)):
        return NO_DATE
    if way == PAST and said <= now and months.TO in value and (end := first_day(months.parts(value)[-1])) and end > now:
        return _which_year(value)
    if way == PAST:
        return NOT_YET if said > now else LONG_AGO if said.year < now.year - 120 else None
    if way == NEXT and said < now and ("T" in value or not _still(said, now)):
        return OVER
    if said > now + timedelta(days=5 * 366):
        return FAR
    return LONG_AGO if way == NEAREST and said.year < now.year - 120 else None


def first_day(value: str) -> date | None:
    """The day of an ISO date or moment, the first of a month or a year; None where it is none."""
    try:
        return date.fromisoformat(f"{months.parts(value)[0]}-01-01"[:10])
    except ValueError:
        return None


def _which_day(value: str) -> Words:
    """A month of birth is half the answer: it is kept, and the day asked for."""
    return Words(
        f"好，{show(value, 'zh_Hans')}记下了。还差是几号，请再说一下。",
        f"好，{show(value, 'zh_Hant')}記下了。還差是幾號，請再說一下。",
        f"Thank you: {show(value, 'en')}. Which day of that month was it?",
    )


def _which_year(value: str) -> Words:
    """Months that began and are not over: last year's may be meant, or those until now."""
    earlier = months.TO.join(f"{int(one[:4]) - 1}{one[4:]}" for one in months.parts(value))
    begin, end = months.parts(value)
    return Words(
        f"{show(end, 'zh_Hans')}还没到。您说的是{show(earlier, 'zh_Hans')}，还是{show(begin, 'zh_Hans')}到现在？",
        f"{show(end, 'zh_Hant')}還沒到。您說的是{show(earlier, 'zh_Hant')}，還是{show(begin, 'zh_Hant')}到現在？",
        f"{show(end, 'en')} has not come yet. Is it {show(earlier, 'en')}, or {show(begin, 'en')} until now?",
    )


def _still(said: date, now: date) -> bool:
    """The first of this month, or Monday of this week, may stand for the whole of it."""
    return said == now.replace(day=1) or said == now - timedelta(days=now.weekday())


NO_DATE = Words(
    "没看懂这个日期，可以这样说：3月5号。",
    "看不懂這個日期，可以這樣說：3月5日。",
    "I could not read that date. Try it like this: 5 March.",
)
NOT_YET = Words(
    "这一天还没到，请再说一次日期。",
    "這一天還沒到，請再說一次日期。",
    "That day has not come yet. Please give the date again.",
)
LONG_AGO = Words(
    "这个日期太久以前了，请再说一次。",
    "這個日期太久以前了，請再說一次。",
    "That date is too long ago. Please give it again.",
)
OVER = Words(
    "这一天已经过去了，请说一个今天以后的日子。",
    "這一天已經過去了，請說一個今天以後的日子。",
    "That day is over. Please name a day from today on.",
)
FAR = Words(
    "这个日期太远了，请再说一次。", "這個日期太遠了，請再說一次。", "That date is too far away. Please give it again."
)

_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def show(value: str, language: str) -> str:
    """2026年11月23日（周一）15:00; a month without its day, a year without its month."""
    if len(value) == 4:
        return value if language == "en" else f"{value}年"
    if months.TO in value or months.AND in value:
        return months.show(value, language)
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return f"{months.ENGLISH[month - 1]} {year}" if language == "en" else f"{year}年{month}月"
    said, clock = date.fromisoformat(value[:10]), value[11:16]
    if language == "en":
        text = f"{_ENGLISH_DAYS[said.weekday()]}, {said.day} {months.ENGLISH[said.month - 1]} {said.year}"
        return f"{text}, {clock}" if clock else text
    week = ("周" if language == "zh_Hans" else "星期") + "一二三四五六日"[said.weekday()]
    return f"{said.year}年{said.month}月{said.day}日（{week}）{clock}"
