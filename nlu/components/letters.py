"""Long messages: their last lines say what is wanted, any part may tell of danger; the longest are clipped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]  # from one clause to before another
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


@dataclass(frozen=True)
class Cut:
    """A message in its clauses, and which of them stand together in a part, and which are its last lines."""

    clauses: tuple[str, ...]
    parts: tuple[Span, ...]
    last: Span | None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The parts, then the last lines if it is a letter."""
        return (*self.parts, *([self.last] if self.last else ()))

    def said(self, span: Span) -> str:
        """The words of so many clauses."""
        return "".join(self.clauses[slice(*span)]).strip()


def cut(text: str) -> Cut | None:
    """A message of several clauses, cut; None for a short one. The longest are clipped first."""
    text = clipped(text)
    whole = size(text)
    if whole < TOLD:
        return None
    clauses = tuple(clause for clause in _END.split(text) if clause)
    parts = _parts(clauses, max(PART, whole / PARTS))
    last = _last(clauses) if whole >= LONG else None
    return Cut(clauses, parts, last) if parts or last else None


def _parts(clauses: Sequence[str], least: float) -> tuple[Span, ...]:
    """The clauses in parts that each tell something; none where there were only one."""
    found: list[Span] = []
    start, told = 0, 0.0
    for number, clause in enumerate(clauses, 1):
        told += size(clause)
        if told >= least:
            found.append((start, number))
            start, told = number, 0.0
    if found:
        found[-1] = (found[-1][0], len(clauses))
    return tuple(found) if len(found) > 1 else ()


def _last(clauses: Sequence[str]) -> Span | None:
    """The last clauses without closing courtesies; None where that is all of them."""
    end = len(clauses)
    while end > 2 and _closes(clauses[end - 1]):
        end -= 1
    start, told = end, 0.0
    while start and told < LAST:
        start -= 1
        told += size(clauses[start])
    return (start, end) if end - start < len(clauses) else None


def clipped(text: str) -> str:
    """What of a text is encoded: all of it, or beginning and end of one that is longer than a letter gets."""
    if len(text) <= MOST or size(text) <= MOST:
        return text
    each = size(text) / len(text)
    return text[: int(FIRST / each)] + text[-int((MOST - FIRST) / each) :]


def _closes(clause: str) -> bool:
    measured = size(clause)
    return measured < NAME or (measured < CLOSE and _COURTESY.search(clause) is not None)
