"""A long text said back in short: what it begins with, and what it asks for in the end."""

from __future__ import annotations

import re

from actions.dialogue.lexicon import lexicon, simplified
from data.model import Catalogue

LONG = 100  # characters that are said back as they stand
HALF = 45  # characters of the beginning, and of the request
GREETING = 20  # characters of a sentence that may be no more than one
SENTENCE = re.compile(r"(?:[^。！？!?.\n]|\.(?!\s|$))+[。！？!?.]*")
CLAUSE = re.compile(r"[^，。！？；,.!?;\n]+[，。！？；,.!?;\n]*")
ENDS = "，,；;。. "


def gist(text: str, catalogue: Catalogue) -> str:
    """The text where it is short, else its first sentence that tells something and its last request."""
    if len(text) <= LONG:
        return text
    told = [s.strip() for s in SENTENCE.findall(text) if s.strip() and not _greets(s.strip(), catalogue)] or [text]
    asking = [s for s in told if _asks(s, catalogue)]
    first, last = told[0], (asking or told)[-1]
    if first == last:
        return _cut(CLAUSE.findall(first), 2 * HALF)
    return f"{_cut(CLAUSE.findall(first), HALF)} {_cut(_request(last, catalogue), HALF)}"


def _request(sentence: str, catalogue: Catalogue) -> list[str]:
    """A sentence from its first clause that asks for something."""
    clauses = CLAUSE.findall(sentence)
    start = next((i for i, clause in enumerate(clauses) if _asks(clause, catalogue)), 0)
    return clauses[start:]


def _asks(words: str, catalogue: Catalogue) -> bool:
    return lexicon(catalogue).asked.search(simplified(words, catalogue)) is not None


def _greets(sentence: str, catalogue: Catalogue) -> bool:
    """Whether a sentence is no more than a greeting or thanks."""
    greeting = lexicon(catalogue).salutation
    return len(sentence) <= GREETING and greeting.search(simplified(sentence, catalogue)) is not None


def _cut(clauses: list[str], most: int) -> str:
    """Whole clauses from the beginning, at least one; what is left out shows."""
    kept = ""
    for clause in clauses:
        if kept and len(kept) + len(clause) > most:
            return kept.rstrip(ENDS) + "……"
        kept += clause
    return kept if len(kept) <= 2 * most else kept[: 2 * most] + "……"
