"""Reaching into the product from the test build: a named function is wrapped, here and nowhere in the product."""

from __future__ import annotations

import importlib
import inspect
import threading
from collections.abc import Callable
from typing import Any

type Wrapper = Callable[[Callable[..., Any]], Callable[..., Any]]


def wrap(name: str, wrapper: Wrapper) -> None:
    """Replace `module:Class.function` or `module:function` by what `wrapper` makes of it."""
    module, _, path = name.partition(":")
    *outer, last = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in outer:
        owner = getattr(owner, part)
    setattr(owner, last, wrapper(getattr(owner, last)))


def around(begin: Callable[[], None], end: Callable[[Any], None]) -> Wrapper:
    """Calls `begin` before and `end`, with what came of it, after a function, whether it is awaited or not."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(inner):

            async def awaited(*args: Any, **kwargs: Any) -> Any:
                begin()
                found = await inner(*args, **kwargs)
                end(found)
                return found

            return awaited

        def called(*args: Any, **kwargs: Any) -> Any:
            begin()
            found = inner(*args, **kwargs)
            end(found)
            return found

        return called

    return wrapper


class Inside(threading.local):
    """Whether this thread is within a wrapped function."""

    depth = 0


def within(inside: Inside) -> Wrapper:
    """Marks the time within a function that is not awaited."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            inside.depth += 1
            try:
                return inner(*args, **kwargs)
            finally:
                inside.depth -= 1

        return called

    return wrapper
