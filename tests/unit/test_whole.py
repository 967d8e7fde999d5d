"""Files that are there whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from bot import keys, whole


def test_who_comes_second_reads_what_the_first_wrote(tmp_path: Path) -> None:
    """Two processes that start together agree on one key, and neither ever reads half of it or nothing."""
    path, together = tmp_path / "keys", Barrier(2, timeout=20)

    def make(name: str) -> str:
        together.wait()  # both found none
        return name * 1000

    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(lambda name: keys.kept(path, lambda: make(name)), "ab"))
    assert found == {path.read_text().strip()} and path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["keys"]


def test_nobody_finds_it_before_it_is_written(tmp_path: Path) -> None:
    """While the secret is made there is no file, not an empty one that another process would read."""
    seen: list[bool] = []

    def make() -> Iterator[str]:
        seen.append((tmp_path / "keys").exists())
        yield "text"

    assert keys.kept(tmp_path / "keys", lambda: next(make())) == "text" and seen == [False]


def test_the_old_one_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """It is put in place of the other at once; nothing is left beside it."""
    for data in (b"one", b"two"):
        whole.put(tmp_path / "audit-head", data)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"audit-head": b"two"}


def test_who_is_killed_before_the_name_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    """A process dies with its file half named: the next writes its own, and no copy of a secret is left beside it."""
    path = tmp_path / "keys"
    dies = (
        "import os, signal, sys, pathlib; from bot import whole\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "whole.put_new(pathlib.Path(sys.argv[1]), b'a longer secret of the one who died')"
    )
    died = subprocess.run([sys.executable, "-c", dies, str(path)], check=False)
    assert died.returncode == -signal.SIGKILL and not path.exists()
    assert whole.put_new(path, b"ours") and not whole.put_new(path, b"theirs")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"keys": b"ours"}
