"""What was made of a file, kept beside it as Python keeps its bytecode, for as long as the file is as it was."""

from __future__ import annotations

import hashlib
import marshal
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
    seal = hashlib.sha256(by.encode() + b"\0" + raw).digest()
    place = path.parent / "__pycache__" / f"{path.name}.{sys.implementation.cache_tag}"
    try:
        found = place.read_bytes()
    except OSError:
        found = b""
    if found[:SEAL] == seal:
        return marshal.loads(found[SEAL:])
    made = make(raw)
    if not sys.dont_write_bytecode:
        _keep(place, seal, made)
    return made


def _keep(place: Path, seal: bytes, made: Any) -> None:
    """In one step, so that nobody finds half of it; not at all where nobody may write, or marshal does not know it."""
    new = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError, ValueError):
        found = seal + marshal.dumps(made)
        place.parent.mkdir(exist_ok=True)
        try:
            new.write_bytes(found)
            new.replace(place)
        except OSError:
            new.unlink(missing_ok=True)
            raise
