"""How likely a message is an alarm of each kind. The desk's lexicon suffices alone; this may only add to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.components.features import Floats, Reading
from nlu.components.head import Head


class Crisis:
    """One calibrated probability a kind."""

    def __init__(self, head: Head, slopes: Sequence[float], offsets: Sequence[float]) -> None:
        self.head = head
        self.slopes = list(slopes)
        self.offsets = list(offsets)

    @classmethod
    def train(cls, kinds: Sequence[str], of: Sequence[str | None], examples: Sequence[Reading], size: int) -> Crisis:
        """Learn from the kind of each example, or None where it is no alarm; calibrated on examples left out."""
        targets = np.array([[1.0 if kind == own else 0.0 for kind in kinds] for own in of])
        head, judged, left_out = Head.train(kinds, examples, targets, size)
        fitted = [_calibrate(left_out[:, k], targets[judged, k]) for k in range(len(kinds))]
        return cls(head, [slope for slope, _ in fitted], [offset for _, offset in fitted])

    def chances(self, readings: Sequence[Reading]) -> list[dict[str, float]]:
        """Kind → probability, a mapping a reading."""
        logits = self.head.scores(readings) * np.array(self.slopes) + np.array(self.offsets)
        rows = 1 / (1 + np.exp(-logits))
        return [dict(zip(self.head.labels, map(float, row), strict=True)) for row in rows]

    def state(self) -> tuple[dict[str, object], Mapping[str, Floats]]:
        """What must be kept: words and arrays."""
        return {"labels": list(self.head.labels), "slopes": self.slopes, "offsets": self.offsets}, self.head.arrays()


def _calibrate(scores: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[float, float]:
    """Platt's slope and offset by Newton's method, a little regularised so that no clean split runs away."""
    columns = np.stack([scores, np.ones_like(scores)], axis=1)
    found = np.array([4.0, -2.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-columns @ found))
        slope = columns.T @ (chance - truth) + 0.01 * found
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + 0.01 * np.eye(2)
        found = found - np.linalg.solve(bend, slope)
    return float(found[0]), float(found[1])
