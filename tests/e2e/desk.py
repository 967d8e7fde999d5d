"""The desk as people and operators have it: a process of its own, spoken to over its fixed outside only."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.terminal import typed
from tests.eventually import WITHIN
from tests.ports import NOBODY, free_port

NUANXIN = str(Path(sys.executable).with_name("nuanxin"))
NUMBER = re.compile(r"NX-\d{6}-\d{6}")
CODE = re.compile(r"(?:查询码|查詢碼|[Cc]ode)[：:]?\s*([0-9A-Z]{8})")


def environment(home: Path, settings: dict[str, str]) -> dict[str, str]:
    """This machine's environment with these settings and no others."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUANXIN_") and name != "PORT"}
    return clean | {"NUANXIN_HOME": str(home)} | {f"NUANXIN_{name.upper()}": value for name, value in settings.items()}


class Desk:
    """One home and the process that serves it; it can be killed and started again on the same port."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home, self.settings, self.port = home, settings, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = home.parent  # where commands are run
        self.log = home.parent / f"{home.name}.log"
        self.process: subprocess.Popen[str] | None = None
        self.told: list[str] = []
        self.citizens: list[Citizen] = []

    @property
    def env(self) -> dict[str, str]:
        """The environment of every command of this desk."""
        return environment(self.home, self.settings)

    def start(self, *command: str) -> Desk:
        """Start it and wait for "ready"; what it printed is in `told`."""
        self.told = []
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [NUANXIN, *(command or ("demo",))],
                env=self.env | {"PORT": str(self.port)},
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        if self.settings.get("nlu_url") == NOBODY:
            return self._serving()  # "ready" waits for understanding, and tests need not
        for line in self.process.stdout:
            self.told.append(line.strip())
            if line.startswith("chat "):
                return self
        self._gone()
        raise AssertionError(f"the desk ended before it was ready:\n{self.log.read_text()}")

    def _serving(self) -> Desk:
        pause = threading.Event()
        while self.process is not None and self.process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/healthz", trust_env=False).status_code == httpx.codes.OK:
                    return self
            pause.wait(0.05)
        self._gone()
        raise AssertionError(f"the desk ended before it was ready:\n{self.log.read_text()}")

    def kill(self) -> None:
        """SIGKILL for its whole process group, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self._gone()

    def stop(self) -> None:
        """Ctrl-C; everybody hangs up."""
        for citizen in self.citizens:
            citizen.close()
        if self.process is not None:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
            self._gone()

    def _gone(self) -> None:
        assert self.process is not None and self.process.stdout is not None
        self.process.wait(WITHIN)
        self.process.stdout.close()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command `nuanxin` with these words in a process of its own, beside the running desk."""
        return subprocess.run(
            [NUANXIN, *words],
            env=self.env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )

    def nuanxin(self, *words: str) -> str:
        """What the command printed, run within the tests' own process; it must have gone well."""
        code, printed, wrong = typed(words, self.env, self.folder)
        assert code == 0, wrong
        return printed

    def ticket(self, number: str) -> dict[str, Any]:
        """A request as staff's programs read it."""
        found: dict[str, Any] = json.loads(self.nuanxin("tickets", "show", number, "--json", "--as", "demo"))
        return found

    def tickets(self) -> list[dict[str, Any]]:
        """All requests."""
        found: list[dict[str, Any]] = json.loads(self.nuanxin("tickets", "list", "--json", "--as", "demo"))
        return found

    def citizen(self, language: str = "zh_Hans") -> Citizen:
        """Somebody who never wrote before."""
        token = self.settings.get("rest_token", "")
        self.citizens.append(Citizen(self.url, f"c-{secrets.token_hex(6)}", language, token))
        return self.citizens[-1]


class Citizen:
    """A person at the other end of the REST channel."""

    def __init__(self, url: str, sender: str, language: str = "zh_Hans", token: str = "") -> None:
        self.sender, self.language = sender, language
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False, headers=headers)
        self.replies: list[dict[str, Any]] = []
        self.script: list[str] = []  # both sides, for whoever reads a failure
        self.last_event = ""

    def say(self, text: str, **metadata: Any) -> str:
        """Send a message; the texts that came back."""
        body = {"sender": self.sender, "message": text, "metadata": {"language": self.language, **metadata}}
        answer = self._http.post("/webhooks/rest/webhook", json=body)
        assert answer.status_code == 200, answer.text
        self._heard(answer.json(), text)
        return self.text

    def _heard(self, replies: list[dict[str, Any]], said: str = "") -> None:
        self.replies = replies
        self.script += [f"> {said}"] if said else []
        self.script += [f"  {r['text']} {[b['title'] for b in r.get('buttons', [])]}" for r in replies]

    @property
    def text(self) -> str:
        """The texts of the last replies."""
        return "\n".join(reply.get("text", "") for reply in self.replies)

    @property
    def buttons(self) -> dict[str, str]:
        """The buttons of the last replies: title → payload."""
        return {b["title"]: b["payload"] for reply in self.replies for b in reply.get("buttons", [])}

    def press(self, title: str) -> str:
        """Press the button that reads so."""
        assert title in self.buttons, self.story
        return self.say(self.buttons[title])

    @property
    def story(self) -> str:
        """All that was said."""
        return "\n".join(self.script)

    def number(self) -> str:
        """The request's number in the last replies."""
        found = NUMBER.search(self.text)
        assert found, self.story
        return found[0]

    def code(self) -> str:
        """The query code in the last replies."""
        found = CODE.search(self.text)
        assert found, self.story
        return found[1]

    @contextmanager
    def listening(self, after: str = "") -> Iterator[Events]:
        """The events from now on; with `after` also those that followed that event."""
        headers = {"Last-Event-ID": after} if after else {}
        with self._http.stream(
            "GET", "/webhooks/rest/events", params={"sender": self.sender}, headers=headers
        ) as stream:
            assert stream.status_code == 200
            yield Events(self, stream)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class Events:
    """An open stream of events."""

    def __init__(self, citizen: Citizen, stream: httpx.Response) -> None:
        self._citizen, self._lines = citizen, stream.iter_lines()
        self.seen: list[dict[str, Any]] = []
        self.ids: list[str] = []

    def until(self, words: str, within: float = WITHIN) -> dict[str, Any]:
        """Read on until a message holds these words; its buttons can be pressed."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            one = self.next()
            if words in one["text"]:
                return one
        raise AssertionError(f"{words!r} did not come; came: {self.seen}\n{self._citizen.story}")

    def next(self) -> dict[str, Any]:
        """The next message."""
        id = ""
        for line in self._lines:
            name, _, value = line.partition(":")
            if name == "id":
                id = value.strip()
            elif name == "data":
                one: dict[str, Any] = json.loads(value)
                self.seen.append(one)
                self.ids.append(id)
                self._citizen._heard([one])
                return one
        raise AssertionError("the stream of events ended")


@contextmanager
def running(home: Path, command: str = "demo", **settings: str) -> Iterator[Desk]:
    """A desk from "ready" to its end."""
    home.mkdir(parents=True, exist_ok=True)
    desk = Desk(home, **settings)
    try:
        yield desk.start(command)
    finally:
        desk.stop()
