"""The small HTTP face of understanding: POST /model/parse, GET /status, GET /."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NoReturn, Protocol, cast

LONGEST_TEXT = 4_096
LONGEST_BODY = 64 * 1024
DEEPEST = 4
MOST_TEXTS = 64
CONNECTIONS = 64


class Parser(Protocol):
    """What answers; `nlu.runner.Runner` does."""

    model_file: str
    fingerprint: str
    version: str

    def parse(self, texts: list[str]) -> list[dict[str, Any]]:
        """One answer a text."""
        ...


class Refused(Exception):
    """The request cannot be answered; `status` is HTTP's."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status


class Server(ThreadingHTTPServer):
    """A thread a connection, so that a slow or idle client holds up nobody."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], parser: Parser) -> None:
        super().__init__(address, Handler)
        self.parser = parser
        self._free = threading.BoundedSemaphore(CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take the connection if there is room for one more, else close it."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer on one connection until it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive between requests."""

    protocol_version = "HTTP/1.1"
    server_version = "nuanxin-nlu"
    sys_version = ""
    timeout = 75
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one packet

    @property
    def parser(self) -> Parser:
        """What answers."""
        return cast(Server, self.server).parser

    def do_GET(self) -> None:
        """Say what runs here."""
        path = self.path.partition("?")[0]
        if path == "/":
            self._answer(200, {"version": self.parser.version})
        elif path == "/status":
            self._answer(200, {"model_file": self.parser.model_file, "fingerprint": self.parser.fingerprint})
        else:
            self._answer(
                404, {"error": f"there is no {path[:100]}; there are POST /model/parse, GET /status and GET /"}
            )

    def do_POST(self) -> None:
        """Parse one text or a list of them."""
        try:
            body = self._body()
            if self.path.partition("?")[0] != "/model/parse":
                raise Refused(404, "only /model/parse takes a POST")
            texts, single = _texts(body)
            found = self.parser.parse(texts)
            self._answer(200, found[0] if single else found)
        except Refused as refused:
            self._answer(refused.status, {"error": str(refused)})

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(411, "a Content-Length is needed")
        if len(length) > 12 or int(length) > LONGEST_BODY:
            self._refuse(413, f"the body is longer than {LONGEST_BODY} bytes")
        return self.rfile.read(int(length))

    def _refuse(self, status: int, problem: str) -> NoReturn:
        """Refuse with the body unread: nothing more can be understood on this connection."""
        self.close_connection = True
        raise Refused(status, problem)

    def _answer(self, status: int, answer: Any) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: they would hold what people wrote."""


def _texts(body: bytes) -> tuple[list[str], bool]:
    """The texts of a request's body, and whether it was a single one."""
    try:
        asked = json.loads(body.decode("utf-8")) if not _too_deep(body) else None
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(400, "the body is not JSON in UTF-8") from error
    if not isinstance(asked, dict) or "text" not in asked:
        raise Refused(400, 'expected {"text": "…"} or {"text": ["…", …]}')
    text = asked["text"]
    texts = [text] if isinstance(text, str) else text
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise Refused(400, '"text" must be a text or a list of texts')
    if len(texts) > MOST_TEXTS:
        raise Refused(400, f'"text" holds more than {MOST_TEXTS} texts')
    if any(len(one) > LONGEST_TEXT for one in texts):
        raise Refused(400, f"a text is longer than {LONGEST_TEXT} characters")
    return [_whole(one) for one in texts], isinstance(text, str)


def _whole(text: str) -> str:
    """The text without halves of characters, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _too_deep(body: bytes) -> bool:
    """Does JSON nest deeper than any request of ours? Brackets inside texts do not count."""
    depth, quoted, escaped = 0, False, False
    for byte in body:
        if quoted:
            quoted = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
        elif byte == 0x22:
            quoted = True
        elif byte in b"[{":
            depth += 1
            if depth > DEEPEST:
                return True
        elif byte in b"]}":
            depth -= 1
    return False
