"""The districts of the place that this desk serves, with their other names (翠竹街道)."""

from __future__ import annotations

import re
from functools import lru_cache

from actions.details.divisions import SHARED, Division, index, mentions, resolve
from actions.details.origin import of_origin
from actions.details.prose import prose, simplified
from actions.details.romanised import romanised
from actions.details.shapes import Setting
from data.model import Jurisdiction

MOST = 8  # counties of one name that are shown to choose from
_AT = re.compile(r"^(?:(?:我|我们|俺|孩子|老人|他|她|佢)?(?:家)?(?:是|就)?(?:住在|住喺|住|在|喺|系))")


class _Home:
    """A jurisdiction as a key of a cache: the same object is the same home."""

    def __init__(self, place: Jurisdiction) -> None:
        self.place = place

    def __hash__(self) -> int:
        return id(self.place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Home) and other.place is self.place


@lru_cache(maxsize=8)
def _aliases(home: _Home) -> tuple[tuple[str, Division], ...]:
    found: dict[str, Division] = {}
    for one in home.place.districts:
        names = home.place.names
        known = index().counties.get(one.code)
        division = known or Division(one.code, "", names.zh_Hans, one.names.zh_Hans, True)
        for word in (one.names.zh_Hans, one.names.zh_Hant, one.names.en, *one.aliases):
            found[simplified(word.lower())] = division
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))


def at_home(plain: str, setting: Setting) -> list[tuple[Division, int, int]]:
    """Districts of the place served that a text names, the longest name first."""
    found: list[tuple[Division, int, int]] = []
    for word, division in _aliases(_Home(setting.catalogue.place)):
        start = plain.find(word)
        end = start + len(word)
        if start < 0 or any(s < end and start < e for _, s, e in found):
            continue
        if not (word in division.county and SHARED.match(plain, end)):
            found.append((division, start, end))
    return sorted(found, key=lambda f: f[1])


def districts(plain: str, setting: Setting, lenient: bool) -> list[tuple[Division, int, int]]:
    """Every county that a text names beyond doubt, those of the place served before all others, in order of speech."""
    prefer = setting.catalogue.place.area
    everywhere = [*resolve(plain, lenient, prefer), *romanised(plain, prefer)]
    own = [
        h
        for h in at_home(plain, setting)
        if not any(_overrides(d, h) for d, s, e in everywhere if s < h[2] and h[1] < e)
    ]
    rest = [r for r in everywhere if not any(s < r[2] and r[1] < e for _, s, e in own)]
    return sorted((*own, *rest), key=lambda f: f[1])


def _overrides(division: Division, home: tuple[Division, int, int]) -> bool:
    """深圳市罗湖区 says more than the alias 罗湖 inside it; 北京朝阳 is not our 朝阳."""
    return division.code == home[0].code or not division.code.startswith(home[0].code[:4])


def district_of(text: str, setting: Setting) -> str | None:
    """The county-level division that a text names, in full ("深圳市罗湖区"); None where none or more than one fits."""
    plain = prose(text).plain
    found = districts(plain, setting, lenient=False) or districts(plain, setting, lenient=True)
    if len(found) > 1:  # 户口在衡阳县，现在住罗湖: where they live is where help is
        found = [f for f in found if not of_origin(plain, f[1], f[2])]
    return found[0][0].full if len({d.code for d, _, _ in found}) == 1 else None


def namesakes(text: str, setting: Setting) -> tuple[tuple[str, str], ...]:
    """Code and full name of each county that a text of nothing but a county's name may mean; () where it is clear."""
    plain = _AT.sub("", prose(text).plain).strip(" 。.,，!！")
    if districts(plain, setting, lenient=True):
        return ()
    whole = [m for m in mentions(plain) if m.level == "county" and (m.start, m.end) == (0, len(plain))]
    codes = sorted({code for m in whole for code in m.codes})
    return tuple((c, index().counties[c].full) for c in codes) if 1 < len(codes) <= MOST else ()


def division(code: str) -> str:
    """The full name of the county with this code, or ""."""
    known = index().counties.get(code)
    return known.full if known else ""


def district_said(text: str) -> str | None:
    """The one full name of a county in a text (龙华区), as said, where no city tells which of several it is."""
    both = prose(text)
    full = {(m.start, m.end) for m in mentions(both.plain) if m.level == "county" and not m.short}
    spans = [s for s in full if not of_origin(both.plain, *s)]
    return both.said[slice(*spans[0])] if len(spans) == 1 else None
