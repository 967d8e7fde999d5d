"""Passwords: only their argon2id hash is kept, and a wrong name costs as long as a wrong password."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(password)


def fits(kept: str, typed: str) -> bool:
    """Whether this is the password; where none is kept it takes as long and is wrong."""
    try:
        _hasher().verify(kept or _nobodys(), typed)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return hashed("")
