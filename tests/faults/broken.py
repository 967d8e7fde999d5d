"""An understanding that misbehaves: it cuts the line, hangs, says nothing, says half of it, or says nonsense."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WHOLE: dict[str, Any] = {
    "intent": {"name": "smalltalk", "confidence": 0.4},
    "intent_ranking": [{"name": "smalltalk", "confidence": 0.4}],
    "crisis": {},
    "topics": [],
}
HANG_S = 30.0
ANSWERS: dict[str, bytes] = {
    "empty": b"",
    "no list": b"{}",
    "none of them": b"[]",
    "nothing": b"null",
    "half a line": b'[{"intent": {"name": "sm',
    "half of them": b'[{"intent": {}}]',
    "no numbers": json.dumps([WHOLE | {"intent": {"name": "smalltalk", "confidence": "much"}}]).encode(),
    "not a number": json.dumps([WHOLE | {"intent": {"name": "smalltalk", "confidence": float("nan")}}]).encode(),
    "lists for tables": json.dumps([WHOLE | {"crisis": ["yes"]}]).encode(),
    "too many": json.dumps([WHOLE] * 40).encode(),
    "no text": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
}
KINDS = ("cut", "hang", *ANSWERS)


class Broken:
    """Its `kind` can be changed while it runs; it counts how often it was asked."""

    def __init__(self) -> None:
        self.kind, self.asked, self.over = "cut", 0, threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


def _handler(broken: Broken) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"{}")

        def do_POST(self) -> None:
            broken.asked += 1
            if broken.kind == "cut":
                self.close_connection = True
                return
            if broken.kind == "hang":
                broken.over.wait(HANG_S)
                self.close_connection = True
                return
            self._answer(ANSWERS[broken.kind])

        def _answer(self, data: bytes) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    return Handler


@contextmanager
def broken() -> Iterator[Broken]:
    """One, while it is wanted."""
    found = Broken()
    thread = threading.Thread(target=found.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        found.server.shutdown()
        found.server.server_close()
        thread.join()
