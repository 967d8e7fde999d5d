"""Who may log in without a second factor: a browser on this very machine, nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import Request

from actions.store import Store
from bot.web.console.gate import Gate


@pytest.mark.parametrize(
    ("scheme", "host", "loopback", "plain"),
    [
        ("http", "127.0.0.1:8080", True, True),
        ("http", "localhost:8080", True, True),
        ("http", "[::1]:8080", True, True),
        ("https", "127.0.0.1:8080", True, False),
        ("http", "help.example", True, False),
        ("http", "127.0.0.1:8080", False, False),
    ],
)
def test_only_this_machine_is_plain(
    make_store: Callable[[str], Store], sqlite_url: str, scheme: str, host: str, loopback: bool, plain: bool
) -> None:
    """A proxy on this machine that tells its scheme, or passes on the name asked for, makes nobody one of us."""
    headers = [(b"host", host.encode())]
    scope = {"type": "http", "scheme": scheme, "method": "GET", "path": "/", "query_string": b"", "headers": headers}
    assert Gate(make_store(sqlite_url), loopback=loopback).plain(Request(scope)) is plain
