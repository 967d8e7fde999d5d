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
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # or its name could be lost though its bytes are not
    finally:
        os.close(folder)
    return True


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
