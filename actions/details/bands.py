"""Ages where a band of them is asked for: which count, and whether the writers tell of themselves."""

from __future__ import annotations

import re
from datetime import date

from actions.details import people
from actions.details.age import Said, surely
from actions.details.numerals import number
from actions.details.prose import Prose
from actions.details.shapes import Found
from data.model import Choice, Detail

_TENS = re.compile(
    r"(?P<n>[二三四五六七八九]十|[2-9]0)(?:好几|大几|多|几|来|出头)(?!个|天|块|元|万|斤|年(?!纪)|人)"
)  # 三十好几
_ROUND = re.compile(r"(?<![二三四五六七八九])十[几多来]")  # of any age from 11 to 19
_OWN_LOAD = re.compile(  # 照顾阿妈好累: who is spoken of is not who needs it
    r"(?:照顾|照料|伺候|服侍|带[孙娃孩]|凑)[^。.!！?？\n]*?(?:累|攰|垮|崩溃|撑不住|顶不住|压力|熬)"
    r"|我[^,，。.!！?？]{0,4}(?:撑不住|顶不住|崩溃|受不了|快疯)|宝妈|孕妈|产后"
    r"|\b(?:caring for|looking after)\b.*\b(?:tired|exhausted|worn|wearing|stress)"
)


def ages(plain: str, today: date) -> list[Said]:
    """Every age that a text tells, in round numbers too (三十好几)."""
    said = [one for one in surely(plain, today) if not _ROUND.match(plain, one.start)]
    tens = [m for m in _TENS.finditer(plain) if all(m.end() <= s.start or s.end <= m.start() for s in said)]
    return said + [Said(number(m["n"]) or 0, *m.span(), people.owner(plain, *m.span())) for m in tens]


def own(plain: str, today: date) -> bool:
    """Whether the writers tell how old they are, or what caring for somebody does to them."""
    return _OWN_LOAD.search(plain) is not None or any(one.who == "self" for one in ages(plain, today))


def told(plain: str, today: date) -> list[Said]:
    """The ages told, but those of kin beside a writer who tells of themselves."""
    kin = "" if own(plain, today) else people.generation(plain)
    return [one for one in ages(plain, today) if one.who not in ("child", "elder") or one.who == kin]


def band(detail: Detail, text: Prose, said: list[Said]) -> Found | None:
    """The band that all these ages lie in; None where they lie in several."""
    bands = {standing_for(list(detail.choices), one.age) for one in said}
    found, one = bands.pop(), said[0]
    return Found(found, text.said[one.start : one.end], one.start, one.end) if found and not bands else None


def standing_for(ranged: list[Choice], value: int | None) -> str | None:
    """The only choice whose numbers hold this one."""
    if value is None:
        return None
    fits = [c.id for c in ranged if (c.min or 0) <= value and (c.max is None or value <= c.max)]
    return fits[0] if len(fits) == 1 else None
