"""
The people who write, as a process of its own: `python -m tests.bench.client URL CONVERSATIONS SECONDS`.

Each conversation is a thread with one kept-alive connection, says the talk to the end and begins again as somebody
else, or with `--senders NAME:N` as the next of those. Prints one JSON object: the turns within the time, their
latencies in ms, and what was answered wrongly.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import itertools
import json
import secrets
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.bench.talk import TALK, words_of

PATH = "/webhooks/rest/webhook"
TIMEOUT = 60


class Post:
    """One kept-alive connection to a REST channel."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        self._http = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
        self._headers = {"Content-Type": "application/json"}
        if parts.password:  # http://any:TOKEN@host: the channel's bearer token
            self._headers["Authorization"] = f"Bearer {parts.password}"

    def json(self, path: str, body: dict[str, Any]) -> Any:
        """Post, and read the answer; raises OSError or http.client.HTTPException."""
        data = json.dumps(body).encode()
        self._http.request("POST", path, data, self._headers)
        response = self._http.getresponse()
        answer = response.read()
        if response.status != http.client.OK:
            raise http.client.HTTPException(f"{response.status}: {answer[:200]!r}")
        return json.loads(answer)

    def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Say something; what was answered."""
        answer: list[dict[str, Any]] = self.json(PATH, {"sender": sender, "message": text})
        return answer

    def close(self) -> None:
        """Hang up."""
        self._http.close()


class Load:
    """What all conversations of one run share."""

    def __init__(self, url: str, senders: Iterator[str], seconds: float) -> None:
        self._url, self._senders, self._lock = url, senders, threading.Lock()
        self._began = time.perf_counter()
        self._until = self._began + seconds
        self.turns: list[float] = []  # milliseconds each
        self.talks = 0
        self.wrong: list[str] = []
        self.ended = self._began

    def _sender(self) -> str | None:
        with self._lock:
            return next(self._senders, None)

    def converse(self) -> None:
        """Talk until the time is over, or nobody is left, or something is wrong."""
        post = Post(self._url)
        while not self.wrong and (sender := self._sender()) is not None and self._talk(post, sender):
            self.talks += 1
        post.close()

    def _talk(self, post: Post, sender: str) -> bool:
        for text, expected in TALK:
            began = time.perf_counter()
            try:
                answer = words_of(post.say(sender, text))
            except (OSError, http.client.HTTPException, ValueError) as error:
                answer = repr(error)
            ended = time.perf_counter()
            if ended > self._until:
                return False
            if expected not in answer:
                self.wrong.append(f"to {text!r} came {answer!r}, which holds no {expected!r}")
                return False
            self.turns.append(1000 * (ended - began))
            self.ended = max(self.ended, ended)
        return True

    @property
    def seconds(self) -> float:
        """From the beginning to the last turn that counts."""
        return self.ended - self._began


def main() -> None:
    """Run, and print what was seen."""
    options = _options().parse_args()
    mark = secrets.token_hex(4)
    senders: Iterator[str] = (f"bench-{mark}-{n}" for n in itertools.count())
    if options.senders:
        name, count = options.senders.split(":")
        senders = (f"{name}{n}" for n in range(int(count)))
    gc.disable()
    load = Load(options.url, senders, options.seconds)
    threads = [threading.Thread(target=load.converse) for _ in range(options.conversations)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"turns": load.turns, "talks": load.talks, "seconds": load.seconds, "wrong": load.wrong}))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("url")
    options.add_argument("conversations", type=int)
    options.add_argument("seconds", type=float)
    options.add_argument("--senders", default="", help="NAME:N says it as NAME0 … NAME<N-1>, once each")
    return options


if __name__ == "__main__":
    main()
