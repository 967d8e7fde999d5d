"""Which topics of the knowledge base a question is nearest to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlu.components.features import Floats, Reading

BEST = 3
SHARE = 0.35  # of the n-grams beside the encoder


class Topics:
    """The questions of every topic as vectors; the best question speaks for its topic."""

    def __init__(self, owners: Sequence[str], dense: Floats, grams: Sequence[tuple[NDArray[np.int64], Floats]]) -> None:
        self.owners = list(owners)
        self.dense = dense
        self.questions = _by_gram(grams)
        self._kept = list(grams)

    @classmethod
    def of(cls, owners: Sequence[str], readings: Sequence[Reading]) -> Topics:
        """Remember the questions, each with its topic's id."""
        dense = np.stack([reading.dense for reading in readings]) if readings else np.zeros((0, 1), dtype=np.float32)
        return cls(owners, dense, [(reading.positions, reading.values) for reading in readings])

    def near(self, reading: Reading) -> list[tuple[str, float]]:
        """The three best topics with a score of 0..1, the best first; none where there are no topics."""
        if not self.owners:
            return []
        scores = (1 - SHARE) * np.maximum(self.dense @ reading.dense, 0)
        for position, value in zip(reading.positions, reading.values, strict=True):
            if (held := self.questions.get(int(position))) is not None:
                rows, values = held
                scores[rows] += SHARE * value * values
        best: dict[str, float] = {}
        for row in np.argsort(-scores, kind="stable"):
            best.setdefault(self.owners[row], min(1.0, float(scores[row])))
            if len(best) == BEST:
                break
        return list(best.items())

    def state(self) -> tuple[dict[str, object], Mapping[str, Floats]]:
        """What must be kept: words and arrays."""
        ends = np.cumsum([0, *(len(positions) for positions, _ in self._kept)])
        positions = np.concatenate([np.zeros(0, dtype=np.int64), *(p for p, _ in self._kept)])
        values = np.concatenate([np.zeros(0, dtype=np.float32), *(v for _, v in self._kept)])
        arrays = {"dense": self.dense, "ends": ends, "positions": positions, "values": values}
        return {"owners": self.owners}, arrays

    @classmethod
    def kept(cls, owners: Sequence[str], arrays: Mapping[str, Floats]) -> Topics:
        """The topics that `arrays` kept."""
        ends, positions, values = arrays["ends"], arrays["positions"], arrays["values"]
        spans = [slice(int(a), int(b)) for a, b in pairwise(ends)]
        return cls(owners, arrays["dense"], [(positions[s].astype(np.int64), values[s]) for s in spans])


def _by_gram(
    grams: Sequence[tuple[NDArray[np.int64], Floats]],
) -> dict[int, tuple[NDArray[np.int64], Floats]]:
    """N-gram → the questions that hold it, and its weight in each."""
    found: dict[int, list[tuple[int, float]]] = {}
    for row, (positions, values) in enumerate(grams):
        for position, value in zip(positions, values, strict=True):
            found.setdefault(int(position), []).append((row, float(value)))
    return {
        position: (np.array([row for row, _ in held]), np.array([value for _, value in held], dtype=np.float32))
        for position, held in found.items()
    }
