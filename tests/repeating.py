"""Texts that a pattern may try in very many ways, made out of it: what repeats in it, again and again."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

TIMES = 30  # twice as many tries each time end with the processor's limit
MOST = 60  # words that are tried of one repetition
SPOILS = ("ぬ", "\0")  # the first is a letter, the second not even that
_CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_parser: Any = importlib.import_module("re._parser")


def compiled(*packages: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module of the packages holds, by its name."""
    for package in packages:
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, held in vars(importlib.import_module(found.name)).items():
                for one in held.values() if isinstance(held, dict) else held if isinstance(held, tuple) else (held,):
                    if isinstance(one, re.Pattern):
                        yield f"{found.name}.{name}", one


def texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """To each repetition without an end: what leads there, each word of it many times, and what spoils the fit."""
    for lead, words in _repeated(_parser.parse(pattern.pattern, pattern.flags), ""):
        for word in list(dict.fromkeys(words))[:MOST]:
            yield from (f"{lead}{word * TIMES}{spoils}" for spoils in SPOILS if word)


def _repeated(tree: Iterable[Any], lead: str) -> Iterator[tuple[str, list[str]]]:
    for op, held in tree:
        kind = str(op)
        if kind in _REPEATS and held[1] == _parser.MAXREPEAT:
            yield lead, _words(held[2])
        for inner in _inside(kind, held):
            yield from _repeated(inner, lead)
        lead += _samples(kind, held)[0]


def _inside(kind: str, held: Any) -> list[Any]:
    if kind == "BRANCH":
        return list(held[1])
    if kind == "SUBPATTERN":
        return [held[3]]
    if kind in _REPEATS:
        return [held[2]]
    return [held] if kind == "ATOMIC_GROUP" else []


def _words(tree: Iterable[Any]) -> list[str]:
    """Words that fit: the first of all, and each other choice beside the first ones."""
    parts = [_samples(str(op), held) for op, held in tree]
    first = [part[0] for part in parts]
    others = ("".join((*first[:i], other, *first[i + 1 :])) for i, part in enumerate(parts) for other in part[1:])
    return ["".join(first), *others]


def _samples(kind: str, held: Any) -> list[str]:
    if kind == "LITERAL":
        return [chr(held)]
    if kind == "IN":
        return [_sample(str(op), one) for op, one in held] or [""]
    if kind in ("ANY", "NOT_LITERAL"):
        return ["a"]
    words = [word for inner in _inside(kind, held) for word in _words(inner)] or [""]
    return [words[0] * held[0], *(word * max(held[0], 1) for word in words)] if kind in _REPEATS else words


def _sample(kind: str, held: Any) -> str:
    if kind == "LITERAL":
        return chr(held)
    if kind == "RANGE":
        return chr(held[0])
    return _CATEGORIES.get(str(held), "a")
