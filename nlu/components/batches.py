"""So many together as memory and the processor's cache hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

One = TypeVar("One")


def batches(every: Sequence[One], size: Callable[[One], int], most: int) -> Iterator[list[One]]:
    """All of them in their order, in groups whose sizes sum to `most` at the most, or of one that is larger."""
    some: list[One] = []
    total = 0
    for one in every:
        if some and total + size(one) > most:
            yield some
            some, total = [], 0
        some.append(one)
        total += size(one)
    if some:
        yield some
