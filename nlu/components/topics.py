"""Which topic of the knowledge base answers a question, if any does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlu.components.encoder import Floats
from nlu.components.head import Ground, Placed
from nlu.components.intents import Intents

BEST = 3
NONE = "none"  # the owner of questions that no topic answers


class Topics:
    """Ranks topics with calibrated confidence, learnt from their questions and from questions that none answers."""

    def __init__(self, ranks: Intents | None) -> None:
        self.ranks = ranks

    @classmethod
    def train(cls, owners: Sequence[str], ground: Ground, rows: Sequence[int]) -> Topics:
        """Learn the questions in these rows of the ground, each with its topic's id or NONE."""
        return cls(Intents.train(owners, ground, rows) if owners else None)

    def near(self, placed: Sequence[Placed]) -> list[list[tuple[str, float]]]:
        """The three likeliest topics of each text, the likeliest first; none where there are no topics."""
        if self.ranks is None:
            return [[] for _ in placed]
        rankings = self.ranks.ordered(self.ranks.head.scores(placed))
        return [[(id, chance) for id, chance in ranking if id != NONE][:BEST] for ranking in rankings]

    def state(self) -> tuple[dict[str, object], Mapping[str, Floats]]:
        """What must be kept: words and arrays."""
        return self.ranks.state() if self.ranks is not None else ({}, {})

    @classmethod
    def kept(cls, words: Mapping[str, Any], arrays: Mapping[str, Floats]) -> Topics:
        """The topics that `state` kept."""
        return cls(Intents.kept(words, arrays) if words else None)
