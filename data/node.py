"""Checked reading of one file: each error names the file and the key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml

from data.kept import kept
from data.model import LANGUAGES, Words

T = TypeVar("T")
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FORM = 1  # one more where the same file comes to be read as something else: what was kept is made anew


class DataError(Exception):
    """A data file is wrong; the message says file, key, what is wrong and what is expected."""


def read(path: Path) -> Node:
    """The file's top mapping; raises DataError where it cannot be read or is no mapping."""
    try:
        value = kept(path, _loaded, f"{Loader.__name__} {yaml.__version__} {FORM}")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise DataError(f"{path}: cannot be read: {_where(error)}") from error
    return Node(str(path), "", value)


def _loaded(raw: bytes) -> Any:
    return yaml.load(raw.decode("utf-8"), Loader=Loader)


def _where(error: yaml.YAMLError) -> str:
    """Line and problem, without the parser's own layout of several lines."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is no YAML"
    return f"line {mark.line + 1}: {problem}" if mark is not None else str(problem)


class Node:
    """One mapping of a data file, read key by key; `done` refuses what nobody read."""

    def __init__(self, file: str, path: str, value: object) -> None:
        self.file = file
        self.path = path
        if not isinstance(value, dict):
            raise DataError(f"{file}: {path or 'the file'}: expected keys with values, found {type(value).__name__}")
        self.value: dict[Any, Any] = value
        self.seen: set[str] = set()

    def error(self, key: str, problem: str) -> DataError:
        """An error at `key` of this mapping."""
        return DataError(f"{self.file}: {self.path + '.' if self.path else ''}{key}: {problem}")

    def raw(self, key: str, default: Any = ...) -> Any:
        """The value as it stands; without a default the key must be there."""
        self.seen.add(key)
        if key in self.value and self.value[key] is not None:
            return self.value[key]
        if default is ...:
            raise self.error(key, "is missing")
        return default

    def text(self, key: str, default: Any = ...) -> str:
        """A text that is not empty."""
        value = self.raw(key, default)
        if value is default:
            return value  # type: ignore[no-any-return]
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"expected a text, found {value!r} (quote it if it looks like a number)")
        return value.strip()

    def one_of(self, key: str, allowed: Iterable[str], default: Any = ...) -> str:
        """A text out of `allowed`."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self.raw(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"expected true or false, found {value!r}")
        return value

    def number(self, key: str, default: Any = ...) -> Any:
        """A whole number."""
        value = self.raw(key, default)
        if value is default:
            return value
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(key, f"expected a whole number, found {value!r}")
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of texts, none empty, none twice."""
        value = self.raw(key, default)
        if value is default:
            return tuple(value)
        if not isinstance(value, list):
            raise self.error(key, "expected a list")
        for i, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                raise self.error(f"{key}[{i}]", f"expected a text, found {item!r} (quote it)")
        if len(set(value)) < len(value):
            raise self.error(key, f"stands twice: {min(t for t in value if value.count(t) > 1)!r}")
        return tuple(t.strip() for t in value)

    def words(self, key: str, default: Any = ...) -> Any:
        """One text in the three languages."""
        if key not in self.value and default is not ...:
            self.seen.add(key)
            return default
        node = self.node(key)
        found = Words(*(node.text(language) for language in LANGUAGES))
        node.done()
        return found

    def node(self, key: str) -> Node:
        """The mapping below `key`."""
        return Node(self.file, f"{self.path}.{key}" if self.path else key, self.raw(key))

    def nodes(self, key: str, make: Callable[[Node], T], default: Any = ...) -> tuple[T, ...]:
        """A list of mappings, each made into something and read to its end."""
        value = self.raw(key, default)
        if not isinstance(value, list | tuple):
            raise self.error(key, "expected a list")
        made = []
        for i, item in enumerate(value):
            node = Node(self.file, f"{self.path + '.' if self.path else ''}{key}[{i}]", item)
            made.append(make(node))
            node.done()
        return tuple(made)

    def done(self) -> None:
        """Refuse keys that nobody read."""
        unknown = sorted(str(k) for k in self.value if k not in self.seen)
        if unknown:
            raise self.error(unknown[0], f"is not known here; known: {', '.join(sorted(self.seen))}")
