"""Binds the audit's committed lines into their chain, and writes down beside the database what must outlive it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import structlog

from actions.desk.ports import StaleError
from actions.store.chain import Erasure, Head
from actions.store.errors import StoreError
from actions.store.store import Store
from bot import whole

log = structlog.get_logger()
LOOK = 5.0  # seconds between looks


class DamagedError(StoreError):
    """What was written down of the chain's end cannot be read."""


class Notebook:
    """Two small files in the home folder: how long the chain was, and whose words went; ids only, for the restore."""

    def __init__(self, home: Path) -> None:
        self.head_file, self.erasures_file = home / "audit-head", home / "forgotten"

    def head(self) -> Head:
        """The chain's end as last written down. Raises DamagedError where that cannot be read."""
        try:
            return Head.parse(self.head_file.read_text("ascii"))
        except FileNotFoundError:
            return Head()
        except ValueError:
            raise DamagedError(
                f"{self.head_file} is damaged: nobody can tell whether the audit was cut off. "
                "Put a copy of it back; without one find out why, then delete it."
            ) from None

    def keep_head(self, head: Head) -> None:
        """Write it down, whole or not at all."""
        self._make_home()
        whole.put(self.head_file, f"{head}\n".encode("ascii"))

    def _make_home(self) -> None:
        """With a database of one's own nothing else may have made it."""
        self.head_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def append(self, erasures: Iterable[Erasure]) -> None:
        """Add them; on the disk when this returns."""
        lines = [json.dumps([e.line, e.at.isoformat(), e.kind, e.subject]) + "\n" for e in erasures]
        if not lines:
            return
        self._make_home()
        descriptor = os.open(self.erasures_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("".join(lines))
            file.flush()
            os.fsync(file.fileno())


def erasures(file: Path) -> Iterator[Erasure]:
    """What a register of erasures holds; a last line that a crash cut off is no line."""
    for text in file.read_text("ascii").splitlines(keepends=True):
        if text.endswith("\n"):
            line, at, kind, subject = json.loads(text)
            yield Erasure(line, datetime.fromisoformat(at), kind, subject)


class Sealing:
    """Any number of processes may run one; one at a time seals."""

    def __init__(self, store: Store, home: Path) -> None:
        self._store, self._notebook = store, Notebook(home)
        self._head = Head()
        self._everywhere = True  # once after the start: also what lies far behind

    async def watch(self, stop: asyncio.Event) -> None:
        """Seal until `stop` is set, and once more then."""
        last = False
        while not last:
            last = stop.is_set()
            try:
                await asyncio.to_thread(self.look)
            except (StoreError, StaleError, OSError) as error:
                log.error("sealing.failed", problem=str(error))  # the next look finds the same lines
            if not last:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK)

    def look(self) -> None:
        """Seal all that was committed."""
        lock = self._store.alone("sealing")
        try:
            if lock.take():
                self._seal()
        finally:
            lock.release()

    def _seal(self) -> None:
        before = None
        while before != self._head:
            before = self._head
            self._head = self._store.chain.seal(datetime.now(UTC), self._notebook.append, everywhere=self._everywhere)
        self._everywhere = False
        if self._head.place > self._notebook.head().place:
            self._notebook.keep_head(self._head)
