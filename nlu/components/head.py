"""Kernel ridge regression over both features: what the intents and the crisis kinds are told apart by.

One solve of a linear system trains it, and its last rows say how some of the examples would have been scored without
themselves, which is what confidence is calibrated on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoder import Floats
from nlu.components.features import Letter, Reading

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Integers = NDArray[np.int64]
WIDTH = 1.0  # of the encoder's radial kernel, over unit vectors around their common centre
SHARE = 0.33  # weight of the n-grams' kernel beside it
RIDGE = 0.2
JUDGED = 3_000  # examples whose scores without themselves calibrate the confidence
BLOCK = 500  # examples compared with all at once
AXES = 160  # of the encoder's 512 directions, the ones along which the examples differ most: a third of the work


@dataclass(frozen=True)
class Placed:
    """A text as the heads look at it: its n-grams, and how much it is like each of all examples."""

    positions: Integers
    values: Floats
    alike: Floats


@dataclass(frozen=True)
class Space:
    """Where all examples lie; a text is compared with them once, for every head."""

    centre: Floats  # the mean of the encoder's vectors
    axes: Floats  # encoder × axes
    known: Floats  # examples × axes

    @classmethod
    def learn(cls, examples: Sequence[Reading]) -> Space:
        """The axes along which the examples differ most, and the examples along them."""
        dense = np.stack([reading.dense for reading in examples])
        centre = dense.mean(axis=0)
        axes = np.linalg.eigh((dense - centre).T @ (dense - centre))[1][:, -AXES:]
        return cls(centre, axes, _along(dense, centre, axes))

    def placed(self, letters: Sequence[Letter[Reading]]) -> list[Letter[Placed]]:
        """The letters, each of their readings compared with all examples."""
        if not letters:
            return []
        every = [reading for letter in letters for reading in letter.every]
        alike = _radial(_along(np.stack([reading.dense for reading in every]), self.centre, self.axes), self.known)
        found = (Placed(r.positions, r.values, row) for r, row in zip(every, alike, strict=True))
        return [letter.each(lambda _: next(found)) for letter in letters]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What must be kept, by name."""
        return {"centre": self.centre, "axes": self.axes, "known": self.known.astype(np.float16)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Space:
        """The space that `arrays` kept."""
        centre, axes, known = (arrays[name].astype(np.float32) for name in ("centre", "axes", "known"))
        return cls(centre, axes, known)


@dataclass(frozen=True)
class Ground:
    """What heads learn from: all examples, where they lie, and how many n-grams there are."""

    examples: Sequence[Reading]
    space: Space
    size: int

    @classmethod
    def of(cls, examples: Sequence[Reading], size: int) -> Ground:
        """The ground of these examples."""
        return cls(examples, Space.learn(examples), size)


@dataclass(frozen=True)
class Head:
    """A trained head: `labels`, and what scores them."""

    labels: tuple[str, ...]
    rows: Integers  # which of all examples it learnt from
    duals: Floats  # those examples × labels
    grams: NDArray[np.float16]  # the n-grams that its examples hold, after one of noughts for all others × labels
    place: NDArray[np.int32]  # of each n-gram among them

    @classmethod
    def train(
        cls, labels: Sequence[str], ground: Ground, rows: Sequence[int], targets: NDArray[np.float64]
    ) -> tuple[Head, Integers, NDArray[np.float64]]:
        """The head for `targets` (rows × labels), some of the rows, and their scores as if each had not been there."""
        places = np.array(rows)
        counts = _matrix([ground.examples[row] for row in rows], ground.size)
        order = np.random.default_rng(0).permutation(len(rows))
        duals, spread = _solved(_kernel(ground.space.known[places[order]], counts[order]), targets[order])
        judged = order[len(order) - len(spread) :]
        left_out = targets[judged] - duals[-len(spread) :] / spread[:, None]
        duals[order] = duals.copy()
        held = np.unique(counts.indices)
        place = np.zeros(ground.size, dtype=np.int32)
        place[held] = np.arange(1, len(held) + 1)
        grams = np.zeros((len(held) + 1, len(labels)), dtype=np.float16)
        grams[1:] = SHARE * (counts.T @ duals)[held]
        return cls(tuple(labels), places, duals, grams, place), judged, left_out

    def scores(self, placed: Sequence[Placed]) -> Floats:
        """One row a text, one column a label; about 1 where the label fits, about 0 where it does not."""
        rows: Floats = np.stack([one.alike[self.rows] for one in placed]) @ self.duals
        for row, one in zip(rows, placed, strict=True):
            row += one.values @ self.grams[self.place[one.positions]].astype(np.float32)
        return rows

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What must be kept, by name."""
        return {"rows": self.rows, "duals": self.duals, "grams": self.grams, "place": self.place}

    @classmethod
    def of(cls, labels: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> Head:
        """The head that `arrays` kept."""
        return cls(tuple(labels), arrays["rows"], arrays["duals"].astype(np.float32), arrays["grams"], arrays["place"])


def _along(dense: Floats, centre: Floats, axes: Floats) -> Floats:
    """Rows of length one, seen from the centre along the axes."""
    moved = (dense - centre) @ axes
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    found: Floats = moved / np.maximum(length, 1e-9)
    return found


def _radial(one: Floats, other: Floats) -> Floats:
    """The radial kernel between rows of length one."""
    found: Floats = (other @ one.T).T  # this way round: a few rows with many are half as quick the other way
    found -= 1
    found *= 2 * WIDTH
    return np.exp(found, out=found)


def _kernel(known: Floats, counts: csr_matrix) -> Floats:
    """What any two examples have in common, both features together, and RIDGE of themselves; the upper half alone."""
    found: Floats = np.zeros((len(known), len(known)), dtype=np.float32)
    for first in range(0, len(known), BLOCK):  # the whole at once would take several times its memory
        block = found[first : first + BLOCK, first:]
        block += _radial(known[first:], known[first : first + BLOCK]).T
        block += (SHARE * (counts[first : first + BLOCK] @ counts[first:].T)).toarray()
    found[np.diag_indices(len(found))] += RIDGE
    return found


def _solved(kernel: Floats, targets: NDArray[np.float64]) -> tuple[Floats, NDArray[np.float64]]:
    """The dual weights, and the diagonal of the kernel's inverse for the last JUDGED rows.

    Only the kernel's upper half is looked at. By Cholesky, in single precision: the lower right corner of the factor
    alone holds that of the inverse, so that leaving out costs nothing beside the solve.
    """
    from scipy.linalg import lapack

    half, failed = lapack.spotrf(kernel.T, lower=True, overwrite_a=True)
    if failed:
        raise ValueError("the kernel's matrix has no inverse")
    duals, _ = lapack.spotrs(half, targets.astype(np.float32), lower=True)
    corner, _ = lapack.strtri(np.asfortranarray(half[-JUDGED:, -JUDGED:]), lower=True)
    return np.ascontiguousarray(duals), (np.tril(corner).astype(np.float64) ** 2).sum(axis=0)


def _matrix(readings: Sequence[Reading], size: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(reading.positions) for reading in readings)])
    positions = np.concatenate([reading.positions for reading in readings])
    values = np.concatenate([reading.values for reading in readings]).astype(np.float32)
    return csr_matrix((values, positions, ends), shape=(len(readings), size))
