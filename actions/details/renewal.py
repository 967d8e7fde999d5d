"""A part of an address told anew: 15号, 麓山北路, 22 Nanjing West Road stand where the old part stood."""

from __future__ import annotations

import re

from actions.details.divisions import SHARED, mentions
from actions.details.prose import prose

_NUMBER = r"[甲乙丙丁]?(?:\d{1,5}|[一二三四五六七八九十百]{1,4})"
_WORD = r"[^\s,，。、:;\d省市区县镇乡旗是不在住栋幢座号室]"
_STREET = r"(?:[a-z]+\s){0,3}[a-z]+\s(?:street|road|avenue|lane|drive|st|rd|ave)\b"
PARTS = tuple(  # one sort of part each; a text tells of each at most one
    re.compile(part)
    for part in (
        rf"{_WORD}{{1,8}}?(?:大道|胡同|[路街巷])(?:[东西南北](?=\d|$))?",
        rf"{_WORD}{{1,8}}?(?:小区|新村|花园|家园|公寓|大厦|社区|[村苑邨])",
        rf"{_NUMBER}(?:号楼|[栋幢座])",
        rf"{_NUMBER}号(?![楼院线])",
        rf"{_NUMBER}单元",
        rf"{_NUMBER}(?:层|楼(?![上下]))",
        rf"{_NUMBER}[室房]",
        rf"\d{{1,4}}[a-z]?\s+{_STREET}",
        _STREET,
    )
)
_DOOR = re.compile(r"\d{1,4}[a-z]?(?=号(?!楼|线))|(?<!\w)\d{1,4}[a-z]?(?=\s[a-z])")
_BARE = re.compile(r"\d{1,4}[a-z]?")


def renewed(held: str, told: str) -> str | None:
    """The address with what was told of it anew; None where that is no part of an address that it has one of."""
    new, plain = prose(told.strip()), prose(held).plain
    if _BARE.fullmatch(new.plain):
        return _put(held, list(_DOOR.finditer(plain)), new.said)
    at = 0
    while at < len(new.plain):
        part, found = next(((p, m) for p in PARTS if (m := p.match(new.plain, at))), (None, None))
        if part is None or found is None:
            return None
        told_part = new.said[slice(*found.span())]
        made = _put(held, list(part.finditer(prose(held).plain)), told_part, name=part in PARTS[:2])
        if made is None:
            return None
        held, at = made, found.end()
        at += len(new.plain[at:]) - len(new.plain[at:].lstrip(" ,，"))
    return held if new.plain else None


def _put(held: str, places: list[re.Match[str]], said: str, *, name: bool = False) -> str | None:
    if len(places) != 1:
        return None
    start, end = places[0].span()
    start = _behind_divisions(prose(held).plain, start, end) if name else start
    return held[:start] + said + held[end:]


def _behind_divisions(plain: str, start: int, end: int) -> int:
    """Where the name of a street begins that cities stand before (上海南京东路)."""
    said = [m for m in mentions(plain) if m.end < end and not SHARED.match(plain, m.end)]
    while cities := [m.end for m in said if m.start == start]:
        start = max(cities)
    return start
