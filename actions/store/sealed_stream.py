"""A long file sealed in pieces: none can be changed, moved, cut off or taken from another file without notice."""

from __future__ import annotations

import io
import secrets
import struct
from typing import BinaryIO

from actions.store.encryption import seal, unseal
from actions.store.errors import StoreError
from actions.store.keyring import Keyring

PIECE = 1 << 20  # bytes of plain text a piece
PLACE = "backup"
MAGIC = b"NUANXIN-BACKUP-1"
NAME = 16  # random bytes of this file's own, so that no piece of another fits
HEAD = struct.Struct(">?I")


class SealedWriter(io.RawIOBase):
    """What is written here reaches `file` sealed; `end` writes the last piece, without which nothing can be read."""

    def __init__(self, file: BinaryIO, keyring: Keyring) -> None:
        self._file, self._keyring, self._name = file, keyring, secrets.token_bytes(NAME)
        self._buffer, self._count = bytearray(), 0
        file.write(MAGIC + self._name)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take bytes."""
        self._buffer += data
        while len(self._buffer) > PIECE:
            self._piece(bytes(self._buffer[:PIECE]), last=False)
            del self._buffer[:PIECE]
        return len(data)

    def end(self) -> None:
        """Write the rest."""
        self._piece(bytes(self._buffer), last=True)

    def _piece(self, data: bytes, *, last: bool) -> None:
        token = seal(self._keyring, PLACE, _row(self._name, self._count, last=last), data)
        self._file.write(HEAD.pack(last, len(token)) + token)
        self._count += 1


class SealedReader(io.RawIOBase):
    """The plain text of a sealed file; raises StoreError where it was changed, was cut off, or wants another key."""

    def __init__(self, file: BinaryIO, keyring: Keyring) -> None:
        self._file, self._keyring = file, keyring
        self._buffer, self._count, self._last = bytearray(), 0, False
        if file.read(len(MAGIC)) != MAGIC:
            raise StoreError("This file is no backup of this desk.")
        self._name = file.read(NAME)

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all."""
        while not self._last and (size < 0 or len(self._buffer) < size):
            self._piece()
        end = len(self._buffer) if size < 0 else size
        found = bytes(self._buffer[:end])
        del self._buffer[:end]
        return found

    def _piece(self) -> None:
        head = self._file.read(HEAD.size)
        last, size = HEAD.unpack(head) if len(head) == HEAD.size else (False, 0)
        token = self._file.read(size)
        if not size or len(token) < size:
            raise StoreError("The backup was cut off: its end is missing. Take another one.")
        self._buffer += unseal(self._keyring, PLACE, _row(self._name, self._count, last=last), token)
        self._last, self._count = last, self._count + 1


def _row(name: bytes, count: int, *, last: bool) -> str:
    return f"{name.hex()}/{count}/{'last' if last else 'more'}"
