"""Where a model is made: a folder beside the models, held while its training lives."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".training-"


@contextmanager
def workplace(models: Path) -> Iterator[Path]:
    """A new folder, gone afterwards; those of trainings that were killed go first."""
    models.mkdir(parents=True, exist_ok=True)
    with _held(models):  # or a folder that nobody holds yet would be taken for one that nobody holds any more
        for left in models.glob(f"{PREFIX}*"):
            with suppress(BlockingIOError, FileNotFoundError), _held(left, fcntl.LOCK_NB):  # or it has just ended
                shutil.rmtree(left)
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=models))
        mine = os.open(made, os.O_RDONLY)
        fcntl.flock(mine, fcntl.LOCK_EX)
    try:
        yield made
    finally:
        shutil.rmtree(made)
        os.close(mine)


@contextmanager
def _held(folder: Path, how: int = 0) -> Iterator[None]:
    """A folder that nobody else holds; with LOCK_NB raises BlockingIOError where somebody does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(handle)
