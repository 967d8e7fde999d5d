"""Backups: one sealed file with all tables and all files; and the way back, with erasures done again."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from actions.store import dump
from actions.store.engine import Database
from actions.store.errors import StoreError
from actions.store.keyring import Keyring
from actions.store.sealed_stream import SealedReader, SealedWriter
from bot.failures import Failure
from bot.files import NAME, place_sealed

ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    rows: int
    files: int
    made_at: str


def back_up(database: Database, keyring: Keyring, files: Path, target: Path, now: datetime) -> Made:
    """Write all that is kept to the new file `target`; whole or not at all. The desk may go on meanwhile."""
    half = target.with_name(target.name + ".half")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            sealed = SealedWriter(out, keyring)
            with tarfile.open(fileobj=sealed, mode="w|gz", compresslevel=6) as tar:
                rows = _tables(database, tar, now)
                count = _files(files, tar)
            sealed.end()
            out.flush()
            os.fsync(out.fileno())
        os.link(half, target)  # never over one that is there
    except FileExistsError:
        raise Failure(f"{target} is there already; name a new file") from None
    except OSError as error:
        raise Failure(f"cannot write {target}: {error.strerror}") from None
    finally:
        half.unlink(missing_ok=True)
    return Made(rows, count, now.isoformat())


def _tables(database: Database, tar: tarfile.TarFile, now: datetime) -> int:
    rows = 0
    with dump.snapshot(database) as connection:
        about = {"revision": dump.revision(connection), "made_at": now.isoformat()}
        _add(tar, ABOUT, json.dumps(about).encode())
        for place, (table, part) in enumerate(dump.dump(connection)):
            _add(tar, f"tables/{place:06}/{table}", part)
            rows += part.count(b"\n")
    return rows


def _files(folder: Path, tar: tarfile.TarFile) -> int:
    """They are sealed as they lie; one that goes meanwhile is not missed: its row says so too."""
    count = 0
    for path in sorted(folder.glob("??/*")):
        if NAME.fullmatch(path.name):
            try:
                _add(tar, f"files/{path.name}", path.read_bytes())
            except FileNotFoundError:
                continue
            count += 1
    return count


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, io.BytesIO(data))


def bring_back(database: Database, keyring: Keyring, files: Path, source: Path) -> Made:
    """Fill the empty `database` and the empty folder `files` from a backup. Raises StoreError or Failure."""
    if any(files.glob("*")):
        raise Failure(f"{files} is not empty: files would be left there that nobody can find. Move it away first.")
    try:
        with source.open("rb") as file:
            sealed = cast(io.BufferedIOBase, SealedReader(file, keyring))
            with tarfile.open(fileobj=sealed, mode="r|gz") as tar:
                entries = _entries(tar)
                name, data = next(entries)
                if name != ABOUT:
                    raise StoreError("This backup was made by a newer version of this program; update it.")
                about = json.loads(data)
                kept: list[str] = []
                with _all_or_nothing(files):
                    rows = dump.fill(database, about["revision"], _parts(entries, files, kept))
    except OSError as error:
        raise Failure(f"cannot read {source}: {error.strerror or error}") from None
    except (tarfile.TarError, EOFError) as error:
        raise StoreError(f"The backup is damaged ({type(error).__name__}). Take another one.") from error
    return Made(rows, len(kept), about["made_at"])


@contextmanager
def _all_or_nothing(files: Path) -> Iterator[None]:
    """The tables are filled in one transaction; where that fails no file stays either."""
    try:
        yield
    except BaseException:
        shutil.rmtree(files, ignore_errors=True)
        raise


def _entries(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for entry in tar:
        file = tar.extractfile(entry)
        yield entry.name, file.read() if file is not None else b""


def _parts(entries: Iterator[tuple[str, bytes]], files: Path, kept: list[str]) -> Iterator[tuple[str, bytes]]:
    """The tables' parts; files among the entries are put where they lay."""
    for name, data in entries:
        room, _, rest = name.partition("/")
        if room == "tables":
            yield rest.partition("/")[2], data
        elif room == "files" and NAME.fullmatch(rest):
            place_sealed(files, rest, data)
            kept.append(rest)
