"""Days of the lunar calendar and its feasts (腊月二十三, 中秋), by jionlp, loaded when one is first said."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from actions.details.moment import Moment, choose
from actions.details.numerals import YEARS, full_year

_YEAR = rf"(?P<rel>今年|去年|前年|明年)|(?P<y>{YEARS})\s?年"
LUNAR = re.compile(
    rf"(?:(?<![\d])(?:{_YEAR})的?)?(?P<day>(?:(?:农历|阴历|旧历)(?:(?P<y2>{YEARS})年)?(?:[正腊冬一二三四五六七八九十]{{1,2}}月|大年)|正月|腊月|冬月|大年|年)"
    r"(?:初[一二三四五六七八九十]|[一二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)"
    r"|[一二三四五六七八九十]{1,2}月初[一二三四五六七八九十]"
    r"|[一二三四五六七八九十]{1,2}月[一二三]?十[一二三四五六七八九]?(?=[日号]?[，,、（(\s]*(?:农历|阴历|旧历))"
    r"|[五八]月节|(?P<near>[上下这本])个?月初[一二三四五六七八九十](?![号日])"
    r"|(?:(?<![\u4e00-\u9fff])|农历|阴历|旧历)初[一二三四五六七八九十](?=[\s,，。!]|$|那天|早|晚|上午|下午|开始)"
    r"|除夕|春节|过年|元宵节?|端午节?|七夕|中元节|中秋节?|重阳节?|清明节?|腊八|冬至|立[春夏秋冬](?!人)|小年(?![轻龄级前])|(?:春|秋)分(?![钟局公])|夏至|芒种|[大小处]暑(?!假)|霜降|惊蛰"
    r"|(?:农历|阴历|旧历)?(?<!十冬)[正腊冬]月(?!份?[初廿一二三四五六七八九十]))"
)
_SHIFT = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_SAME = {"过年": "春节", "年三十": "除夕", "大年三十": "除夕", "小年": "腊月二十三", "五月节": "端午", "八月节": "中秋"}


def lunar(plain: str, today: date, way: str) -> list[Moment]:
    """The lunar days of a text as days of the common calendar."""
    found = []
    for match in LUNAR.finditer(plain):
        phrase = _plainly(match)
        if phrase.startswith(("初", "农历初")) or match["near"]:
            found.extend(_day_of_any_month(match, phrase[-2:], today, way))
            continue
        said = match["y"] or match["y2"]
        if match["rel"] or said:
            year = today.year + _SHIFT[match["rel"]] if match["rel"] else full_year(said, today)
            days = [_common(phrase, year)]
        else:
            days = [_common(phrase, today.year + shift) for shift in (-1, 0, 1)]
        known = [d for d in days if d is not None]
        if known:
            floating, grain = not (match["rel"] or said), "month" if phrase[-1] == "月" else "day"
            found.append(Moment(choose(known, today, way), *match.span(), grain, floating=floating))
    return found


def _plainly(match: re.Match[str]) -> str:
    """The phrase as the package reads it: without a year, one name for the calendar, a day in full."""
    phrase = match["day"].replace(f"{match['y2']}年", "")
    phrase = re.sub(r"阴历|旧历", "农历", _SAME.get(phrase, phrase)).replace("廿", "二十")
    phrase = re.sub(r"^大?年(?=初)", "正月", phrase)
    if phrase[0] in "一二三四五六七八九十":
        phrase = f"农历{phrase}"  # only the lunar calendar counts 初一 to 初十
    return (
        f"{phrase}日"
        if phrase.startswith("农历") and re.search(r"月[二三]?十[一二三四五六七八九]?$", phrase)
        else phrase
    )


def _day_of_any_month(match: re.Match[str], phrase: str, today: date, way: str) -> list[Moment]:
    """初八 alone: of the lunar month that lies nearest in the direction asked for; school years are called so too.

    下个月初八 is of the lunar month behind the one that runs.
    """
    days = _in_every_month(phrase, today)
    if match["near"]:
        begun = [first for first in _in_every_month("初一", today) if first <= today]
        shift = {"上": -1, "下": 1}.get(match["near"], 0)
        later = [d for d in days if begun and d >= max(begun)]
        at = len(days) - len(later) + shift
        return [Moment(days[at], *match.span())] if 0 <= at < len(days) else []
    return [Moment(choose(days, today, way), *match.span(), floating=True, sure=False)] if days else []


def _in_every_month(phrase: str, today: date) -> list[date]:
    """That day of each lunar month from last year to next, in order."""
    years = (today.year - 1, today.year, today.year + 1)
    found = (_common(f"农历{month}月{phrase}", year) for year in years for month in _MONTHS)
    return sorted(d for d in found if d is not None)


@lru_cache(maxsize=1024)
def _common(phrase: str, year: int) -> date | None:
    """The day of the common calendar; None where the lunar calendar has no such day."""
    try:
        answer = jionlp().parse_time(f"{year}年{phrase}", time_base={"year": year, "month": 6, "day": 1})
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    first = date.fromisoformat(answer["time"][0][:10])
    last = date.fromisoformat(answer["time"][1][:10])
    if phrase[-1] == "月":  # 腊月: the month of the common calendar in which it begins
        return first.replace(day=1) if last - first < timedelta(days=31) else None
    return first if last - first < timedelta(days=10) else None


@lru_cache(maxsize=1)
def jionlp() -> Any:
    """The package, loaded when it is first needed, without its greeting."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jionlp as package
    return package
