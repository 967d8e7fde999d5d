"""The server: calls in, answers out, all of it recorded."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, unquote

import httpx

from tests.emulator.checks import check_names
from tests.emulator.group import Group
from tests.emulator.methods import METHODS
from tests.emulator.record import Call, Cut, Plan, Refusal
from tests.emulator.user import User
from tests.eventually import WITHIN

SENDS = ("sendmessage", "copymessage", "editmessagetext", "senddocument")
TOKEN = "700001:EmulatorOnlyNeverARealOne"


class Emulator:
    """A Bot API of one bot. Everything is behind one lock; `changed` tells of whatever happens."""

    def __init__(self, token: str = TOKEN, port: int = 0, *, budget: int = 0) -> None:
        self.token, self.budget = token, budget  # sends a second that are borne; 0: any number
        self.sends = 0
        self._lately: deque[float] = deque()
        self.changed = threading.Condition(threading.RLock())
        self.calls: list[Call] = []
        self.plan = Plan()
        self.updates: list[dict[str, Any]] = []
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.kept: dict[tuple[int, int], dict[str, Any]] = {}  # (chat, message) → what people wrote, to be copied
        self.deleted: set[tuple[int, int]] = set()
        self.presses: set[str] = set()
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.files: dict[str, bytes] = {}
        self.webhook = self.secret = ""
        self.posted: list[int] = []  # what each post to the webhook was answered
        self.poller = 0
        self.closed = False
        self._next_update = 1000
        self._http = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._poster = threading.Thread(target=self._post, daemon=True)

    @property
    def url(self) -> str:
        """The root to be set as NUANXIN_TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        self._poster.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        self._poster.join()

    def _post(self) -> None:
        """Post what waits to the webhook, in order; what is not answered with 200 is posted again."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.closed or (self.webhook and self.updates))
                if self.closed:
                    return
                update, url, secret = self.updates[0], self.webhook, self.secret
            status = posted(url, json.dumps(update).encode(), secret)
            with self.changed:
                self.posted.append(status)
                if status == 200:
                    self.updates.remove(update)
                self.changed.notify_all()
                self.changed.wait_for(lambda: self.closed, 0 if status == 200 else 0.2)

    def user(self, id: int = 1001, name: str = "阿明", language: str = "zh-hans") -> User:
        """A person with a private chat."""
        with self.changed:
            self.users[id] = User(self, id, name, language)
            return self.users[id]

    def group(self, id: int = -1001, *, forum: bool = True) -> Group:
        """A group with the bot as administrator."""
        with self.changed:
            self.groups[id] = Group(self, id, forum)
            return self.groups[id]

    def update(self, **content: Any) -> int:
        """Let the bot have an update with this content; its number."""
        with self.changed:
            self._next_update += 1
            self.updates.append({"update_id": self._next_update, **content})
            self.changed.notify_all()
            return self._next_update

    def file(self, data: bytes) -> dict[str, Any]:
        """A file that somebody uploads, as messages name it."""
        with self.changed:
            id = f"AgAD{len(self.files):05d}"
            self.files[id] = data
            return {"file_id": id, "file_unique_id": f"u{id}", "file_size": len(data)}

    def fails(self, method: str, *faults: Exception) -> None:
        """The next calls of `method` meet these: Refusal or Cut."""
        with self.changed:
            self.plan.add(method, *faults)

    def called(self, method: str) -> list[Call]:
        """The calls of a method so far."""
        with self.changed:
            return [call for call in self.calls if call.method == method.lower()]

    def wait[T](self, what: Callable[[], T | None], within: float = WITHIN) -> T:
        """The first true value of `what`, looked at after every change; AssertionError where there is none in time."""
        until = time.monotonic() + within
        with self.changed:
            while not (found := what()):
                left = until - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"did not happen within {within} s; last calls: {self.calls[-5:]}")
                self.changed.wait(left)
            return found

    def answer(self, token: str, method: str, params: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer a call and record it; raises Cut where the connection shall end."""
        method = method.lower()
        with self.changed:
            at = time.monotonic()
            status, answer = 0, dict[str, Any]()
            try:
                status, answer = 200, {"ok": True, "result": self._do(token, method, params)}
            except Refusal as no:
                status = no.code
                answer = {"ok": False, "error_code": no.code, "description": no.description}
                answer |= {"parameters": no.parameters} if no.parameters else {}
            finally:
                self.calls.append(Call(at, method, params, status, answer))
                self.changed.notify_all()
            return status, answer

    def _do(self, token: str, method: str, params: dict[str, Any]) -> Any:
        if token != self.token:
            raise Refusal(401, "Unauthorized")
        if method not in METHODS:
            raise Refusal(404, "Not Found")
        fault = self.plan.next(method)
        if fault is not None and not (isinstance(fault, Cut) and fault.after):
            raise fault
        check_names(method, params)
        if method in SENDS:
            self._spend()
        result = METHODS[method](self, params)
        if fault is not None:
            raise fault
        return result

    def _spend(self) -> None:
        """One send of the budget; what comes too soon is refused with 429, as Telegram does."""
        now = time.monotonic()
        while self._lately and self._lately[0] <= now - 1:
            self._lately.popleft()
        if self.budget and len(self._lately) >= self.budget:
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        self._lately.append(now)
        self.sends += 1


def posted(url: str, body: bytes, secret: str) -> int:
    """Post as Telegram does; the status, 0 where nobody answered."""
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}
    try:
        return httpx.post(url, content=body, headers=headers, timeout=5, trust_env=False).status_code
    except httpx.HTTPError:
        return 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # or of many senders at once some are turned away by the kernel, as no Bot API would

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is no news."""


def _handler(server: Emulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            bot, _, method = self.path.partition("?")[0].strip("/").partition("/")
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if bot == "file":
                self._file(method)
                return
            try:
                status, answer = server.answer(bot.removeprefix("bot"), method, _params(self.headers, self.path, body))
            except Cut:
                self.close_connection = True
                return
            self._send(status, "application/json", json.dumps(answer).encode())

        def _file(self, path: str) -> None:
            token, _, place = unquote(path).partition("/")
            data = server.files.get(place.rpartition("/")[2]) if token == f"bot{server.token}" else None
            self._send(200 if data is not None else 404, "application/octet-stream", data or b"")

        def _send(self, status: int, kind: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """The record is `calls`."""

    return Handler


def _params(headers: Any, path: str, body: bytes) -> dict[str, Any]:
    if headers.get("content-type", "").startswith("application/json"):
        found: dict[str, Any] = json.loads(body)
        return found
    if headers.get("content-type", "").startswith("multipart/form-data"):
        return _form(headers["content-type"], body)
    pairs = parse_qsl(path.partition("?")[2]) + parse_qsl(body.decode(), keep_blank_values=True)
    return {name: value if name in ("text", "callback_query_id") else _value(value) for name, value in pairs}


def _form(kind: str, body: bytes) -> dict[str, Any]:
    """What comes with files: each of them is its name and its bytes."""
    whole = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode() + body)
    found: dict[str, Any] = {}
    for part in whole.iter_parts():
        name, file = part["content-disposition"].params["name"], part.get_filename()
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        found[name] = (file, data) if file else data.decode() if name == "caption" else _value(data.decode())
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
