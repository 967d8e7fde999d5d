"""The desk as the process that people run, killed and started again, against a Bot API on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.emulator import Emulator
from tests.emulator.server import posted
from tests.ports import NOBODY, free_port

LOADED_S = 60  # seconds that a process may take to load on a busy machine


@contextmanager
def served(emulator: Emulator, home: Path, *, webhook: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """`nuanxin serve` with Telegram, polling or posted to; understanding is away."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("NUANXIN_")} | {
        "NUANXIN_HOME": str(home),
        "NUANXIN_NLU_URL": NOBODY,
        "NUANXIN_TELEGRAM_TOKEN": emulator.token,
        "NUANXIN_TELEGRAM_API_URL": emulator.url,
        "PORT": str(port),
    }
    if webhook:
        env["NUANXIN_TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("nuanxin")), "serve"]
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(command, env=env, cwd=home, stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(20)


def test_a_form_goes_on_after_a_kill(tmp_path: Path) -> None:
    """SIGKILL in the middle of a form, an answer while nobody is there, a new start: the next question comes, once."""
    with Emulator() as emulator:
        user = emulator.user()
        with served(emulator, tmp_path) as process:
            user.say("/menu")
            user.sees("您想办哪一类的事", within=LOADED_S)
            user.say("长者助餐")
            user.sees("多大年纪")
            process.kill()
            process.wait(10)
        user.say("79")
        with served(emulator, tmp_path):
            user.sees("住在哪里", within=LOADED_S)
        assert sum("住在哪里" in text for text in user.texts) == 1
    assert emulator.token.partition(":")[2] not in (tmp_path / "log").read_text(encoding="utf-8")


def test_by_webhook_nothing_is_lost_or_let_in(tmp_path: Path) -> None:
    """Posts are answered, also those of a time when nobody was there; without secret, path or shape nothing is."""
    with Emulator() as emulator:
        user = emulator.user()
        with served(emulator, tmp_path, webhook=True) as process:
            user.say("/menu")
            user.sees("您想办哪一类的事", within=LOADED_S)
            user.say("长者助餐")
            user.sees("多大年纪")
            update = json.dumps({"update_id": 1, "message": user.written(99, {"text": "/menu"})}).encode()
            assert posted(emulator.webhook, update, "") == posted(emulator.webhook, update, "x" * 48) == 403
            assert posted(emulator.webhook[:-1] + "z", update, emulator.secret) == 404
            for body in (b"", b"[]", b"{}", b'{"update_id": "1"}', b"[" * 5000):
                assert posted(emulator.webhook, body, emulator.secret) == 400
            assert posted(emulator.webhook, b" " * 600_000, emulator.secret) == 413
            process.kill()
            process.wait(10)
        user.say("79")
        emulator.wait(lambda: 0 in emulator.posted)
        with served(emulator, tmp_path, webhook=True):
            user.sees("住在哪里", within=LOADED_S)
        assert sum("住在哪里" in text for text in user.texts) == 1
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert emulator.secret not in log and emulator.webhook.rpartition("/")[2] not in log


def test_two_processes_do_not_poll_one_bot_silently(tmp_path: Path) -> None:
    """Whoever loses says so, in words for the operator, and people are answered all the same, once."""
    homes = [tmp_path / "a", tmp_path / "b"]
    for home in homes:
        home.mkdir()
    with Emulator() as emulator:
        user = emulator.user()
        with served(emulator, homes[0]), served(emulator, homes[1]):
            emulator.wait(lambda: any(call.status == 409 for call in emulator.calls), within=LOADED_S)
            user.say("/menu")
            user.sees("您想办哪一类的事")
    assert any("telegram.conflict" in (home / "log").read_text(encoding="utf-8") for home in homes)
