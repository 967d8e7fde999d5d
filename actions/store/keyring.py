"""The keys that personal fields are sealed with; they come from the settings and stay out of the database."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from functools import cached_property

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actions.store.errors import StoreError

SIZE = 32
DIFFERENT = 16  # bytes, at least; 32 drawn ones have 30 on average


class Keyring:
    """Keys by id; the first one seals, all of them open, so that a key is changed by putting a new one in front."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise StoreError("There is no encryption key; set NUANXIN_ENCRYPTION_KEYS (make demo makes one).")
        self._keys = dict(keys)
        self.current = next(iter(self._keys))

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Read `id:base64`, parted by commas or lines, the current key first. Raises StoreError, for weak ones too."""
        keys: dict[str, bytes] = {}
        for part in text.replace(",", " ").split():
            id, _, encoded = part.partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                key = b""
            if not id or len(id) > 32 or len(key) != SIZE or id in keys:
                raise StoreError(
                    "NUANXIN_ENCRYPTION_KEYS is not readable: expected id:key[,id:key], "
                    "each id once and each key 32 bytes in base64."
                )
            if _weak(key):
                raise StoreError(
                    f"The encryption key {id!r} was typed, not drawn: it can be guessed. "
                    "`nuanxin doctor --new-key` prints one."
                )
            keys[id] = key
        return cls(keys)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, the current key's first."""
        return tuple(self._keys)

    @staticmethod
    def new_key() -> str:
        """A fresh `id:base64`, to be put in front of NUANXIN_ENCRYPTION_KEYS."""
        return f"k{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(SIZE)).decode()}"

    @cached_property
    def ciphers(self) -> Mapping[str, AESGCM]:
        """One cipher a key id."""
        return {id: AESGCM(_derived(key)) for id, key in self._keys.items()}


def _weak(key: bytes) -> bool:
    """Letters only, or few different bytes: of 2^256 keys drawn at random none will ever be refused."""
    return len(set(key)) < DIFFERENT or all(32 <= byte < 127 for byte in key)


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"nuanxin/seal").derive(key)
