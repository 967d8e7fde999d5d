"""Which service or intent a message means: the head's scores as calibrated probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoder import Floats
from nlu.components.features import Letter
from nlu.components.head import Ground, Head, Placed

WEIGHT = 0.5  # of a letter's last lines beside the whole
SUREST = 0.9999  # no guess is certain, though single precision would round it to one
LEVEL = 0.2  # how far an intent's many examples are held against it: 0 not at all, 1 wholly (README.md)


class Intents:
    """Ranks intents with calibrated confidence."""

    def __init__(self, head: Head, sharpness: float, priors: Floats) -> None:
        self.head = head
        self.sharpness = sharpness
        self.priors = priors

    @classmethod
    def train(cls, names: Sequence[str], ground: Ground, rows: Sequence[int]) -> Intents:
        """Learn from one name a row of the ground; confidence is fitted on examples left out."""
        labels = sorted(set(names))
        answers = np.array([labels.index(name) for name in names])
        targets = np.full((len(names), len(labels)), -1.0 / len(labels))
        targets[np.arange(len(names)), answers] += 1.0
        head, judged, left_out = Head.train(labels, ground, rows, targets)
        counts = np.bincount(answers, minlength=len(labels))
        priors = (LEVEL * np.log(counts / np.median(counts))).astype(np.float32)
        return cls(head, _sharpest(left_out, priors, answers[judged]), priors)

    def rank(self, letters: Sequence[Letter[Placed]]) -> list[list[tuple[str, float]]]:
        """Every intent with its probability, the likeliest first, a list a text; a letter's last lines count twice."""
        last = {i: letter.last for i, letter in enumerate(letters) if letter.last is not None}
        every = self.head.scores([*(letter.whole for letter in letters), *last.values()])
        scores, rows = every[: len(letters)], list(last)
        scores[rows] = (scores[rows] + WEIGHT * every[len(letters) :]) / (1 + WEIGHT)
        return self.ordered(scores)

    def ordered(self, scores: Floats) -> list[list[tuple[str, float]]]:
        """Every label with its probability, the likeliest first, a list a row of the head's scores."""
        chances = np.minimum(softmax(scores * self.sharpness - self.priors), SUREST)
        return [[(self.head.labels[i], float(row[i])) for i in np.argsort(-row, kind="stable")] for row in chances]

    def state(self) -> tuple[dict[str, object], Mapping[str, Floats]]:
        """What must be kept: words and arrays."""
        words = {"labels": list(self.head.labels), "sharpness": self.sharpness}
        return words, {**self.head.arrays(), "priors": self.priors}

    @classmethod
    def kept(cls, words: Mapping[str, Any], arrays: Mapping[str, Floats]) -> Intents:
        """What `state` kept."""
        return cls(Head.of(words["labels"], arrays), words["sharpness"], arrays["priors"])


def softmax(row: Floats) -> Floats:
    """Scores as probabilities that sum to one."""
    grown = np.exp(row - row.max(axis=-1, keepdims=True))
    found: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return found


def _sharpest(scores: NDArray[np.float64], priors: Floats, answers: NDArray[np.int64]) -> float:
    """The factor before softmax under which the right answers are the most likely."""
    rows = np.arange(len(answers))

    def surprise(factor: float) -> float:
        return float(-np.log(np.maximum(softmax(scores * factor - priors)[rows, answers], 1e-9)).mean())

    return min((float(factor) for factor in np.geomspace(2, 40, 60)), key=surprise)
