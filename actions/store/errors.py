"""What can go wrong with the store, in words for people."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot be used; the message says what is wrong and what to do. Nothing was kept."""


class UnopenedError(StoreError):
    """A sealed value does not open, now or later: its key is missing, or its row was changed."""
