"""The HTTP face of understanding: what it refuses, and how, with a parser that needs no model."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.understanding import body_of
from nlu.web import LONGEST_BODY, LONGEST_TEXT, MOST_TEXTS, Server


class Echo:
    """Answers with what it was asked."""

    model_file = "m.tar.gz"
    fingerprint = "m"
    version = "3.6.21"

    def parse(self, texts: list[str]) -> list[dict[str, Any]]:
        """One answer a text."""
        return [{"text": text} for text in texts]


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """Where a server with the echo answers."""
    here = "127.0.0.1"
    server = Server((here, 0), Echo())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield here, server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def post(address: tuple[str, int], body: bytes, path: str = "/model/parse") -> tuple[int, Any]:
    """Status and answer of one POST."""
    with connected(address) as connection:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"{}", 400),
        (b'{"text": 1}', 400),
        (b'{"text": null}', 400),
        (b'{"text": ["a", 2]}', 400),
        (b'{"text": {"a": "b"}}', 400),
        (b'{"text": "\xff\xfe"}', 400),
        (b"[" * 20_000, 400),
        (b'{"text": ' + b"[" * 2_000 + b"]" * 2_000 + b"}", 400),
        (json.dumps({"text": "a" * (LONGEST_TEXT + 1)}).encode(), 400),
        (json.dumps({"text": ["a"] * (MOST_TEXTS + 1)}).encode(), 400),
        (b"x" * (LONGEST_BODY + 1), 413),
        (json.dumps({"text": "[[[[[[{{{{{{"}).encode(), 200),
        (json.dumps({"text": 'a \\" [[[[[['}).encode(), 200),
    ],
)
def test_each_bad_body_is_refused_in_words(address: tuple[str, int], body: bytes, status: int) -> None:
    """400 or 413 with a sentence; brackets inside a text are no nesting."""
    found, answer = post(address, body)
    assert found == status
    assert ("error" in answer) == (status != 200)


def test_the_longest_message_with_all_its_parts_is_taken(address: tuple[str, int]) -> None:
    """Chinese to the last character: itself, its parts, its hints, and once more with what was said before."""
    whole = "难" * LONGEST_TEXT
    status, answer = post(address, body_of([whole, *(["难" * (LONGEST_TEXT // 4)] * 8), whole]))
    assert status == 200 and answer[0]["text"] == whole


def test_a_length_of_many_zeros_is_none(address: tuple[str, int]) -> None:
    """The limit holds however the number is written."""
    with connected(address) as connection:
        connection.putrequest("POST", "/model/parse")
        connection.putheader("Content-Length", f"{'0' * 12}{LONGEST_BODY + 1}")
        connection.endheaders()
        assert connection.getresponse().status == 413


@contextmanager
def connected(address: tuple[str, int]) -> Iterator[http.client.HTTPConnection]:
    """One connection, closed at the end."""
    connection = http.client.HTTPConnection(*address, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def test_other_paths_say_what_there_is(address: tuple[str, int]) -> None:
    """A wrong path is 404 and names the right ones."""
    assert post(address, b"{}", "/model/train")[0] == 404
    with connected(address) as connection:
        connection.request("GET", "/nowhere")
        answer = connection.getresponse()
        assert answer.status == 404 and b"/model/parse" in answer.read()


def test_a_body_of_unknown_length_is_refused(address: tuple[str, int]) -> None:
    """Chunks could go on for ever; Rasa's clients send a length."""
    with connected(address) as connection:
        connection.putrequest("POST", "/model/parse")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()  # the answer does not wait for a chunk
        answer = connection.getresponse()
        assert answer.status == 411 and b"Content-Length" in answer.read()


def test_one_connection_serves_many_requests(address: tuple[str, int]) -> None:
    """Kept alive, also after a refusal whose body was read."""
    with connected(address) as connection:
        for body, status in ((b"{}", 400), (b'{"text": "a"}', 200), (b'{"text": ["a", "b"]}', 200)):
            connection.request("POST", "/model/parse", body)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status
        connection.request("GET", "/status")
        assert json.loads(connection.getresponse().read()) == {"model_file": "m.tar.gz", "fingerprint": "m"}
