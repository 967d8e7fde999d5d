"""Numbers in words and digits: 七十八, 两百三, 一万二, 廿三, 1.2万, 3k, seventy-eight."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

ONES = dict(
    zip(
        "零〇一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖",
        (0, 0, 1, 1, 1, 2, 2, 2, *(n // 2 for n in range(6, 20))),
        strict=True,
    )
)
TENS = {"廿": 20, "卅": 30, "卌": 40}
UNITS = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "k": 1000,
    "万": 10**4,
    "w": 10**4,
    "亿": 10**8,
}
ENDLESS = 10**18  # a longer row of digits is no number that anybody means
PAIRS = {"俩": 2, "仨": 3}
DIGITS = str.maketrans("零〇一幺壹二贰三叁四肆五伍六陆七柒八捌九玖", "001112233445566778899")
CHINESE = "零〇一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖廿卅卌十拾百佰千仟万亿"
REPUBLIC = r"(?:元|\d{1,3}|[一二三四五六七八九十廿卅]{1,4})"  # years from 1912 on
_FULL_YEARS = rf"民国\s?{REPUBLIC}|(?:19|20)\d\d|[一二][九零〇][零〇一二三四五六七八九]{{2}}"
YEARS = rf"(?:{_FULL_YEARS}|\d\d|[零〇一二三四五六七八九]{{2}})"

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH = {w: i for i, w in enumerate(_SMALL.split())}
_ENGLISH |= {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_SCALE = {"hundred": 100, "thousand": 1000, "million": 10**6}
_SCALES = "|".join(_SCALE)
_PARTS = {"a couple": 2.0, "a couple of": 2.0, "half a": 0.5}
_GRAND = r"grand(?! ?(?:son|daughter|child|parent|mother|father))"
_WORD = "|".join(sorted((*_ENGLISH, *_SCALE), key=lambda w: -len(w)))
_FIND = re.compile(
    rf"(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)"
    rf"(?:\s?[多几来余](?=[百千万亿]))?(?:\s?(?P<unit>[十百千万亿]+|[kw](?![a-z]))(?P<rest>\d(?!\d))?"
    rf"|(?P<half> and a half)?(?P<scales>(?:\s(?:{_SCALES}))+\b|\s?{_GRAND}\b))?"
    rf"|(?P<chinese>[{CHINESE}]+(?:[多几来余](?=[万亿])[{CHINESE}]+)?(?:(?<=十)有[一二三四五六七八九](?![个位名只口几次]))?|俩|仨)"
    rf"|\b(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})\s(?P<of>{_SCALES})\b"
    rf"|\b(?<!few )(?<!several )(?P<english>(?:a(?= hundred| thousand)|{_WORD})(?:(?:-|\s+and\s+|\s+)(?:{_WORD}))*)\b"
    rf"(?: (?P<and_half>and a half) (?P<times>{_SCALES})\b|(?P<grand> {_GRAND}\b))?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands in the plain text."""

    value: float
    start: int
    end: int
    chinese: bool
    text: str

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


@lru_cache(maxsize=1024)
def numbers(plain: str) -> tuple[Number, ...]:
    """Every number of a plain text, in order."""
    found = []
    for match in _FIND.finditer(plain):
        start, end = match.span()
        if start and plain[start - 1] in "几数好" and plain[start] in "十百千万亿":
            continue  # 几十: no number was said
        if match["digits"]:
            value = _digits(match["digits"], match["unit"], match["rest"]) + (0.5 if match["half"] else 0)
            value *= _scaled(match["scales"])
        elif match["chinese"]:
            value = _chinese(match["chinese"])
        elif match["part"]:
            value = _PARTS[match["part"]] * _SCALE[match["of"]]
        else:
            value = _english(match["english"]) + (0.5 if match["and_half"] else 0)
            value *= _scaled(match["times"] or match["grand"])
        if value < ENDLESS:
            found.append(Number(value, start, end, bool(match["chinese"]), match[0]))
    return tuple(found)


def number(text: str) -> int | None:
    """The whole number that a numeral stands for, or None."""
    match = _FIND.fullmatch(text)
    found = numbers(text) if match else ()
    return int(found[0].value) if found else None


def year_of_republic(text: str) -> int:
    """1948 of 三十七; its first year is called 元."""
    return 1911 + (number(text) or 1)


def full_year(text: str, today: date) -> int:
    """2024 of 二零二四, 24 or 2024; two digits belong to the last hundred years."""
    if text.startswith("民国"):
        return year_of_republic(text.removeprefix("民国").strip())
    value = int("".join(str(number(c)) for c in text)) if not text.isdigit() else int(text)
    if value < 100:
        value += 2000 if value <= today.year % 100 + 1 else 1900
    return value


def _scaled(scales: str | None) -> float:
    """What the words behind a number multiply it by: 5 hundred thousand, twenty grand."""
    return math.prod(_SCALE.get(word, 1000) for word in (scales or "").split())


def _digits(digits: str, unit: str | None, rest: str | None) -> float:
    value = float(digits.replace(",", ""))
    scale = math.prod(UNITS[one] for one in unit or "")
    if scale >= ENDLESS:  # 1万亿万亿…: beyond what a float holds
        return math.inf
    return value * scale + (int(rest) * scale / 10 if rest else 0)


def _chinese(text: str) -> float:
    """The value; of two neighbours (七八十) the first, for it is said to mean from seventy on."""
    text = re.sub("[多几来余有]", "", text)  # 八十有二
    if text in PAIRS:
        return PAIRS[text]
    if not any(c in UNITS or c in TENS for c in text):
        digits = [ONES[c] for c in text]
        if len(digits) == 2 and digits[0] and (digits[1] - digits[0] == 1 or digits == [3, 5] or text == "三两"):
            return digits[0]
        return float("".join(map(str, digits[:15])))
    return _with_units(text)


def _with_units(text: str) -> float:
    total = section = 0.0
    held: float | None = None
    last, zero = 0, False
    for c in text:
        if c in TENS:
            section, last = section + TENS[c], 10
        elif c in UNITS and UNITS[c] >= 10**4:
            total, section, held = (total + section + (held or 0) or 1) * UNITS[c], 0, None
            last, zero = UNITS[c], False
        elif c in UNITS:
            section, held = section + (1 if held is None else held) * UNITS[c], None
            last, zero = UNITS[c], False
        elif ONES[c] == 0:
            zero = True
        elif held is None:
            held = ONES[c]
    if held is not None:
        # 两百三 is 230, 两百零三 is 203
        section += held * (last // 10 if last >= 100 and not zero else 1)
    return total + section


def _english(text: str) -> float:
    total = current = 0.0
    for word in re.split(r"[-\s]+", text):
        if word in _ENGLISH:
            current += _ENGLISH[word]
        elif word == "a":
            current = 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALE:
            total, current = total + (current or 1) * _SCALE[word], 0
    return total + current
