"""By which words people name a detail: its label, else what its kind is called ("年龄", "phone")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from actions import details
from actions.dialogue.scene import Scene
from data.model import LANGUAGES, Detail


def named(scene: Scene, among: Iterable[Detail], said: str) -> tuple[Detail, str] | None:
    """The detail that simplified words name, and the words; a label first, of what kinds are called the longest."""
    among = tuple(among)
    for one in among:
        label = next((w for w in _labels(scene, one) if w in said), None)
        if label is not None:
            return one, label
    called = [(one, word) for one in among for word in _called(scene, one) if _holds(said, word)]
    return max(called, key=lambda c: len(c[1]), default=None)


def _labels(scene: Scene, one: Detail) -> list[str]:
    return [w for w in (details.simplify(one.label.of(language), scene.setting) for language in LANGUAGES) if w]


def _called(scene: Scene, one: Detail) -> Iterator[str]:
    for word in scene.catalogue.lexicons.words.get("detail_names", {}).get(one.kind, ()):
        yield details.simplify(word, scene.setting)


def _holds(said: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", said)) if word.isascii() else word in said
