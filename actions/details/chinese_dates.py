"""Dates as Chinese is spoken: 上礼拜三, 前天, 十月底, 三个月前, 下周一下午三点."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from actions.details.moment import NEAREST, NEXT, PAST, Moment, choose, day, last_of, months_from, weekday
from actions.details.numerals import YEARS, full_year, number

_N = r"(?:\d{1,2}|[一二两三四五六七八九十廿卅零〇]{1,4})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:[12]\d|3[01]|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])"

_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "旧年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2}
_SHIFTS = {
    -3: ("大前天", "大前日", "大前儿"),
    -2: ("前天", "前日", "前晚", "前儿"),
    -1: (
        "昨天",
        "昨日",
        "昨晚",
        "昨夜",
        "昨儿",
        "寻日",
        "寻晚",
        "琴日",
        "琴晚",
        "噚日",
        "噚晚",
        "擒日",
        "夜儿个",
        "昨暗",
        "㖊日",  # 噚, simplified
        "㖊晚",
    ),
    0: (
        "今天",
        "今日",
        "今晚",
        "今早",
        "今晨",
        "今儿",
        "今朝",
        "今夜",
        "刚才",
        "刚刚",
        "现在",
        "马上",
        "尽快",
        "而家",
        "依家",
        "即刻",
    ),
    1: ("明天", "明日", "明晚", "明早", "明儿", "听日", "听晚", "听朝", "明朝", "明仔载"),
    2: ("后天", "后日", "后儿"),
    3: ("大后天", "大后日", "大后儿"),
}
_DAYS = {word: shift for shift, words in _SHIFTS.items() for word in words}
_VAGUE = (
    "今天",
    "今日",
    "今儿",
    "现在",
    "刚才",
    "刚刚",
    "马上",
    "尽快",
    "而家",
    "依家",
    "即刻",
)  # said in passing as often as not
_POINTED = re.compile("早|上午|中午|下午|傍晚|晚上|一早|开始|起|走|不见|丢")
_HOUSE = re.compile(r"[栋幢座路街巷弄段楼区元村苑院镇道园厦队组住]\s?$")  # 3栋10号, 文化路一段10号: a door, no day
_PART = {"初": 1, "上旬": 1, "中旬": 11, "中": 15, "下旬": 21, "头": 1}
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_FEASTS = {
    "元旦": (1, 1),
    "妇女节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
}
_FEASTS |= {"国庆": (10, 1), "圣诞": (12, 25), "平安夜": (12, 24)}
_NUMBERS = ("五一", "六一", "七一", "八一")  # and numbers as well
_WEEK = "一二三四五六日"

Reading = Callable[[re.Match[str], date, str], Moment | None]
Rule = tuple[re.Pattern[str], Reading]


def _int(text: str | None) -> int:
    return (number(text) or 0) if text else 0


def _full(m: re.Match[str], today: date, way: str) -> Moment | None:
    found = day(full_year(m["y"], today), _int(m["m"]), _int(m["d"]))
    return Moment(found, *m.span()) if found else None


def _compact(m: re.Match[str], today: date, way: str) -> Moment | None:
    found = day(int(m[1]), int(m[2]), int(m[3]))
    return Moment(found, *m.span()) if found else None


def _part(first: date, part: str | None, d: str | None, m: re.Match[str], floating: bool = False) -> Moment | None:
    """A month narrowed by a day or by 初, 中旬, 底."""
    if d:
        found = day(first.year, first.month, _int(d))
        return Moment(found, *m.span(), floating=floating) if found else None
    if part in ("底", "末", "尾"):
        return Moment(last_of(first), *m.span(), floating=floating)
    if part:
        return Moment(first.replace(day=_PART[part]), *m.span(), floating=floating)
    return Moment(first, *m.span(), "month", floating=floating)


def _year_month(m: re.Match[str], today: date, way: str) -> Moment | None:
    year = today.year + _YEARS[m["rel"]] if m["rel"] else full_year(m["y"], today)
    first = day(year, _int(m["m"]), 1)
    return _part(first, m["part"], m["d"], m) if first else None


def _month(m: re.Match[str], today: date, way: str) -> Moment | None:
    firsts = [f for y in (-1, 0, 1) if (f := day(today.year + y, _int(m["m"]), 1))]
    if re.match(r"(?:份)?\s?(?:就|才|开始|以来|起|那会|没|到现在)", m.string[m.end() : m.end() + 5]) and way == NEAREST:
        way = PAST
    made = [p for f in firsts if (p := _part(f, m["part"], m["d"], m, floating=True))]
    if not made:
        return None
    if made[0].grain == "month" and way == NEXT:
        # the month we are in counts as coming
        chosen = choose([p.day for p in made], today.replace(day=1), way)
        return next(p for p in made if p.day == chosen)
    chosen = choose([p.day for p in made], today, way)
    return next(p for p in made if p.day == chosen)


def _steps(rel: str) -> int:
    """How many weeks or months 上, 下下 or 大上 lie ahead."""
    return (rel.count("下") - rel.count("上")) * (2 if rel.startswith("大") else 1)


def _rel_month(m: re.Match[str], today: date, way: str) -> Moment | None:
    shift = _steps(m["rel"])
    first = months_from(today.replace(day=1), shift)
    found = _part(first, m["part"], m["d"], m)
    over = found is not None and not m["rel"] and way == NEXT and found.day < today
    return _part(months_from(first, 1), m["part"], m["d"], m) if over else found


def _two_months(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(months_from(today.replace(day=1), -1), *m.span(), "month")


def _day_only(m: re.Match[str], today: date, way: str) -> Moment | None:
    if _HOUSE.search(m.string, 0, m.start()):
        return None
    here = today.replace(day=1)
    days = [d for s in (-1, 0, 1) if (d := day((f := months_from(here, s)).year, f.month, _int(m["d"])))]
    return Moment(choose(days, today, way), *m.span(), floating=True, sure=False) if days else None


def _day(m: re.Match[str], today: date, way: str) -> Moment | None:
    vague = m[0] in _VAGUE and not _POINTED.match(m.string, m.end())
    return Moment(today + timedelta(days=_DAYS[m[0]]), *m.span(), sure=not vague)


def _weekday(m: re.Match[str], today: date, way: str) -> Moment | None:
    rel = m["rel"] or ""
    if m["end"]:
        index = 5
    else:
        index = _WEEK.index({"天": "日", "末": "六"}.get(m["d"], m["d"])) if not m["d"].isdigit() else int(m["d"]) - 1
    if rel:
        weeks = _steps(rel)
        found = weekday(today, index, weeks)
        return Moment(today if m["end"] and way == NEXT and today.weekday() == 6 and not weeks else found, *m.span())
    return Moment(choose([weekday(today, index, w) for w in (-1, 0, 1)], today, way), *m.span(), floating=True)


def _week(m: re.Match[str], today: date, way: str) -> Moment | None:
    return Moment(weekday(today, 0, _steps(m["rel"])), *m.span(), "week")


def away(today: date, count: float, unit: str, sign: int) -> date | None:
    """The day that lies so many units back (sign -1) or ahead."""
    unit = unit.lstrip("个多来")
    if count > 150 * (1 if unit.startswith("年") else 12 if "月" in unit else 365):
        return None
    if unit.startswith("年"):
        return months_from(today, sign * round(count * 12))
    if "月" in unit:
        whole, half = int(count), count % 1
        return months_from(today, sign * whole) + timedelta(days=sign * round(half * 30))
    days = count * 7 if unit in ("周", "星期", "礼拜") else count
    return today + timedelta(days=sign * round(days)) if "时" not in unit and "钟" not in unit else today


def width(count: float, unit: str) -> str:
    """How wide what lies so many units away is: three months ago was a month, not that very day of it."""
    return "month" if "年" in unit or ("月" in unit and count >= 1) else "day"


def _amount(m: re.Match[str]) -> float:
    if m["half"]:
        return 0.5
    count = 1 if m["n"] == "成" else _int(m["n"])
    return count + (0.5 if m["plus"] else 0) + _int(m["rest"]) / 12


def _ago(m: re.Match[str], today: date, way: str) -> Moment | None:
    found = away(today, _amount(m), m["u"], -1)
    return Moment(found, *m.span(), width(_amount(m), m["u"])) if found else None


def _later(m: re.Match[str], today: date, way: str) -> Moment | None:
    found = away(today, _amount(m), m["u"], 1)
    return Moment(found, *m.span(), width(_amount(m), m["u"])) if found else None


def _to_come(m: re.Match[str], today: date, way: str) -> Moment | None:
    """过三天: how long until then."""
    found = away(today, _amount(m), m["u"], 1) if way != PAST else None
    return Moment(found, *m.span(), width(_amount(m), m["u"]), sure=False) if found else None


def _about_one(m: re.Match[str], today: date, way: str) -> Moment | None:
    """年把, 个把月: about one of them since."""
    if way == NEXT or (m["u"] == "个") != ("月" in m[0]):
        return None
    return Moment(months_from(today, -12 if m["u"] == "年" else -1), *m.span(), "month", sure=bool(m["end"]))


def _lasting(m: re.Match[str], today: date, way: str) -> Moment | None:
    """A length of time is a beginning where the question looks back."""
    if way == NEXT:
        return None
    found = away(today, _amount(m), m["u"], -1)
    sure = bool(m["end"] or m["head"])
    return Moment(found, *m.span(), width(_amount(m), m["u"]), sure=sure) if found else None


def season(today: date, month: int, way: str) -> date:
    """The first month of a season, the one that lies in this direction; one that has begun is the last."""
    return choose([date(today.year + s, month, 1) for s in (-1, 0, 1)], today, way)


def _year_part(m: re.Match[str], today: date, way: str) -> Moment | None:
    year = today.year + _YEARS[m["rel"]] if m["rel"] else full_year(m["y"], today) if m["y"] else today.year
    if m["season"]:
        found = date(year, _SEASONS[m["season"]], 1)
        if not (m["rel"] or m["y"]):
            found = choose([found.replace(year=year + s) for s in (-1, 0, 1)], today, way)
        return Moment(found, *m.span(), "month", sure=bool(m["rel"] or m["y"]))
    if m["feast"]:
        month, number_ = _FEASTS[m["feast"]]
        found = date(year, month, number_)
        if not (m["rel"] or m["y"]):
            found = choose([found.replace(year=year + s) for s in (-1, 0, 1)], today, way)
        return Moment(found, *m.span())
    month, number_ = {
        "年初": (1, 1),
        "初": (1, 1),
        "年中": (7, 1),
        "年底": (12, 31),
        "底": (12, 31),
        "末": (12, 31),
        "上半年": (1, 1),
        "下半年": (7, 1),
    }[m["part"]]
    return Moment(date(year, month, number_), *m.span(), "month")


def _year(m: re.Match[str], today: date, way: str) -> Moment | None:
    year = today.year + _YEARS[m["rel"]] if m["rel"] else full_year(m["y"], today)
    found = day(year, 1, 1)
    return Moment(found, *m.span(), "year") if found else None


_REL = "|".join(sorted(_YEARS, key=len, reverse=True))
_AMOUNT = (
    rf"(?<![\d第])(?:(?P<half>半)|(?P<n>{_N}|\d{{3}}|成(?=个?[星礼月年])))\s?(?:多|拉)?(?P<u>个?[多来]?星期|个?[多来]?礼拜|个?[多来]?月|个?小时"
    r"|个?钟头|分钟|周|天|日|年)(?P<plus>半)?(?:多)?(?:[零又]?(?P<rest>\d{1,2}|[一二两三四五六七八九十]{1,2})个月)?"
)

_TENTH = r"(?P<part>初(?![一二三四五六七八九十\d])|上旬|中旬|下旬|中|底|末|头|尾)"
_STEP = r"(?P<rel>大上|大下|上上|上|这|本|下下|下)"
_ON_DAY = rf"(?:(?P<d>{_D})[日号])?"
_LONG_YEAR = r"(?P<y>(?:19|20)\d\d|[一二][九零〇][零〇一二三四五六七八九]{2})"
_SEASON = "(?P<season>[春夏秋冬])"
_FEAST = f"(?P<feast>{'|'.join(_FEASTS)})节?"
_PLAIN_FEAST = f"(?P<feast>{'|'.join(f for f in _FEASTS if f not in _NUMBERS)})节?"
_IN_YEAR = rf"(?:(?P<rel>{_REL})|(?<!\d)(?P<y>{YEARS})\s?(?:年|(?<=\d\d\d\d)[-/]))"
_YEAR_PART = "(?P<part>年初|年中|年底|上半年|下半年|初|底|末)"
_BARE = "(?P<rel>)(?P<y>)"

RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"(?<!\d)(?P<y>{YEARS})\s?(?:年|[-/.])\s?(?P<m>{_M})\s?(?:月|[-/.])\s?(?P<d>{_D})(?![\d.])\s?[日号]?", _full),
        (r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)", _compact),
        (
            rf"{_IN_YEAR}的?\s?(?P<m>{_M})(?:月份?{_TENTH}?{_ON_DAY}|(?<=-\d\d)(?![\d-])|(?<=/\d\d)(?![\d/]))",
            _year_month,
        ),
        (
            rf"(?:(?P<rel>{_REL})|(?<!\d)(?P<y>{YEARS})年)的?(?:{_SEASON}(?:天|季)?|{_FEAST}|{_YEAR_PART})",
            _year_part,
        ),
        (rf"{_AMOUNT}\s?(?:之前|以前|前)(?!后)", _ago),
        (rf"(?:过|再过)?{_AMOUNT}\s?(?:之后|以后|后)", _later),
        (rf"再?过{_AMOUNT}(?!了|啦|喇|咗)", _to_come),
        (r"(?P<u>年|个)把(?:月)?(?P<end>了|啦|喇|以来)?", _about_one),
        (rf"{_STEP}个?月{_TENTH}?{_ON_DAY}", _rel_month),
        (r"[这近][两俩2]个月", _two_months),
        (r"(?<![\d一二三四五六七八九十个上下这本])(?P<rel>)月(?P<part>初|中|底|末|头|尾)(?P<d>)", _rel_month),
        (
            rf"(?<![\d个])(?P<m>{_M})\s?月(?!大)份?\s?{_TENTH}?\s?(?:(?P<d>{_D})(?:[日号]|(?=[^\d个多月天岁块元蚊百千万])|$))?",
            _month,
        ),
        (rf"(?<![\d./-])(?P<m>1[0-2]|0?[1-9])[/.-](?P<d>{_D})(?![\d./-]|\s?[万千块元岁])(?P<part>)", _month),
        (
            rf"(?<![一两几\d])每?{_STEP}?个?(?:周|星期|礼拜|拜)(?:(?P<d>[一二三四五六日天1-6])(?![次回遍趟])|(?P<end>末))",
            _weekday,
        ),
        (rf"{_STEP}个?(?:周|星期|礼拜)", _week),
        ("|".join(sorted(_DAYS, key=len, reverse=True)), _day),
        (rf"{_BARE}(?:{_SEASON}(?:天|季)|{_PLAIN_FEAST}|(?P<part>年初|年底|上半年|下半年))", _year_part),
        (
            rf"{_BARE}(?P<season>)(?P<feast>{'|'.join(_NUMBERS)})(?:节|那天|当天|前|后|过后|假期|放假|长假|小长假|期间|的时候|$)(?P<part>)",
            _year_part,
        ),
        (rf"(?:(?P<rel>{_REL})|(?<!\d){_LONG_YEAR}\s?年)", _year),
        (
            rf"(?P<head>已经|有|快|都|(?:住|来|待|呆|嚟|病|欠|拖)[了咗])?{_AMOUNT}\s?(?P<end>了|啦|喇|没|冇|以来)?",
            _lasting,
        ),
        (rf"(?<![\d第])(?P<d>{_D})[号日](?!楼|线|院|店|门|栋|公交|学校|厅|\w{{0,2}}医院)", _day_only),
    )
)
