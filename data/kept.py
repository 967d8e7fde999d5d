"""What was made of a file, kept beside it as Python keeps its bytecode, for as long as the file is as it was."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SEAL = 32  # bytes


def kept(path: Path, make: Callable[[bytes], Any], by: str) -> Any:
    """What `make` makes of the file's bytes; `by` names its version. Raises OSError, and whatever `make` raises."""
    raw = path.read_bytes()
    place = path.parent / "__pycache__" / f"{path.name}.{sys.implementation.cache_tag}"
    with suppress(OSError, ValueError, RecursionError):  # it is not there, was damaged, or is another's
        found = place.read_bytes()
        if found[:SEAL] == _seal(by, raw, found[SEAL:]):
            return json.loads(found[SEAL:].decode())
    made = make(raw)
    if not sys.dont_write_bytecode:
        _keep(place, by, raw, made)
    return made


def _seal(by: str, raw: bytes, words: bytes) -> bytes:
    """Of what it was made from and of what was made."""
    return hashlib.sha256(b"\0".join((by.encode(), hashlib.sha256(raw).digest(), words))).digest()


def _keep(place: Path, by: str, raw: bytes, made: Any) -> None:
    """In one step, so that nobody finds half of it; not at all where nobody may write, or JSON would make it another.

    As JSON, not as Python's own forms: what somebody else put there must never be run, nor end the process.
    """
    with suppress(OSError, TypeError, ValueError, RecursionError):
        words = json.dumps(made, ensure_ascii=False).encode()
        if json.loads(words.decode()) != made:
            return
        place.parent.mkdir(exist_ok=True)
        new = place.with_name(f"{place.name}.{os.urandom(6).hex()}")  # others may keep it at the same time
        try:
            new.write_bytes(_seal(by, raw, words) + words)
            new.replace(place)
        except OSError:
            new.unlink(missing_ok=True)
            raise
