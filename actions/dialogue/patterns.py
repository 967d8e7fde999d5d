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


def line_asked(
    lines: Collection[str], what: Iterable[str], which: Iterable[str], whom: Iterable[str]
) -> re.Pattern[str]:
    """ "热线是多少", "有什么养老热线", "打哪里", "the hotline for …" or a line at the end: a number is asked for."""
    line, edges, apart = either(lines), re.escape(EDGES), re.escape(EDGES.strip())
    asked = rf"(?:{line})\s?(?:{either(what)})|(?:{either(which)})[^{apart}]{{0,14}}?(?:{line})|{either(whom)}"
    ends = rf"^(?:(?:the|a|any)\s)?(?:{line})\s(?:to|for|of)\b|(?<![打接回])(?:{line})[{edges}啊呀呢]*$"
    return re.compile(rf"{asked}|{ends}") if lines else NOTHING
