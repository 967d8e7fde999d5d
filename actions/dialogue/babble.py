"""What tells of no need: letters struck at random, sounds, a bare name."""

from __future__ import annotations

import re

from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene

PIECE = re.compile(r"[a-z']+|[\u3400-\u9fff]+|\d+")
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ROW = 4  # letters that lie side by side on the keyboard, or consonants without a vowel, that are no word's
VOWELS = re.compile(r"[aeiouy]")
CONSONANTS = re.compile(rf"[^aeiouy']{{{ROW},}}")
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
    beside = any(word[i : i + ROW] in row for row in KEYS for i in range(len(word) - ROW + 1))
    return len(word) > 2 and (beside or not VOWELS.search(word) or CONSONANTS.search(word) is not None)


def only_a_name(scene: Scene) -> bool:
    """Whether the whole text is a name, with no more than an age beside it."""
    said = bare(scene.plain)
    return LATIN_NAME.fullmatch(scene.text) is not None or lexicon(scene.catalogue).named.fullmatch(said) is not None
