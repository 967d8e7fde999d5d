"""How likely a message is an alarm of each kind. The desk's lexicon suffices alone; this may only add to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoder import Floats
from nlu.components.features import Letter
from nlu.components.head import Ground, Head, Placed


class Crisis:
    """Whether there is an alarm at all, calibrated, and of which kind most likely: all kinds vote for the first."""

    def __init__(self, head: Head, slope: float, offset: float) -> None:
        self.head = head
        self.slope = slope
        self.offset = offset

    @classmethod
    def train(cls, kinds: Sequence[str], of: Sequence[str | None], ground: Ground, rows: Sequence[int]) -> Crisis:
        """Learn from the kind of each row, or None where it is no alarm; calibrated on examples left out."""
        targets = np.array([[1.0 if kind == own else 0.0 for kind in kinds] for own in of])
        head, judged, left_out = Head.train(kinds, ground, rows, targets)
        return cls(head, *_calibrate(left_out.sum(axis=1), targets[judged].sum(axis=1)))

    def chances(self, letters: Sequence[Letter[Placed]]) -> list[dict[str, float]]:
        """Kind → probability, a mapping a message: what all of it or the worst of its parts tells.

        Many parts are many chances to be wrong: the odds of each are divided by their number.
        """
        found = []
        every = self.head.scores([one for letter in letters for one in (letter.whole, *letter.parts)])
        ends = np.cumsum([1 + len(letter.parts) for letter in letters])
        for scores in np.split(every.astype(np.float64), ends[:-1]):
            logits = self.slope * scores.sum(axis=1) + self.offset
            logits[1:] -= np.log(max(len(scores) - 1, 1))
            worst = int(logits.argmax())
            share = np.maximum(scores[worst], 0) / max(scores[worst].max(), 1e-9)
            chance = 1 / (1 + np.exp(-logits[worst]))
            found.append(dict(zip(self.head.labels, map(float, chance * share), strict=True)))
        return found

    def state(self) -> tuple[dict[str, object], Mapping[str, Floats]]:
        """What must be kept: words and arrays."""
        return {"labels": list(self.head.labels), "slope": self.slope, "offset": self.offset}, self.head.arrays()


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
