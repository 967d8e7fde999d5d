"""A message in two forms of equal length: as said, and plain for matching."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from actions.details.shapes import Setting
from data.normalise import normalise

LONGEST = 4096  # characters that are read of one message
NEAR = 48  # characters before a word that may belong to it: looking at all of them for each word costs the square

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prose:
    """`said` is as typed, or its NFKC form where that is longer or shorter; `plain` is as long, Simplified, small."""

    said: str
    plain: str


@lru_cache(maxsize=512)
def prose(text: str) -> Prose:
    """Both forms of a message, of its first 4,096 characters."""
    text = text[:LONGEST]
    composed = unicodedata.normalize("NFKC", text)[:LONGEST]
    said = text if len(text) == len(composed) else composed
    lower = composed.lower()
    if len(lower) != len(said):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in composed)
    plain = simplified(lower)
    if len(plain) != len(said):
        plain = "".join(s if len(s := simplified(c)) == 1 else c for c in lower)
    return Prose(said, plain)


def simplified(text: str) -> str:
    """Traditional characters made Simplified by OpenCC."""
    return str(_opencc().convert(text))


@lru_cache(maxsize=1)
def _opencc() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplify(text: str, setting: Setting | None = None) -> str:
    """The text normalised for comparing; with a setting the Cantonese map is applied as well."""
    cantonese = setting.catalogue.lexicons.maps.get("cantonese", {}) if setting else {}
    return normalise(text, simplified, cantonese)


def before(plain: str, at: int) -> str:
    """What stands right before a place."""
    return plain[max(0, at - NEAR) : at]


class Marks:
    """Which characters of a text are taken: asked in a time that does not grow with how many are."""

    def __init__(self, plain: str, taken: Iterable[Span]) -> None:
        self._taken = bytearray(len(plain) + 1)
        for start, end in taken:
            self._taken[start:end] = b"\1" * (end - start)

    def take(self, span: Span) -> bool:
        """Take them; False, and nothing changes, where one of them is taken."""
        start, end = span
        if 1 in self._taken[start:end]:
            return False
        self._taken[start:end] = b"\1" * (end - start)
        return True


def free(span: Span, taken: list[Span]) -> bool:
    """Does the span touch nothing that is taken already?"""
    return all(span[1] <= start or end <= span[0] for start, end in taken)
