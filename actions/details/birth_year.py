"""Years in which somebody was born, told in any of the ways that old people count them."""

from __future__ import annotations

import re
from datetime import date

from actions.details.numerals import REPUBLIC, number, year_of_republic

OLD = 50  # from here on a year of the cycle of sixty is meant
_ON_DAY = (  # between the year of birth and the word for it
    r"(?:的?(?:农历|阴历|旧历)?闰?(?:[正腊冬]|\d{1,2}|[一二三四五六七八九十]{1,2})月(?:初?[\d一二三四五六七八九十廿卅]{1,3}[号日]?)?)?"
)
_BIRTH = rf"(?:{_ON_DAY}\s?(?:生人|生的|生|出生|出世)|(?:\d+月)?\s?(?:的人|的(?!时候)))"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
YEAR = re.compile(
    rf"(?P<full>(?:18|19|20)\d\d|[一二][九零〇][零〇一二三四五六七八九]{{2}})\s?年?{_BIRTH}"
    rf"|(?<!\d)(?P<short>\d\d|[零〇一二三四五六七八九]{{2}})\s?年{_BIRTH}"
    rf"|民国\s?(?P<roc>{REPUBLIC})\s?年{_BIRTH}|(?P<roc_class>\d\d|[一二三四五六七八九]?十[一二三四五六七八九]?)\s?年次"
    rf"|(?P<cycle>[{_STEMS}][{_BRANCHES}])年{_BIRTH}|生于(?P<after>(?:19|20)\d\d)\s?年"
    r"|\bborn (?:in |on )?(?:(?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:[a-z]{3,9} )?(?:\d{1,2}(?:st|nd|rd|th)?,? )?"
    r"(?:(?P<en>(?:18|19|20)\d\d)|['’]?(?P<en_short>\d\d))\b"
)
ANSWER = re.compile(  # as an answer: 三八年三月初二, 民国二十七年
    rf"(?<!\d)(?P<short>\d\d|[零〇一二三四五六七八九]{{2}})\s?年\s?(?:农历|阴历|旧历)?(?:[正腊冬]|\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月|民国\s?(?P<roc>{REPUBLIC})\s?年|(?P<cycle>[{_STEMS}][{_BRANCHES}])年"
)


def born(match: re.Match[str], today: date) -> int:
    """The year that a match of YEAR or ANSWER tells; 0 where it is none."""
    said = match.groupdict()
    if cycle := said.get("cycle"):
        return _of_cycle(cycle, today)
    if republic := said["roc"] or said.get("roc_class"):
        return year_of_republic(republic)
    if short := said["short"] or said.get("en_short"):
        year = int("".join(str(number(c)) for c in short))
        return year + (2000 if year <= today.year % 100 else 1900)
    return number(match["full"] or match["en"] or match["after"]) or 0


def _of_cycle(said: str, today: date) -> int:
    """1950 of 庚寅: the last such year in which whoever was born is old by now."""
    years = range(today.year - OLD, today.year - OLD - 60, -1)
    return next((y for y in years if said == _STEMS[(y - 4) % 10] + _BRANCHES[(y - 4) % 12]), 0)
