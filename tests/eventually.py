"""Waiting for what happens in another thread or process: a look at a time, and an end to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

WITHIN = 20.0  # seconds that anything expected may take on a busy machine


def eventually[T](what: Callable[[], T | None], within: float = WITHIN) -> T:
    """The first true value of `what`."""
    pause, end = threading.Event(), time.monotonic() + within
    while time.monotonic() < end:
        if found := what():
            return found
        pause.wait(0.05)
    raise AssertionError(f"did not happen within {within} s")
