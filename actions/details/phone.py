"""Telephone numbers of the mainland, Hong Kong and Taiwan, typed with gaps or dictated in Chinese numerals."""

from __future__ import annotations

import re
from functools import lru_cache

from actions.details.numerals import DIGITS
from actions.details.prose import Prose, Span
from actions.details.shapes import Found
from data.model import Words

_GAP = r"[\s\-.,、…。·~]{0,3}"
_DIGIT = {**{chr(k): chr(v) for k, v in DIGITS.items()}, **dict(zip("洞拐勾么两", "07912", strict=True))}
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT |= {"oh": "0", **{word: str(n) for n, word in enumerate(_ENGLISH)}}
_TIMES = {"两个": 2, "二个": 2, "三个": 3, "四个": 4, "double ": 2, "triple ": 3}
_ONE = rf"(?P<times>{'|'.join(_TIMES)})?(?P<digit>\d|{'|'.join(rf'\b{w}\b' if w.isascii() else w for w in _DIGIT)})"
_TOKEN = re.compile(_ONE)
_PAUSE = r"(?:[\s\-.,、…。·~]|然后|再|呃|嗯|那个|\bthen\b|\bum\b)*+"
_DICTATED = re.compile(rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _ONE)}{_PAUSE}){{7,24}}")  # 幺三八，四个零，…拐
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
_FIND = re.compile(
    rf"(?<![\d-])(?:"
    rf"(?P<cn>(?:\+?\s?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}})"
    rf"|(?P<tw>(?:\+?886{_GAP}9|09)(?:{_GAP}\d){{8}})"
    rf"|(?P<land>(?:\+?86{_GAP})?\(?0(?:10|2\d|[3-9]\d\d)\)?{_GAP}[2-8]\d{{2,3}}{_GAP}\d{{4}})"
    rf"|(?P<hk>\+?852{_GAP}[2-9]\d{{3}}{_GAP}\d{{4}})"
    rf"|(?P<eight>[2-9]\d{{3}}[\s-]?\d{{4}})"
    rf")(?!\d)"
)
_CUE = re.compile(r"(?:电话|手机|手提|号码|打|联系|tel|phone|call|whatsapp|mobile|number)[^。!?]{0,12}$")
_LONG = re.compile(r"\+?\d[\d\s-]{5,15}\d")


@lru_cache(maxsize=512)
def _matches(plain: str) -> tuple[re.Match[str], ...]:
    return tuple(_FIND.finditer(plain.translate(DIGITS)))


def spans(plain: str) -> list[Span]:
    """Where numbers to be called stand, so that nobody takes them for ages or money."""
    return [m.span() for m in _matches(plain) if _sure(plain, m)] or [span for _, span in _dictated(plain)]


@lru_cache(maxsize=512)
def _dictated(plain: str) -> tuple[tuple[str, Span], ...]:
    """Mobile numbers told digit by digit, with pauses, "four noughts" or words for digits."""
    found = []
    for run in _DICTATED.finditer(plain):
        tokens = list(_TOKEN.finditer(run[0]))
        said = "".join(_DIGIT.get(t["digit"], t["digit"]) * _TIMES.get(t["times"], 1) for t in tokens)
        if whole := _MOBILE.fullmatch(said):
            found.append((whole[1], (run.start(), run.start() + tokens[-1].end())))
    return tuple(found)


def _sure(plain: str, match: re.Match[str]) -> bool:
    """Eight digits are a date or an account as well, so they need a word beside them."""
    return match.lastgroup != "eight" or bool(_CUE.search(plain[max(0, match.start() - 20) : match.start()]))


def spot(text: Prose) -> Found | None:
    """The first number that surely is one to be called."""
    typed = next((_found(text, m) for m in _matches(text.plain) if _sure(text.plain, m)), None)
    return typed or _heard(text)


def _heard(text: Prose) -> Found | None:
    return next((Found(number, text.said[slice(*span)], *span) for number, span in _dictated(text.plain)), None)


def read(text: Prose) -> Found | None:
    """A number as an answer; what has six digits or more is kept for `check` to judge."""
    for match in _matches(text.plain):
        return _found(text, match)
    if heard := _heard(text):
        return heard
    if long := _LONG.search(text.plain.translate(DIGITS)):
        return Found(re.sub(r"[^\d+]", "", long[0]), text.said[long.start() : long.end()], *long.span())
    return None


def _found(text: Prose, match: re.Match[str]) -> Found:
    digits = re.sub(r"\D", "", match[0])
    kind = match.lastgroup
    if kind in ("cn", "land"):
        digits = digits.removeprefix("86")
    elif kind == "tw":
        digits = "+886" + digits.removeprefix("886").removeprefix("0")
    else:
        digits = "+852" + (digits.removeprefix("852") if kind == "hk" else digits)
    return Found(digits, text.said[match.start() : match.end()], *match.span())


def check(value: str) -> Words | None:
    """Words where no network has such a number."""
    import phonenumbers

    try:
        valid = phonenumbers.is_valid_number(phonenumbers.parse(value, "CN"))
    except phonenumbers.NumberParseException:
        valid = False
    if valid:
        return None
    return Words(
        "这个号码好像少了或者多了一位，请再看一看。",
        "這個號碼好像少了或多了一位，請再看一看。",
        "This number seems to have a digit too many or too few. Please look again.",
    )


def show(value: str) -> str:
    """Grouped for reading aloud: 138 0000 1234."""
    if re.fullmatch(r"1\d{10}", value):
        return f"{value[:3]} {value[3:7]} {value[7:]}"
    if re.fullmatch(r"\+852\d{8}", value):
        return f"+852 {value[4:8]} {value[8:]}"
    if re.fullmatch(r"\+886\d{9}", value):
        return f"+886 {value[4:7]} {value[7:10]} {value[10:]}"
    if land := re.fullmatch(r"(0(?:10|2\d|\d{3}))(\d{7,8})", value):
        return f"{land[1]}-{land[2]}"
    return value
