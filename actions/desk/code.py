"""The query code of a request, told once at its opening; with the number it proves that a person may see it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# nothing that looks or sounds like another: no 0 O, 1 I L, 5 S, 8 B, 2 Z, U V
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
LENGTH = 8

type Random = Callable[[int], int]  # `secrets.randbelow`, or a test's own: below the number given


def make(random: Random) -> str:
    """A fresh code."""
    return "".join(ALPHABET[random(len(ALPHABET))] for _ in range(LENGTH))


def normalised(text: str) -> str:
    """A typed code as it was told: full width, small letters, blanks and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def new_id(now_ms: int, random: Random) -> str:
    """An id that sorts by time, so that new rows lie side by side in the index, and cannot be guessed."""
    return f"{now_ms:012x}{random(1 << 80):020x}"
