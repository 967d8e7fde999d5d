"""Long texts are cut where one would pause: between paragraphs, lines, sentences, words."""

from __future__ import annotations

import re

MOST = 4096  # UTF-16 units: Telegram counts so
PAUSES = (
    re.compile(r"\n{2,}"),
    re.compile(r"\n"),
    re.compile(r"(?<=[。！？!?；;])|(?<=\. )"),
    re.compile(r"(?<=[，、, ])"),
)


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, most: int = MOST) -> list[str]:
    """The text in parts of at most `most` units, none of them blank."""
    parts = []
    text = text.strip()
    while units(text) > most:
        end = _end(text, most)
        parts.append(text[:end].strip())
        text = text[end:].strip()
    return [part for part in (*parts, text) if part]


def _end(text: str, most: int) -> int:
    """Where the first part ends: the last pause of the best kind in its second half, else at the limit."""
    limit = _reach(text, most)
    for pause in PAUSES:
        ends = [m.start() for m in pause.finditer(text, 0, limit) if m.start() > limit // 2]
        if ends:
            return ends[-1]
    return limit


def _reach(text: str, most: int) -> int:
    """How many characters fit into `most` units."""
    held = 0
    for place, character in enumerate(text):
        held += 2 if ord(character) > 0xFFFF else 1
        if held > most:
            return place
    return len(text)
