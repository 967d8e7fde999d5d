"""One normal form for what people type, the same when training and when answering."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

_GONE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_JOINER = re.compile("(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")  # kept inside emoji
_SPACE = re.compile(r"\s+")
_POINTS = re.compile(r"([!?,.;:。、~…·—\-])\1+")
_STRETCHED = re.compile(r"([^\W\d_零〇一二三四五六七八九十幺])\1{2,}")  # never digits: they may be a phone number


def normalise(text: str, simplify: Callable[[str], str], cantonese: Mapping[str, str]) -> str:
    """NFKC, lower case, one space, stretched sounds folded, then Simplified by `simplify`, then the Cantonese map."""
    text = _GONE.sub("", unicodedata.normalize("NFKC", text))
    text = _SPACE.sub(" ", _JOINER.sub("", text)).strip().lower()
    text = _STRETCHED.sub(r"\1\1", _POINTS.sub(r"\1", text))
    text = simplify(text)
    if cantonese:
        text = _longest_first(tuple(cantonese)).sub(lambda m: cantonese[m[0]], text)
    return text


@lru_cache(maxsize=8)
def _longest_first(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: -len(w))))
