"""Long messages: their last lines say what is wanted, any part may tell of danger; the longest are clipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlu.components.features import Reading

LONG = 90.0  # size from which a message is a letter
LAST = 40.0  # size that its last lines have at least, closing courtesies not counted
NAME, CLOSE = 6.0, 14.0  # a last clause below this size is a signature; below that one a courtesy, if its words say so
TOLD, PART, PARTS = 40.0, 16.0, 12  # size from which a message is also read in parts, their least size, and their most
MOST, FIRST = 600.0, 150.0  # size up to which a text is encoded whole; of a longer one so much of its beginning
_END = re.compile(r"(?<=[。!?;,.])")
_COURTESY = re.compile(
    r"此致|敬礼|谢|感激|打扰|麻烦|拜托|期待|盼|祝|thank|regards|sincerely|faithfully|hope to hear|look forward"
)


def size(text: str) -> float:
    """Characters, three letters or digits counting as one: an English word is about two Chinese characters."""
    wide = sum(character > "\u2e80" for character in text)
    return wide + (len(text) - wide) / 3


def ending(text: str) -> str:
    """The last clauses of a letter without its closing courtesies; empty for a shorter text."""
    if len(text) < LONG or size(text) < LONG:
        return ""
    clauses = [clause for clause in _END.split(text) if clause.strip()]
    while len(clauses) > 2 and _closes(clauses[-1]):
        clauses.pop()
    found = ""
    for clause in reversed(clauses):
        found = clause + found
        if size(found) >= LAST:
            break
    return found if len(found) < len(text) else ""


def parts(text: str) -> list[str]:
    """A message of several clauses cut into parts that each tell something; none for a short one."""
    text = clipped(text)
    whole = size(text)
    if whole < TOLD:
        return []
    least, found, part = max(PART, whole / PARTS), [], ""
    for clause in _END.split(text):
        part += clause
        if size(part) >= least:
            found.append(part.strip())
            part = ""
    if found and part.strip():
        found[-1] += part
    return found if len(found) > 1 else []


def clipped(text: str) -> str:
    """What of a text is encoded: all of it, or beginning and end of one that is longer than a letter gets."""
    if len(text) <= MOST or size(text) <= MOST:
        return text
    each = size(text) / len(text)
    return text[: int(FIRST / each)] + text[-int((MOST - FIRST) / each) :]


def read_all(
    read: Callable[[Sequence[str]], list[Reading]], texts: Sequence[str]
) -> tuple[list[Reading], Mapping[int, Reading]]:
    """Every text's reading, and by its place in `texts` that of each letter's ending: one question to the encoder."""
    ends = {i: last for i, text in enumerate(texts) if (last := ending(text))}
    readings = read([*texts, *ends.values()])
    return readings[: len(texts)], dict(zip(ends, readings[len(texts) :], strict=True))


def _closes(clause: str) -> bool:
    measured = size(clause)
    return measured < NAME or (measured < CLOSE and _COURTESY.search(clause) is not None)
