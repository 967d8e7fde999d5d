"""A time of day in words: 下午三点, 晚上7点半, 15:30, 3pm, at noon."""

from __future__ import annotations

import re

from actions.details.numerals import number
from actions.details.prose import before

_N = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_CHINESE = re.compile(
    rf"(?P<part>凌晨|清晨|清早|早上|早晨|午夜|深夜|上午|上昼|朝早|(?<![今明昨听])[早朝]|中午|晏昼|下昼|下午|傍晚|晚上|晚黑|夜里|夜晚|半夜|(?<![今明昨前听寻琴])晚)?\s?(?P<h>{_N})\s?"
    rf"(?:点钟?|时(?!间|候)|(?::)(?=\d\d))(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m>{_N})分?)?(?!\d|\s?(?:多?钱|事|点|个)|\s?[ap]\.?m)"
)
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MORNING = re.compile(r"\bmorning\b")
_EVENING = re.compile(r"\b(?:afternoon|evening|tonight|night)\b")
_ENGLISH = re.compile(
    rf"\b(?:at\s+)?(?:(?P<part_of>half|quarter)\s(?P<way>past|after|to|before)|half)\s(?P<round>1[0-2]|[1-9]|{_WORDS})\b"
    rf"|\b(?:at\s+)?(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))?\s?(?P<part>[ap])\.?m\b\.?"
    rf"|\b(?:at )?(?P<midnight>midnight)\b|\b(?P<noon>noon|midday)\b"
    rf"|\bat\s+(?P<bare>1[0-2]|[1-9]|{_WORDS})(?:\s+o'clock)?(?:\s(?P<past>thirty|fifteen|forty-?five))?\b(?:(?!\s?\w)|(?=\sto\s))"
    rf"|\b(?P<clock>1[0-2]|[1-9]|{_WORDS})\s?o'clock\b"
)
_MINUTES = {"half": 30, "quarter": 15, "thirty": 30, "fifteen": 15, "fortyfive": 45}
_NIGHT = ("午夜", "深夜", "半夜", "晚上", "晚黑", "夜里", "夜晚", "晚")
_LATE = ("深夜", "下午", "下昼", "傍晚", "晚上", "晚黑", "夜晚", "晚", "夜里")


def time_of(plain: str) -> tuple[str, int, int] | None:
    """The first time of day as ("15:00", start, end); a bare hour from one to six is an afternoon's.

    Twelve at night is "24:00": the day ends with it.
    """
    for match in _CHINESE.finditer(plain):
        hour, part = number(match["h"]) or 0, match["part"] or ""
        if (
            not part
            and match["h"] == "一"
            and not re.match(r"[钟半\d刻分]", match[0][2:] or plain[match.end() : match.end() + 1])
        ):
            continue  # 一点, 一时: a little, for a moment
        minute = 30 if match["half"] else 15 * (number(match["quarter"] or "") or 0) or number(match["m"] or "") or 0
        night = not part and re.search(r"[今明昨听][晚夜]\s?$", before(plain, match.start()))
        if (
            ((part in _LATE or night) and 1 <= hour < 12 and not (part == "夜里" and hour < 6))
            or (part in ("中午", "晏昼") and hour < 4)
            or (not part and ":" not in match[0] and 1 <= hour <= 6)
        ):
            hour += 12
        elif hour == 12 and (part in _NIGHT or night):
            hour = 24  # the end of that day
        elif hour == 12 and part == "凌晨":
            hour = 0
        if hour <= 24 and minute < 60:
            return f"{hour:02}:{minute:02}", match.start(), match.end()
    return _english(plain)


def _english(plain: str) -> tuple[str, int, int] | None:
    match = _ENGLISH.search(plain)
    if match is None:
        return None
    if match["noon"]:
        return "12:00", match.start(), match.end()
    if match["midnight"]:
        return "24:00", match.start(), match.end()
    hour = number(match["h"] or match["bare"] or match["clock"] or match["round"]) or 0
    if match["part"]:
        hour = hour % 12 + (12 if match["part"] == "p" else 0)
    elif (hour <= 6 and not _MORNING.search(plain)) or (hour < 12 and _EVENING.search(plain)):
        hour += 12
    said = (match["past"] or match["part_of"] or ("half" if match["round"] else "")).replace("-", "")
    minutes = 60 * hour + _MINUTES.get(said, int(match["m"] or 0)) * (-1 if match["way"] in ("to", "before") else 1)
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}", match.start(), match.end()
