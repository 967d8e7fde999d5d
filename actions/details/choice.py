"""One or several of the answers that stand on buttons: by number, label, id, or words that mean them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from actions.details import bands, people
from actions.details.affirmation import unsure
from actions.details.numerals import number
from actions.details.prose import Prose, Span, before, free, prose
from actions.details.shapes import Found
from data.model import Choice, Detail, Words

_ORDINAL = re.compile(
    r"^\s*(?P<row>第|选项?|我选|no\.?\s?|number\s|option\s|the\s)?\s?\(?(?P<n>\d|[一二两三四五六七八九]|one|two|three|four|five|six)\)?\s?(?:(?P<unit>个|项|号|种|条)|th|st|nd|rd)?\s?(?:吧|啦|咯|了|的)?[.、。!]?\s*$"
)
_AGE = re.compile(
    r"(?:我|他|她|今年|快|都|已经|有|差不多|大概)*\s?(?P<n>\d{1,3}|[零一二两三四五六七八九十百]{1,5})\s?(?:多|来)?"
    r"(?P<years>周岁|岁|years? old|years?)?[了吧多]*"
)
_EMPTY = frozenset("的了是有要能都在个人家我你他不没无去来上下一二三好行对")  # tell no choice by themselves
_NAMED = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "last": -1,
    "最后一个": -1,
    "the last one": -1,
    "头一个": 1,
}
_NOT = re.compile(
    r"(?:不(?:是|要|想[要去]?|用|需要|系|能?去|吃)?|没有?|别|唔(?:系|要|使)?|冇|非"
    r"|\bnot (?:a |the )?|\bno |\bdon'?t (?:want |need )?)\s?$"
)
_PENNED = re.compile(  # 邻居家的学生娃写的: whose hand it is, not who needs it
    r"[^,，。.!！;；?？]{0,8}?(?:写|代写|代笔|打字|打的字)(?:的|给|$)"
    r"|[^,.;!?]{0,20}? (?:wrote|writes|is writing|is typing|typed) (?:this|it|for me)\b"
)
_PENNED_BY = re.compile(r"\b(?:written|typed) (?:for (?:me|us) )?by (?:my |the |our |a )?$")
_DENIAL = re.compile(r"[不没未无冇唔非]|\b(?:no|not|never|none)\b")
_EXCEPT = re.compile(r"(?:除了|除咗|except|all but)(?P<but>.+?)(?:之?外|以外|都|其他|$)")
_ALL = re.compile(
    r"^\s*(?:全部?|所有|都(?!没|不)|样样|齐|晒|统统|all|everything|any ?(?:day|time|of them)|every day"
    r"|both|两个都|三个都)"
    r"|都[有要行可]|全都?[有要]|齐晒"
)
_SIBLING = re.compile("弟弟|妹妹|小妹|细佬|细妹|幺妹|\\bbrother|\\bsister")  # of any age
_WEEKS = ("星期", "礼拜", "周")
_WEEKDAY = re.compile(r"(星期|礼拜|周)([一二三四五六日天])(.*)")
_NONE = re.compile(
    r"^\s*(?:都?没有?(?:带|准备)?|一[个样](?:也|都)没有?|冇|都唔.{0,2}|都不.{0,2}|无|none|nothing|no|neither)[了的啊呀呢\s,。!.]*$"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """Words that mean a choice; `label` where they stand on its button."""

    text: str
    choice: Choice
    order: int
    label: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word found in a text."""

    start: int
    end: int
    word: _Word


class _Words:
    """All words of one detail, as one pattern with the longest first."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self.match: dict[str, list[_Word]] = {}
        self.label: dict[str, list[_Word]] = {}
        for order, one in enumerate(choices):
            labels = (one.label.zh_Hans, one.label.zh_Hant, one.label.en, one.id, one.id.replace("_", " "))
            for label in labels:
                self._add(self.label, _Word(_plain(label), one, order, True))
            for word in _alike(one.match):
                self._add(self.match, _Word(_plain(word), one, order, False))
                self._add(self.label, _Word(_plain(word), one, order, False))
            for word in one.answer:
                self._add(self.label, _Word(_plain(word), one, order, False))
        self.free = _pattern(tuple(self.match))
        self.answer = _pattern(tuple(self.label))

    def _add(self, where: dict[str, list[_Word]], word: _Word) -> None:
        held = where.setdefault(word.text, [])
        if word.text and all(w.choice.id != word.choice.id for w in held):
            held.append(word)


def _alike(words: tuple[str, ...]) -> tuple[str, ...]:
    """星期六 is 礼拜六 and 周六 too."""
    said = {f"{week}{m[2]}{m[3]}": None for w in words if (m := _WEEKDAY.fullmatch(w)) for week in _WEEKS}
    return tuple(dict.fromkeys((*words, *said)))


def _plain(text: str) -> str:
    return prose(text).plain.strip(" .。!！")


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted((w for w in words if w), key=lambda w: -len(w))
    parts = [
        (
            rf"\b{re.escape(w)}(?:s|es)?\b"
            if re.fullmatch(r"[\x00-\x7f]+", w) and w[0].isalnum() and w[-1].isalnum()
            else re.escape(w)
        )
        for w in ordered
    ]
    return re.compile("|".join(parts) or r"(?!)")


class _Key:
    """A tuple of choices as a key of a cache: the same object has the same words."""

    __slots__ = ("choices",)

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self.choices = choices

    def __hash__(self) -> int:
        return id(self.choices)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.choices is self.choices


@lru_cache(maxsize=512)
def _compiled(key: _Key) -> _Words:
    return _Words(key.choices)


def _words(detail: Detail) -> _Words:
    return _compiled(_Key(detail.choices))


def _hits(detail: Detail, plain: str, answer: bool) -> list[_Hit]:
    """Words in a text that are not denied; in an answer labels count as well."""
    words = _words(detail)
    known, pattern = (words.label, words.answer) if answer else (words.match, words.free)
    found = []
    for match in pattern.finditer(plain):
        if _NOT.search(plain[max(0, match.start() - 12) : match.start()]):
            continue
        if not answer and (_PENNED.match(plain, match.end()) or _PENNED_BY.search(before(plain, match.start()))):
            continue
        meant = known.get(match[0]) or known.get(re.sub("e?s$", "", match[0])) or known.get(match[0][:-1], [])
        found += [_Hit(*match.span(), word) for word in meant]
    return found


def read(detail: Detail, text: Prose, today: date) -> Found | None:
    """One choice as an answer."""
    whole = _plain(text.plain)
    if exact := _words(detail).label.get(whole):
        return _whole(text, exact[0].choice.id)
    if (numbered := _numbered(detail, whole)) is not None:
        return _whole(text, numbered)
    if detail.about == "age" and (told := bands.ages(text.plain, today)):
        return bands.band(detail, text, told)
    hits = _hits(detail, text.plain, answer=True)
    if hits:
        best = max(hits, key=lambda h: (h.end - h.start, h.word.label, -h.start))
        return Found(best.word.choice.id, text.said[best.start : best.end], best.start, best.end)
    return _near(detail, text, whole) or _part(detail, text, whole) or _by_generation(detail, text, today)


def _by_generation(detail: Detail, text: Prose, today: date) -> Found | None:
    """The old one or the child whom a text names (俺爹, my grandson), where these are choices: kin tell no age."""
    both = detail.about != "age" and detail.choice("elder") and detail.choice("child")
    own = detail.choice("self") is not None and bands.own(text.plain, today)
    who = people.generation(text.plain) if both and not own else ""
    named = next((one for one in people.people(text.plain) if one.who == who), None)
    return Found(who, text.said[named.start : named.end], named.start, named.end) if named else None


def sibling(plain: str) -> Span | None:
    """Where a brother or a sister is named who may be of any age."""
    match = _SIBLING.search(plain)
    return match.span() if match else None


def _part(detail: Detail, text: Prose, whole: str) -> Found | None:
    """A piece of the words of one choice only: "志愿者" where a button reads "某位工作人员或志愿者"."""
    if len(whole) < (3 if whole.isascii() else 1) or whole in _EMPTY or unsure(whole):
        return None
    one = len(whole) == 1  # a character tells a button that alone has it, denied or not
    known = [(label, words) for label, words in _words(detail).label.items() if not one or words[0].label]
    holding = {w.choice.id for label, words in known if whole in label and (one or _agree(label, whole)) for w in words}
    return _whole(text, holding.pop()) if len(holding) == 1 else None


def _agree(a: str, b: str) -> bool:
    """Do both deny, or neither? 结过婚 is one letter from 没结过婚."""
    return bool(_DENIAL.search(a)) == bool(_DENIAL.search(b))


def _whole(text: Prose, value: str) -> Found:
    return Found(value, text.said, 0, len(text.said))


def _numbered(detail: Detail, whole: str) -> str | None:
    """The choice that a lone number means: where they stand for numbers the one that holds it, else by its place.

    Years only tell a band of ages, and of those a small bare number is a place.
    """
    if whole in _NAMED:
        position = _NAMED[whole]
        return detail.choices[position - 1 if position > 0 else -1].id if position <= len(detail.choices) else None
    match = _ORDINAL.match(whole)
    said = number(match["n"]) or 0 if match else 0
    placed = detail.choices[said - 1].id if 1 <= said <= len(detail.choices) else None
    ranged = [c for c in detail.choices if c.min is not None or c.max is not None]
    if not ranged or (match and (match["row"] or match["unit"])):
        return placed
    aged = _AGE.fullmatch(whole)
    years = aged is not None and aged["years"] is not None
    if detail.about == "age" and not years and placed:
        return placed
    if detail.about != "age" and years:
        return None
    found = aged or match
    return bands.standing_for(ranged, number(found["n"]) if found else None)


def ordinal(plain: str) -> int | None:
    """The place in a row that a whole text names (2, 第二个, the first), or None."""
    whole = _plain(plain)
    match = _ORDINAL.match(whole)
    return _NAMED.get(whole.removeprefix("the ")) or (number(match["n"]) if match else None)


def _near(detail: Detail, text: Prose, whole: str) -> Found | None:
    """A label with one slip of typing; short words are left alone."""
    if not 3 <= len(whole) <= 20:
        return None
    close = {
        word.choice.id
        for label, words in _words(detail).label.items()
        if abs(len(label) - len(whole)) <= 1 and len(label) >= 3 and _one_slip(label, whole) and _agree(label, whole)
        for word in words
    }
    return _whole(text, close.pop()) if len(close) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    """Are the two words one letter apart, or two letters swapped?"""
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k in range(len(a)) if a[k] != b[k]), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    swapped = a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :]
    return swapped or a[i + 1 :] == b[i + 1 :]


def spot(detail: Detail, text: Prose, taken: list[Span], today: date) -> Found | None:
    """The choice whose words free text uses; the longest wins, two of equal length leave it open."""
    if detail.about == "age" and bands.ages(text.plain, today):
        told = bands.told(text.plain, today)
        return bands.band(detail, text, told) if told else None
    hits = [h for h in _hits(detail, text.plain, answer=False) if free((h.start, h.end), taken)]
    if not hits:
        return _by_generation(detail, text, today)
    longest = max(h.end - h.start for h in hits)
    best = [h for h in hits if h.end - h.start == longest]
    if len({h.word.choice.id for h in best}) != 1:
        return None
    return Found(best[0].word.choice.id, text.said[best[0].start : best[0].end], best[0].start, best[0].end)


def read_several(detail: Detail, text: Prose) -> Found | None:
    """Several choices as an answer: words, numbers (1、3), all, none, all but."""
    plain = text.plain
    if (but := _EXCEPT.search(plain)) and (
        left_out := {h.word.choice.id for h in _hits(detail, but["but"], answer=True)}
    ):
        return _several(detail, text, {c.id for c in detail.choices} - left_out)
    chosen = {h.word.choice.id for h in _hits(detail, plain, answer=True)}
    whole = {c.id for c in detail.choices if c.every}
    chosen = chosen - whole or chosen  # 周一到周五都行: those days, not any
    if not chosen and re.fullmatch(r"(?:第|选|和|跟|,|、|，|\s|个|项|\d|[一二三四五六七八九]|and|&|\.|\+)+", plain):
        spread = [int(d) for d in re.findall(r"\d", plain)] or [
            number(c) or 0 for c in plain if c in "一二三四五六七八九"
        ]
        chosen = {detail.choices[n - 1].id for n in spread if 1 <= n <= len(detail.choices)}
    if not chosen and _ALL.search(plain):
        chosen = {c.id for c in detail.choices if not c.apart}
    if chosen:
        return _several(detail, text, chosen)
    return _whole_none(text) if _NONE.search(plain) else None


def _whole_none(text: Prose) -> Found:
    return Found((), text.said, 0, len(text.said))


def _several(detail: Detail, text: Prose, chosen: set[str]) -> Found:
    return Found(tuple(c.id for c in detail.choices if c.id in chosen), text.said, 0, len(text.said))


def spot_several(detail: Detail, text: Prose, taken: list[Span]) -> Found | None:
    """Every choice whose words free text uses."""
    hits = [h for h in _hits(detail, text.plain, answer=False) if free((h.start, h.end), taken)]
    if not hits:
        return None
    chosen = {h.word.choice.id for h in hits}
    start, end = min(h.start for h in hits), max(h.end for h in hits)
    return Found(tuple(c.id for c in detail.choices if c.id in chosen), text.said[start:end], start, end)


def check(detail: Detail, value: object) -> Words | None:
    """Words where a value is no choice of this detail."""
    chosen = value if isinstance(value, tuple) else (value,)
    if all(detail.choice(str(id)) is not None for id in chosen):
        return None
    return Words("请从下面选一个。", "請從下面選一個。", "Please choose one of these.")


def show(detail: Detail, value: str, language: str) -> str:
    """The choice's label."""
    known = detail.choice(value)
    return known.label.of(language) if known else value


def show_several(detail: Detail, value: tuple[str, ...], language: str) -> str:
    """The labels, joined; none is said."""
    if not value:
        return {"en": "None", "zh_Hant": "都沒有"}.get(language, "都没有")
    return (", " if language == "en" else "、").join(show(detail, one, language) for one in value)
