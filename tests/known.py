"""What stands in data/, read once for all tests of a process: it is frozen, and reading it takes half a second."""

from __future__ import annotations

from functools import cache

from data.catalogue import load
from data.model import Catalogue


@cache
def known(place: str = "cn") -> Catalogue:
    """The catalogue of a place."""
    return load(place=place)
