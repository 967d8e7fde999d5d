"""Ports for servers that tests start."""

from __future__ import annotations

import socket

NOBODY = "http://127.0.0.1:9"  # the port of "discard": nothing answers


def free_port() -> int:
    """One that the kernel chose: two test processes that ask at the same moment get two."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
