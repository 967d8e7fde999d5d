"""The word lists and maps, and the patterns of the alarms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from data import model as m
from data.node import DataError, Node, read

ANY = "any.yml"  # what is no alarm of any kind


def lexicons(folder: Path) -> m.Lexicons:
    """Every word list, word map and alarm below `folder`."""
    rules = []
    every = read(folder / "crisis" / ANY)
    always = _patterns(every, "guards", _terms(every))
    every.done()
    for path in sorted(path for path in (folder / "crisis").glob("*.yml") if path.name != ANY):
        node = read(path)
        if node.text("kind") != path.stem or path.stem not in m.CRISES:
            raise node.error("kind", f"must be the file's name and one of {', '.join(m.CRISES)}")
        terms = _terms(node)
        guards = (*_patterns(node, "guards", terms), *always)
        patterns, signs = (_patterns(node, key, terms) for key in ("patterns", "signs"))
        rules.append(m.CrisisRule(path.stem, patterns, signs, guards))
        node.done()
    words: dict[str, Mapping[str, tuple[str, ...]]] = {}
    maps: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.yml")):
        node = read(path)
        if all(isinstance(v, list) for v in node.value.values()):
            words[path.stem] = {str(k): node.texts(str(k)) for k in node.value}
        else:
            maps[path.stem] = {str(k): node.text(str(k)) for k in node.value}
        node.done()
    return m.Lexicons(tuple(rules), words, maps)


def _terms(n: Node) -> Mapping[str, str]:
    """Pieces of patterns by name, so that `{person}` stands for a long alternation written once."""
    if n.raw("terms", None) is None:
        return {}
    node, terms = n.node("terms"), dict[str, str]()
    for name in map(str, node.value):
        terms[name] = f"(?:{_whole(node, name, node.text(name), terms)})"
    return terms


def check(rules: Iterable[m.CrisisRule], folder: Path) -> None:
    """Raise DataError for a pattern or guard that is no regular expression; loading need not wait for it each time."""
    for rule in rules:
        file = f"{folder / 'crisis' / rule.kind}.yml"
        for where, patterns in (
            (f"{file}: patterns", rule.patterns),
            (f"{file}: signs", rule.signs),
            (f"{file} or {ANY}: guards", rule.guards),
        ):
            for pattern in patterns:
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise DataError(f"{where}: {pattern!r} is no regular expression: {error}") from error


def _patterns(n: Node, key: str, terms: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_whole(n, f"{key}[{i}]", raw, terms) for i, raw in enumerate(n.texts(key, ())))


def _whole(n: Node, key: str, raw: str, terms: Mapping[str, str]) -> str:
    """The pattern with the terms that it names; a term may name those above it."""
    unknown = set(re.findall(r"\{([a-z_]+)\}", raw)) - set(terms)
    if unknown:
        raise n.error(key, f"{{{min(unknown)}}} is none of this file's terms")
    return re.sub(r"\{([a-z_]+)\}", lambda found: terms[found[1]], raw)
