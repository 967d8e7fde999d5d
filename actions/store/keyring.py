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


class Keyring:
    """Keys by id; the first one seals, all of them open, so that a key is changed by putting a new one in front."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise StoreError("There is no encryption key; set NUANXIN_ENCRYPTION_KEYS (make demo makes one).")
        self._keys = dict(keys)
        self.current = next(iter(self._keys))

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Read `id:base64,id:base64`, the current key first. Raises StoreError."""
        keys: dict[str, bytes] = {}
        for part in filter(None, (p.strip() for p in text.split(","))):
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
            keys[id] = key
        return cls(keys)

    @staticmethod
    def new_key() -> str:
        """A fresh `id:base64`, to be put in front of NUANXIN_ENCRYPTION_KEYS."""
        return f"k{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(SIZE)).decode()}"

    @cached_property
    def ciphers(self) -> Mapping[str, AESGCM]:
        """One cipher a key id."""
        return {id: AESGCM(_derived(key)) for id, key in self._keys.items()}


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"nuanxin/seal").derive(key)
