"""Text → numbers: character n-grams of Chinese and words of English beside the sentence encoder's vector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoder import Asked, Encoder, Floats
from nlu.components.letters import Cut, clipped, cut

_RUN = re.compile(r"[a-z][a-z']*|\d+|[^\sa-z\d]+")


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


class Rows(Protocol):
    """What turns texts into the encoder's rows."""

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        ...

    @property
    def cut(self) -> Callable[[Sequence[Asked]], Floats]:
        """Rows of texts and of their parts: `Encoder.cut`."""
        ...


@dataclass(frozen=True)
class Reading:
    """One text as numbers: positions and values of its n-grams, and the encoder's vector."""

    positions: NDArray[np.int64]
    values: Floats
    dense: Floats


One = TypeVar("One", covariant=True)
Other = TypeVar("Other")


@dataclass(frozen=True)
class Letter(Generic[One]):
    """A message read whole; one of several clauses also in parts, a long one also by its last lines."""

    whole: One
    parts: tuple[One, ...] = ()
    last: One | None = None

    @property
    def every(self) -> tuple[One, ...]:
        """The whole, the parts, the last lines."""
        return (self.whole, *self.parts, *(() if self.last is None else (self.last,)))

    def each(self, change: Callable[[One], Other]) -> Letter[Other]:
        """The same letter of other readings, changed in the order of `every`."""
        parts = change(self.whole), tuple(change(part) for part in self.parts)
        return Letter(*parts, None if self.last is None else change(self.last))


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


class Phrases:
    """An encoder that knows short phrases by heart, so that the most common messages need no encoding."""

    def __init__(self, rows: Mapping[str, NDArray[np.float16]], encoder: Encoder) -> None:
        self.rows = rows  # in half precision: thousands of them
        self.cut = encoder.cut
        self._encode = encoder

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One unit row a text; only what is not known is encoded, all of it together."""
        encoded = iter(self._encode([text for text in texts if text not in self.rows]))
        rows = [self.rows[text].astype(np.float32) if text in self.rows else next(encoded) for text in texts]
        return np.stack(rows) if rows else self._encode(())


class Reader:
    """Both features at once."""

    def __init__(self, grams: Grams, encoder: Rows) -> None:
        self.grams = grams
        self.encoder = encoder

    def __call__(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a normalised text."""
        rows = self.encoder([clipped(text) for text in texts])
        return [Reading(*self.grams.vector(text), row) for text, row in zip(texts, rows, strict=True)]

    def letters(self, texts: Sequence[str]) -> list[Letter[Reading]]:
        """The same, and for a message of several clauses its parts and last lines, all from one encoding of it."""
        cuts = {i: found for i, text in enumerate(texts) if (found := cut(text)) is not None}
        long = self._cut([texts[i] for i in cuts], list(cuts.values()))
        read = dict(zip(cuts, long, strict=True))
        short = iter(self([text for i, text in enumerate(texts) if i not in cuts]))
        return [read[i] if i in read else Letter(next(short)) for i in range(len(texts))]

    def _cut(self, texts: Sequence[str], cuts: Sequence[Cut]) -> Iterator[Letter[Reading]]:
        rows = iter(self.encoder.cut([(one.clauses, one.spans) for one in cuts]))
        for text, one in zip(texts, cuts, strict=True):
            whole = Reading(*self.grams.vector(text), next(rows))
            said = [Reading(*self.grams.vector(one.said(span)), next(rows)) for span in one.spans]
            parts = tuple(said[: len(one.parts)])
            yield Letter(whole, parts, said[-1] if one.last else None)
