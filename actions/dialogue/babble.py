"""What tells of no need: letters struck at random, sounds, a bare name."""

from __future__ import annotations

import re

from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene

PIECE = re.compile(r"[a-z']+|[\u3400-\u9fff]+|\d+")
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ROW = 4  # letters that lie side by side on the keyboard
SYLLABLES = frozenset({"erty", "wert"})  # of those, such as words have (property)
HARD = 5  # consonants in a row that are no word's (strength has four)
TOGETHER = re.compile(  # consonants that words have side by side (nightdress, backstreet): as good as one
    r"ght|tch|sch|sh|ch|th|ph|ck|ng|nk|st|str|spr|scr|dr|tr|br|cr|fr|gr|pr|bl|cl|fl|gl|pl|sl|sc|sk|sm|sn|sp|sw|tw|nd|nt|mp|ts"
)
VOWELS = re.compile(r"[aeiouy]")
CONSONANTS = re.compile(rf"[^aeiouy']{{{HARD},}}")
LATIN_NAME = re.compile(r"(?:(?:[Mm]y name is|I am|I'm) )?[A-Z][a-z]{1,15}(?:[ -][A-Z][a-z]{1,15}){1,2}[\s.!]*")


def nonsense(scene: Scene) -> bool:
    """Whether the whole text is sounds or letters struck at random; digits beside them tell nothing either."""
    pieces = [p for p in PIECE.findall(bare(scene.plain)) if not p.isdigit()]
    return bool(pieces) and all(_struck(p) if p.isascii() else _sounds(scene, p) for p in pieces)


def _sounds(scene: Scene, piece: str) -> bool:
    return set(piece) <= lexicon(scene.catalogue).sounds or (len(piece) > 2 and len(set(piece)) == 1)


def _struck(word: str) -> bool:
    if len(set(word)) == 1 or (len(set(word)) == 2 and len(word) > ROW):
        return True
    runs = {word[i : i + ROW] for i in range(len(word) - ROW + 1)} - SYLLABLES
    if any(run in row for run in runs for row in KEYS) or CONSONANTS.search(TOGETHER.sub("b", word.removesuffix("s"))):
        return True
    return len(word) > ROW and not VOWELS.search(word)  # "html" and "pls" have none either


def only_a_name(scene: Scene) -> bool:
    """Whether the whole text is a name, with no more than an age beside it."""
    said = bare(scene.plain)
    return LATIN_NAME.fullmatch(scene.text) is not None or lexicon(scene.catalogue).named.fullmatch(said) is not None
