"""Small files that are there whole or not at all, also after a power cut; only their owner reads them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Write a file, in place of what stood there."""
    half = path.with_suffix(".half")
    _write(half, data)
    half.replace(path)
    _name_it(path)


def put_new(path: Path, data: bytes) -> bool:
    """Write a file where none stands; False where somebody was quicker, and theirs stays."""
    half = path.with_suffix(f".{secrets.token_hex(4)}.half")
    try:
        _write(half, data)
        os.link(half, path)
    except FileExistsError:
        return False
    finally:
        half.unlink(missing_ok=True)
    _name_it(path)
    return True


def _name_it(path: Path) -> None:
    """Or its name could be lost in a power cut though its bytes are not."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
