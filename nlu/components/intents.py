"""Which service or intent a message means: scores of the head as probabilities, long letters read clause by clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.components.features import Floats, Reader, Reading
from nlu.components.head import Head

LONG = 60  # characters from which a message is also read in pieces
PIECE = 40  # characters that a piece has at least, so that no bare "您好" speaks for a letter
_END = re.compile(r"(?<=[。!?;,.\n])")


def pieces(text: str) -> list[str]:
    """A long text's clauses, joined until each has something to say; none for a short text."""
    if len(text) < LONG:
        return []
    found = [""]
    for clause in _END.split(text):
        if len(found[-1]) >= PIECE:
            found.append("")
        found[-1] += clause
    if len(found) > 1 and len(found[-1]) < PIECE // 2:
        found[-2:] = ["".join(found[-2:])]
    return found if len(found) > 1 else []


class Intents:
    """Ranks intents with calibrated confidence."""

    def __init__(self, head: Head, sharpness: float) -> None:
        self.head = head
        self.sharpness = sharpness

    @classmethod
    def train(cls, names: Sequence[str], examples: Sequence[Reading], size: int) -> Intents:
        """Learn from one name an example; confidence is fitted on examples left out."""
        labels = sorted(set(names))
        answers = np.array([labels.index(name) for name in names])
        targets = np.full((len(names), len(labels)), -1.0 / len(labels))
        targets[np.arange(len(names)), answers] += 1.0
        head, left_out = Head.train(labels, examples, targets, size)
        return cls(head, sharpest(left_out, answers))

    def rank(self, texts: Sequence[str], read: Reader, whole: Sequence[Reading]) -> list[list[tuple[str, float]]]:
        """Every intent with its probability, the likeliest first, a list a text; `whole` are the texts' readings."""
        parts = [pieces(text) for text in texts]
        spans = read([piece for some in parts for piece in some])
        scores = self.head.scores(whole)
        rankings = []
        for row, some in zip(scores, parts, strict=True):
            if some:
                clauses = self.head.scores(spans[: len(some)])
                row = (row + clauses.max(axis=0)) / 2
                del spans[: len(some)]
            chances = softmax(row * self.sharpness)
            rankings.append([(self.head.labels[i], float(chances[i])) for i in np.argsort(-chances, kind="stable")])
        return rankings

    def state(self) -> tuple[dict[str, object], Mapping[str, Floats]]:
        """What must be kept: words and arrays."""
        return {"labels": list(self.head.labels), "sharpness": self.sharpness}, self.head.arrays()


def softmax(row: Floats) -> Floats:
    """Scores as probabilities that sum to one."""
    grown = np.exp(row - row.max(axis=-1, keepdims=True))
    found: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return found


def sharpest(scores: NDArray[np.float64], answers: NDArray[np.int64]) -> float:
    """The factor before softmax under which the right answers are the most likely."""
    rows = np.arange(len(answers))

    def surprise(factor: float) -> float:
        return float(-np.log(np.maximum(softmax(scores * factor)[rows, answers], 1e-9)).mean())

    return min((float(factor) for factor in np.geomspace(2, 40, 60)), key=surprise)
