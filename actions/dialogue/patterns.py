"""Words as patterns of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

EDGES = " \t\r\n，。！？、；：,.!?;:~～…\"'“”‘’「」()（）"
NOTHING = re.compile(r"(?!)")


def whole_word(word: str) -> str:
    """A Latin word is found whole only; a Chinese one anywhere."""
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)


def either(words: Iterable[str]) -> str:
    """Any of the words, the longest first."""
    return "|".join(map(whole_word, sorted(set(words), key=len, reverse=True)))


def inquiring(anywhere: Collection[str], first: Iterable[str]) -> re.Pattern[str]:
    """A word that asks, one that does at the start of a clause, a word around its no, a no or 么 at the end."""
    twice, end = (
        r"(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)",
        rf"[\u4e00-\u9fff]{{2}}[不没么][{re.escape(EDGES)}啊呀]*$",
    )
    start = rf"(?:^|[,.;!?])\s*(?:{either(first)})"
    return re.compile(rf"{either(anywhere)}|{start}|{twice}|{end}") if anywhere else NOTHING
