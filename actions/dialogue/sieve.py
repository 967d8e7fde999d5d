"""Many patterns at once: those that a text cannot fit, for want of a character, are never tried."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

# The parser of `re` itself, so that what a pattern needs is read as `re` reads it; it has no public name
kinds: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

Need = frozenset[str]  # strings of which the text must hold at least one
FEW = 8  # strings are looked for one by one; of more, their first characters must do


class Sieve:
    """Patterns in their order, each compiled when a text first gets so far."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._sources = [part for pattern in patterns for part in alternatives(pattern)]
        self._compiled: dict[int, re.Pattern[str]] = {}
        needed = [[(frozenset(s[0] for s in need), need) for need in needs(source)] for source in self._sources]
        usual = Counter(c for some in needed for firsts, _ in some for c in firsts)
        for some in needed:  # what is rarely there is looked for first
            some.sort(key=lambda need: sum(usual[c] for c in need[0]))
        self._rarest: dict[str, list[int]] = defaultdict(list)
        for number, some in enumerate(needed):
            for character in some[0][0] if some else ():
                self._rarest[character].append(number)
        self._always = [number for number, some in enumerate(needed) if not some]
        self._firsts = [tuple(firsts for firsts, _ in some) for some in needed]
        self._words = [
            [tuple(need) for _, need in some if len(need) <= FEW and max(map(len, need)) > 1] for some in needed
        ]

    def search(self, text: str) -> re.Match[str] | None:
        """The leftmost fit of any pattern."""
        found = (match for pattern in self.likely(text) if (match := pattern.search(text)) is not None)
        return min(found, key=lambda match: match.start(), default=None)

    def likely(self, text: str) -> Iterator[re.Pattern[str]]:
        """The patterns that the text may fit, in their order."""
        characters = frozenset(text)
        near = set(self._always)
        for character in characters & self._rarest.keys():
            near.update(self._rarest[character])
        for number in sorted(near):
            if self._may_fit(number, text, characters):
                yield self._pattern(number)

    def _may_fit(self, number: int, text: str, characters: frozenset[str]) -> bool:
        for firsts in self._firsts[number]:
            if firsts.isdisjoint(characters):
                return False
        for words in self._words[number]:
            for word in words:
                if word in text:
                    break
            else:
                return False
        return True

    def without(self, text: str, gap: str) -> str:
        """The text with gaps as long as whatever a pattern fits, one pattern after the other."""
        for pattern in self.likely(text):
            text = pattern.sub(lambda match: gap * len(match[0]), text)
        return text

    def _pattern(self, number: int) -> re.Pattern[str]:
        found = self._compiled.get(number)
        if found is None:
            found = self._compiled[number] = re.compile(self._sources[number])
        return found


def alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between the bars that stand in no bracket."""
    parts, start, depth, listed, at = [], 0, 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif listed:
            listed = sign != "]"
        elif sign == "[":
            listed = True
            at += pattern.startswith("^", at + 1)
            at += pattern.startswith("]", at + 1)  # right after the bracket it is one of the list
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def needs(pattern: str) -> list[Need]:
    """Of each need at least one string stands in every text that the pattern fits."""
    return _needs(parser.parse(pattern))


def _needs(parts: Sequence[Any]) -> list[Need]:
    found: list[Need] = []
    run = ""
    for kind, value in parts:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset([run]))
            run = ""
        found += _of(kind, value)
    return [*found, frozenset([run])] if run else found


def _of(kind: Any, value: Any) -> list[Need]:
    if kind is kinds.IN and all(item is kinds.LITERAL for item, _ in value):
        return [frozenset(chr(character) for _, character in value)]
    if kind is kinds.SUBPATTERN:
        return _needs(value[-1])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] > 0:
        return _needs(value[-1])
    if kind is kinds.BRANCH:
        best = [min(_needs(branch), key=len, default=None) for branch in value[1]]
        if all(need is not None for need in best):
            return [frozenset().union(*(need for need in best if need is not None))]
    return []
