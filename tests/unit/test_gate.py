"""What is open without a token or a second factor: the demonstration on this very machine, nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import Request

from actions.store import Store
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.console.gate import Gate
from bot.wiring import open_desk
from tests.known import known


@pytest.mark.parametrize(
    ("scheme", "host", "demonstration", "plain"),
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
    make_store: Callable[[str], Store], sqlite_url: str, scheme: str, host: str, demonstration: bool, plain: bool
) -> None:
    """And only in the demonstration: behind a proxy on this machine everybody may look like one of us."""
    headers = [(b"host", host.encode())]
    scope = {"type": "http", "scheme": scheme, "method": "GET", "path": "/", "query_string": b"", "headers": headers}
    assert Gate(make_store(sqlite_url), demonstration=demonstration).plain(Request(scope)) is plain


async def _parts() -> dict[str, bool]:
    return {}


@pytest.mark.parametrize("demonstration", [True, False])
def test_what_serves_on_loopback_is_no_demonstration(tmp_path: Path, demonstration: bool) -> None:
    """A proxy beside it that tells nothing opens neither REST nor the console, and cookies are for TLS only."""
    desk = open_desk(Settings(home=tmp_path), known(), "", demonstration=demonstration)

    async def asked() -> tuple[int, bool, bool]:
        transport = httpx.ASGITransport(app=web_app(desk, _parts))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as http:
            posted = await http.post("/webhooks/rest/webhook", json={})
            chat, login = await http.get("/chat"), await http.get("/console/login")
        await desk.close()
        return posted.status_code, "secure" in chat.headers["set-cookie"].lower(), 'name="code"' in login.text

    assert asyncio.run(asked()) == ((400, False, False) if demonstration else (401, True, True))
