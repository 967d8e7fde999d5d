"""Personal fields are sealed (AES-GCM) before they reach a statement, and bound to their place in the database."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from actions.store.errors import UnopenedError
from actions.store.keyring import Keyring

FORM = 1  # the first byte: how the rest is laid out
NONCE = 12


class Token(bytes):
    """A sealed value: form, length of the key's id, key's id, nonce, ciphertext with tag."""


class Sealed(TypeDecorator[bytes]):
    """A column of a personal field: what was not sealed is refused, so that no plain text slips in."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Let sealed values pass, and nothing else."""
        if value is not None and not isinstance(value, Token):
            raise TypeError("a personal field must be sealed before it is stored")
        return value


class Vault:
    """Seals and opens; the place (`table.column`) and the row's id are authenticated, so that no value can be moved."""

    def __init__(self, keyring: Keyring, index_key: bytes) -> None:
        self._keyring = keyring
        self._index_key = index_key

    def seal(self, place: str, row: str, text: str) -> Token | None:
        """The sealed text; an empty one is None."""
        return seal(self._keyring, place, row, text.encode()) if text else None

    def open(self, place: str, row: str, token: bytes | None) -> str:
        """The text; None is an empty one. Raises UnopenedError where key or place do not fit."""
        return unseal(self._keyring, place, row, token).decode() if token is not None else ""

    def seal_json(self, place: str, row: str, value: Any) -> Token | None:
        """The sealed JSON; what is empty is None."""
        return self.seal(place, row, json.dumps(value, ensure_ascii=False, separators=(",", ":"))) if value else None

    def open_json(self, place: str, row: str, token: bytes | None, empty: Any) -> Any:
        """What was sealed as JSON, or `empty`."""
        return json.loads(unseal(self._keyring, place, row, token)) if token is not None else empty

    def seal_bytes(self, place: str, row: str, data: bytes) -> Token:
        """Sealed bytes, for what lies outside the database."""
        return seal(self._keyring, place, row, data)

    def open_bytes(self, place: str, row: str, token: bytes) -> bytes:
        """The bytes. Raises UnopenedError where key or place do not fit."""
        return unseal(self._keyring, place, row, token)

    def link(self, before: bytes, line: str) -> bytes:
        """The next digest of a chain: nobody without the key makes one that fits."""
        return hmac.digest(self._index_key, b"chain\0" + before + line.encode(), hashlib.sha256)

    def index(self, what: str, value: str) -> bytes:
        """A keyed fingerprint: equal values of one kind are found by it, and nothing is read from it."""
        return hmac.digest(self._index_key, f"{what}\0{value}".encode(), hashlib.sha256)[:20]


def key_of(token: bytes) -> str:
    """The id of the key that sealed a value."""
    return token[2 : 2 + token[1]].decode()


def seal(keyring: Keyring, place: str, row: str, data: bytes) -> Token:
    """Seal under the current key."""
    id = keyring.current.encode()
    nonce = secrets.token_bytes(NONCE)
    body = keyring.ciphers[keyring.current].encrypt(nonce, data, f"{place}\0{row}".encode())
    return Token(bytes((FORM, len(id))) + id + nonce + body)


def unseal(keyring: Keyring, place: str, row: str, token: bytes) -> bytes:
    """Open with the key that the value names."""
    if len(token) < 2 or token[0] != FORM:
        raise UnopenedError(f"A value of {place} was sealed by a newer version of this program; update it.")
    end = 2 + token[1]
    id = key_of(token)
    if id not in keyring.ciphers:
        raise UnopenedError(f"The database holds values of key {id!r}; add that key to NUANXIN_ENCRYPTION_KEYS.")
    try:
        cipher = keyring.ciphers[id]
        return cipher.decrypt(token[end : end + NONCE], token[end + NONCE :], f"{place}\0{row}".encode())
    except InvalidTag:
        raise UnopenedError(
            f"A value of {place} does not fit key {id!r}: the key is another one than before, or the row was changed "
            "by hand. Set NUANXIN_ENCRYPTION_KEYS as it was."
        ) from None
