"""Kernel ridge regression over both features: what the intents and the crisis kinds are told apart by.

One solve of a linear system trains it, and the same solve says how each example would have been scored without
itself, which is what its confidence is calibrated on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlu.components.features import Floats, Reading

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WIDTH = 1.0  # of the encoder's radial kernel, over unit vectors around their common centre
SHARE = 0.33  # weight of the n-grams' kernel beside it
RIDGE = 0.2
AXES = 160  # of the encoder's 512 directions, the ones along which the examples differ most: a third of the work


@dataclass(frozen=True)
class Head:
    """A trained head: `labels`, and what scores them."""

    labels: tuple[str, ...]
    centre: Floats  # the mean of the encoder's vectors
    axes: Floats  # encoder × axes
    known: Floats  # examples × axes
    duals: Floats  # examples × labels
    grams: Floats  # n-grams × labels

    @classmethod
    def train(
        cls, labels: Sequence[str], examples: Sequence[Reading], targets: NDArray[np.float64], size: int
    ) -> tuple[Head, NDArray[np.float64]]:
        """The head for `targets` (examples × labels) and each example's scores as if it had not been there."""
        dense = np.stack([reading.dense for reading in examples])
        centre = dense.mean(axis=0)
        axes = np.linalg.eigh((dense - centre).T @ (dense - centre))[1][:, -AXES:]
        known = _along(dense, centre, axes)
        counts = _matrix(examples, size)
        kernel = _radial(known, known).astype(np.float64) + SHARE * (counts @ counts.T).toarray()
        inverse = _inverse(kernel + RIDGE * np.eye(len(examples)))
        duals = inverse @ targets
        left_out = targets - duals / np.diag(inverse)[:, None]
        grams = SHARE * (counts.T @ duals)
        made = cls(tuple(labels), centre, axes, known, duals.astype(np.float32), np.asarray(grams, dtype=np.float32))
        return made, left_out

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """One row a reading, one column a label; about 1 where the label fits, about 0 where it does not."""
        dense = _along(np.stack([reading.dense for reading in readings]), self.centre, self.axes)
        rows: Floats = _radial(dense, self.known) @ self.duals
        for row, reading in zip(rows, readings, strict=True):
            row += reading.values @ self.grams[reading.positions]
        return rows

    def arrays(self) -> dict[str, Floats]:
        """What must be kept, by name."""
        return {
            "centre": self.centre,
            "axes": self.axes,
            "known": self.known.astype(np.float16),
            "duals": self.duals,
            "grams": self.grams.astype(np.float16),
        }

    @classmethod
    def of(cls, labels: Sequence[str], arrays: Mapping[str, Floats]) -> Head:
        """The head that `arrays` kept."""
        return cls(
            tuple(labels), *(arrays[name].astype(np.float32) for name in ("centre", "axes", "known", "duals", "grams"))
        )


def _along(dense: Floats, centre: Floats, axes: Floats) -> Floats:
    """Rows of length one, seen from the centre along the axes."""
    moved = (dense - centre) @ axes
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    found: Floats = moved / np.maximum(length, 1e-9)
    return found


def _radial(one: Floats, other: Floats) -> Floats:
    """The radial kernel between rows of length one."""
    found: Floats = np.exp(-2 * WIDTH * (1 - one @ other.T))
    return found


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of a symmetric positive matrix, by Cholesky: a third of the time of the general way."""
    from scipy.linalg import lapack

    half, _ = lapack.dpotrf(matrix, lower=True)
    lower, failed = lapack.dpotri(half, lower=True)
    if failed:
        raise ValueError("the kernel's matrix has no inverse")
    found: NDArray[np.float64] = np.tril(lower) + np.tril(lower, -1).T
    return found


def _matrix(readings: Sequence[Reading], size: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(reading.positions) for reading in readings)])
    positions = np.concatenate([reading.positions for reading in readings])
    values = np.concatenate([reading.values for reading in readings]).astype(np.float64)
    return csr_matrix((values, positions, ends), shape=(len(readings), size))
