"""Whether a text speaks of a place: provinces and cities, and counties named beyond doubt."""

from __future__ import annotations

from actions.details.divisions import mentions
from actions.details.home import districts
from actions.details.prose import prose
from actions.details.romanised import above
from actions.details.shapes import Setting

type Codes = frozenset[str]  # what the codes of one place begin with: 河北 is a province and a district of Tianjin


def elsewhere(text: str, area: str, setting: Setting) -> bool:
    """Whether a text names places, and none of them lies in the area or around it."""
    here, named = _narrowest(_named(area, setting)), _narrowest(_named(text, setting))
    return bool(named) and not any(_touch(one, other) for one in named for other in here)


def _named(text: str, setting: Setting) -> list[Codes]:
    plain = prose(text).plain
    found: dict[tuple[int, int], set[str]] = {}
    for one in mentions(plain):
        found.setdefault((one.start, one.end), set()).update(one.codes if one.level != "county" else ())
    places = [frozenset(codes) for codes in found.values() if codes]
    places += [frozenset({division.code}) for division, _, _ in districts(plain, setting, lenient=False)]
    return places + [frozenset({code}) for code in above(plain)]


def _narrowest(places: list[Codes]) -> list[Codes]:
    """Without the province of a city that is named too."""
    return [p for p in places if not any(p != q and all(_within(q, code) for code in p) for q in places)]


def _within(place: Codes, code: str) -> bool:
    return any(one != code and one.startswith(code) for one in place)


def _touch(place: Codes, area: Codes) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in place for b in area)
