"""Districts as an English address writes them: Luohu District, Shenzhen."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from actions.details.divisions import Division, index
from actions.details.lunar import jionlp

# What the dictionary of readings gets wrong of places' names, and characters that it does not hold
NAMES = {"朝阳": "chaoyang", "朝天": "chaotian", "单": "shan", "浚": "xun", "乐亭": "laoting", "乐陵": "laoling"}
CHARACTERS = {"凤": "feng", "凰": "huang", "尧": "yao", "巫": "wu", "璧": "bi", "耒": "lei", "蛟": "jiao", "阎": "yan"}
CHARACTERS |= {"麒": "qi", "麟": "lin"}
ENGLISH = {"innermongolia": "15", "tibet": "54", "shaanxi": "61"}
ENGLISH |= {"hohhot": "1501", "harbin": "2301", "lhasa": "5401", "urumqi": "6501"}
UNITS = {"district": "区", "new district": "区", "new area": "区", "county": "县", "city": "市", "banner": "旗"}
_UNIT = re.compile(r"(?:自治)?[县旗]$|(?:新|林|特)?区$|市$")
_ABOVE = re.compile(r"[省市]$|(?:壮族|回族|维吾尔)?自治区$|特别行政区$|地区$|盟$|[^州]+自治州$")
_NAME = r"[a-z]+(?:[ '’-][a-z]+){0,2}"
_NO_NAME = "".join(
    rf"(?<!\b{w})"
    for w in ["the", "this", "that", "my", "our", "your", "a", "which", "what", "same", "other", "school", "big"]
)
_SAID = re.compile(
    rf"\b(?P<name>{_NAME}){_NO_NAME}\s+(?P<unit>new\s+district|new\s+area|district|county|city|banner)\b"
)
_PAIR = re.compile(rf"(?:^|,|\b(?:in|at)\b)\s*(?P<name>[a-z]+(?:['’ -][a-z]+)?)\s*,\s*(?=(?P<city>{_NAME}))")
_LAST = re.compile(r",\s*(?P<name>[a-z]{4,}(?:['’][a-z]+)?)[\s.!]*$")  # 12 Cuizhu Road, Luohu
_ADDRESS = re.compile(r"\d|\b(?:road|street|lane|avenue|room|flat|block|building|village|town|address)\b")

_ONLY_A_PAIR = re.compile(rf"\s*(?:in|at)?\s*{_NAME}(?:\s*,\s*{_NAME}){{1,3}}[\s.!]*")  # "Nanshan, Shenzhen"


@dataclass(frozen=True, slots=True)
class _Names:
    counties: dict[tuple[str, str], list[str]]  # letters, the Chinese unit → codes
    above: dict[str, list[str]]  # letters of a city or a province → what its codes begin with


def romanised(plain: str, prefer: tuple[str, ...]) -> list[tuple[Division, int, int]]:
    """The counties that an English address names beyond doubt, with their spans; `prefer` are codes of home."""
    said = [(m.start("name"), m.end(), m["name"], UNITS[" ".join(m["unit"].split())]) for m in _SAID.finditer(plain)]
    written = _ADDRESS.search(plain) or _ONLY_A_PAIR.fullmatch(plain)
    pairs = [m for m in _PAIR.finditer(plain) if written and above(m["city"])]
    last = _LAST.search(plain) if _ADDRESS.search(plain) else None
    if last is not None and not above(last["name"]):
        pairs.append(last)
    said += [(m.start("name"), m.end("name"), m["name"], "区") for m in pairs]
    found: dict[str, tuple[Division, int, int]] = {}
    for start, end, name, unit in said:
        codes = _meant(name, unit, plain, prefer)
        if len(codes) == 1:
            found.setdefault(codes[0], (index().counties[codes[0]], start, end))
    return list(found.values())


def _meant(name: str, unit: str, plain: str, prefer: tuple[str, ...]) -> list[str]:
    """The longest end of the words that is a county's name; among several, those whose city or province is named."""
    words = name.split(" ")
    for first in range(len(words)):
        codes = _names().counties.get((_letters("".join(words[first:])), unit), [])
        inside = [c for c in codes if c.startswith(tuple(above(plain)))]
        home = [c for c in codes if c.startswith(prefer)] if prefer else []
        if codes:
            return inside or home or codes
    return []


def above(plain: str) -> list[str]:
    """The beginnings of codes of all cities and provinces that an English text names."""
    words = [_letters(w) for w in re.findall(r"[a-z'’]+", plain)]
    runs = {"".join(words[i : i + n]) for i in range(len(words)) for n in (1, 2)}
    return [code for run in runs for code in _names().above.get(run, ())]


def divided(said: str) -> bool:
    """Whether small Latin letters are the name of a division, with or without what it is (jing'an, siming district)."""
    words = said.split()
    if len(words) > 1 and words[-1] in (*UNITS, "province", "municipality"):
        words.pop()
    name = _letters("".join(words))
    return bool(_names().above.get(name)) or any((name, unit) in _names().counties for unit in UNITS.values())


@lru_cache(maxsize=1)
def _names() -> _Names:
    counties: dict[tuple[str, str], list[str]] = defaultdict(list)
    above: dict[str, list[str]] = defaultdict(list, {name: [code] for name, code in ENGLISH.items()})
    for one in index().counties.values():
        counties[_spelt(_UNIT.sub("", one.county)), one.county[-1]].append(one.code)
        above[_spelt(_ABOVE.sub("", one.city))].append(one.code[:4])
        if not one.code.startswith("61"):
            above[_spelt(_ABOVE.sub("", one.province))].append(one.code[:2])
    return _Names(dict(counties), {name: sorted(set(codes)) for name, codes in above.items() if name})


def _spelt(name: str) -> str:
    if not name or name in NAMES:
        return NAMES.get(name, "")
    read = zip(name, jionlp().pinyin(name, formater="simple"), strict=True)
    return "".join(CHARACTERS.get(character) or _letters(syllable) for character, syllable in read)


def _letters(said: str) -> str:
    """Letters alone; ü is u."""
    return re.sub(r"[^a-z]", "", said.lower().replace("ü", "u").replace("lv", "lu").replace("nv", "nu"))
