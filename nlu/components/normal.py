"""The one normal form of text, with OpenCC and the Cantonese map that the model carries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.node import read
from data.normalise import normalise

CANTONESE = Path(__file__).parents[2] / "data" / "lexicons" / "cantonese.yml"


class Normal:
    """Brings text into the form that the model has learnt."""

    def __init__(self, cantonese: Mapping[str, str]) -> None:
        from opencc import OpenCC

        self.cantonese = dict(cantonese)
        self._simplify = OpenCC("t2s").convert

    @classmethod
    def current(cls) -> Normal:
        """With the map as it stands in the catalogue."""
        node = read(CANTONESE)
        return cls({str(key): node.text(str(key)) for key in node.value})

    def __call__(self, text: str) -> str:
        """The text's normal form."""
        return normalise(text, self._simplify, self.cantonese)
