"""Former divisions, and those that no official list of the mainland holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.node import Node, read


@dataclass(frozen=True, slots=True)
class Divisions:
    """Full and short names of what was, each with what it is now in one city or several; and what is kept as told."""

    was: Mapping[str, tuple[str, ...]]
    was_short: Mapping[str, tuple[str, ...]]
    across: Mapping[str, tuple[str, ...]]
    parts: tuple[str, ...]
    told: tuple[str, ...]


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The file's tables; raises DataError where one is wrong."""
    node = read(Path(__file__).with_name("divisions.yml"))
    was = node.nodes("was", _was)
    across = node.nodes("across", _across)
    made = Divisions(
        _by_name((name, now) for name, _, now in was),
        _by_name((short, now) for _, short, now in was if short),
        {name: of for names, of in across for name in names},
        node.texts("parts"),
        node.texts("told"),
    )
    node.done()
    return made


def _was(node: Node) -> tuple[str, str, str]:
    _year(node)
    return node.text("name"), node.text("short", ""), node.text("now")


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Several cities had a district of that name."""
    found: dict[str, tuple[str, ...]] = {}
    for name, now in pairs:
        found[name] = (*found.get(name, ()), now)
    return found


def _across(node: Node) -> tuple[tuple[str, str], tuple[str, ...]]:
    _year(node)
    return (node.text("name"), node.text("short")), node.texts("of")


def _year(node: Node) -> None:
    """When it was decided, for whoever reads the table."""
    if not 1990 < node.number("year") < 2100:
        raise node.error("year", "expected the year of the decision")
