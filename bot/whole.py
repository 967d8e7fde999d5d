"""Small files that are there whole or not at all, also after a power cut; only their owner reads them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Write a file, in place of what stood there."""
    with _half(path) as (half, descriptor):
        _write(descriptor, data)
        half.replace(path)
    _name_it(path)


def put_new(path: Path, data: bytes) -> bool:
    """Write a file where none stands; False where somebody was quicker, and theirs stays."""
    with _half(path) as (half, descriptor):
        if path.exists():
            half.unlink()
            return False
        _write(descriptor, data)
        half.replace(path)
    _name_it(path)
    return True


@contextmanager
def _half(path: Path) -> Iterator[tuple[Path, int]]:
    """The file beside it, which one process at a time has; what a killed one left is written over by the next."""
    half = path.with_suffix(".half")
    while True:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _stands(half, descriptor):
                yield half, descriptor
                return
        finally:
            os.close(descriptor)


def _stands(path: Path, descriptor: int) -> bool:
    """Whether this is the file of that name still: while we waited, whoever had it may have given it another."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _name_it(path: Path) -> None:
    """Or its name could be lost in a power cut though its bytes are not."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(descriptor: int, data: bytes) -> None:
    os.ftruncate(descriptor, 0)
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
