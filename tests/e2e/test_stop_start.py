"""Stopped, killed, half there, or started wrongly: nothing that was said is lost, and whoever mends it is told how."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.conftest import KEY
from tests.e2e.carry import carry
from tests.e2e.desk import Desk
from tests.eventually import WITHIN, eventually
from tests.ports import NOBODY

FIRE = "家里昨天着火了没地方住"
MEAL = {"age": "83", "address": "深圳市罗湖区翠竹路5号", "dining": "送到家里", "start": "明天"}


class Slow:
    """An understanding that is there but answers nothing."""

    def __init__(self) -> None:
        self.asked, self.over = threading.Event(), threading.Event()
        slow = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def do_POST(self) -> None:
                slow.asked.set()
                slow.over.wait(WITHIN)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@contextmanager
def slow() -> Iterator[Slow]:
    """Such an understanding, while it is wanted."""
    found = Slow()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.over.set()
    found.server.shutdown()
    found.server.server_close()


def test_a_form_goes_on_after_a_kill(make_desk: Callable[..., Desk]) -> None:
    """SIGKILL of the process group between two answers, a new start: the next question, the old answers."""
    desk = make_desk().start()
    one = desk.citizen()
    one.say("长者助餐")
    assert "住在哪里" in one.say("83")
    desk.kill()
    desk.start()
    assert "送到家里" in one.say("深圳市罗湖区翠竹路5号")
    one.press("送到家里")
    one.say("明天")
    one.say("跳过")
    while "没错，提交" not in one.buttons:
        one.say("跳过")
    one.press("没错，提交")
    assert desk.ticket(one.number())["details"]["age"] == 83
    desk.kill()
    desk.start()
    assert one.say("查进度")
    assert "NX-" in one.text


def test_what_was_accepted_is_answered_after_a_kill(make_desk: Callable[..., Desk]) -> None:
    """Killed between taking a message and answering it: the answer comes once, as an event, after the new start."""
    with slow() as understanding, ThreadPoolExecutor(1) as pool:
        desk = make_desk(nlu_url=understanding.url, understanding_timeout="20").start()
        one = desk.citizen()
        lost = pool.submit(one.say, FIRE)
        assert understanding.asked.wait(WITHIN)
        desk.kill()
        with pytest.raises(httpx.HTTPError):
            lost.result(WITHIN)
    desk.settings["nlu_url"] = NOBODY
    desk.start()
    with one.listening() as events:
        assert events.next()["text"]
    assert one.say("菜单")  # its turn comes after whatever the first message still had to bring
    untroubled = desk.citizen()
    untroubled.say(FIRE)
    with closing(sqlite3.connect(desk.home / "desk.db")) as database:
        said = database.execute("SELECT count(*) FROM outbox WHERE cause = (SELECT 'in:' || min(id) FROM inbox)")
        assert said.fetchone() == (len(untroubled.replies),)


def test_an_answer_that_takes_too_long_follows_as_an_event(make_desk: Callable[..., Desk]) -> None:
    """The post is answered with an empty list within five seconds or so, and nothing is lost."""
    with slow() as understanding:
        desk = make_desk(nlu_url=understanding.url, understanding_timeout="20").start()
        one = desk.citizen()
        with one.listening() as events:
            began = time.monotonic()
            assert one.say(FIRE) == ""
            assert 4.5 < time.monotonic() - began < 15
            assert one.replies == []
            understanding.over.set()
            assert events.next()["text"]


def test_with_understanding_killed_the_rest_works(make_desk: Callable[..., Desk], trained: None) -> None:
    """Gate, menu, forms, status and "a person please" work meanwhile, and it comes back by itself."""
    desk = make_desk(nlu_url="", rest_token="of-this-test")
    desk.nuanxin("staff", "add", "demo", "--role", "supervisor")
    desk.nuanxin("staff", "duty", "demo", "on")
    desk.start("serve")
    understanding = _understanding(desk)
    one, other, third = desk.citizen(), desk.citizen(), desk.citizen()
    understanding.kill()
    understanding.wait(WITHIN)
    assert "12356" in other.say("我不想活了")
    assert "您想办哪一类的事" in one.say("菜单")
    number = carry(one, "meal_service", "长者助餐", MEAL)
    assert number in one.say("查进度")
    assert "叫人" in third.say("找人工")
    with httpx.Client(base_url=desk.url, trust_env=False, timeout=20) as http:
        eventually(lambda: http.get("/readyz").json()["understanding"], within=60)
    back = _understanding(desk)
    assert back.pid != understanding.pid
    desk.stop()
    assert not back.is_running()


def _understanding(desk: Desk) -> psutil.Process:
    assert desk.process is not None
    children = psutil.Process(desk.process.pid).children(recursive=True)
    return next(child for child in children if any("serve.py" in word for word in child.cmdline()))


def test_on_postgresql_as_on_sqlite(make_desk: Callable[..., Desk], postgres_url: str) -> None:
    """The same main job, killed in the middle; with a database of one's own a key of one's own is asked for."""
    desk = make_desk(database_url=postgres_url)
    refused = desk.run("demo")
    assert refused.returncode == 1
    assert "NUANXIN_ENCRYPTION_KEYS" in refused.stderr
    desk.settings["encryption_keys"] = KEY
    desk.start()
    one = desk.citizen()
    one.say("长者助餐")
    desk.kill()
    desk.start()
    one.say("83")
    number = carry(one, "meal_service", "深圳市罗湖区翠竹路5号", MEAL)
    with one.listening() as events:
        desk.nuanxin("tickets", "reply", number, "明天起送", "--as", "demo")
        events.until("明天起送")
    assert desk.ticket(number)["details"]["age"] == 83


def test_ctrl_c_ends_it(make_desk: Callable[..., Desk]) -> None:
    """Quietly, with exit code 0 and no traceback."""
    desk = make_desk().start()
    desk.stop()
    assert desk.process is not None and desk.process.returncode == 0
    assert "Traceback" not in desk.log.read_text()


def _broken(folder: Path, text: str) -> str:
    folder.mkdir()
    (folder / "lift_repair.yml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: [", "lift_repair.yml"),
        ("id: something_else\n", "must be the file's name"),
        ("id: lift_repair\ngroup: nonsense\ndetails: []\n", "group: 'nonsense'"),
        ("- a list\n", "expected keys with values"),
        ("\x00\x01", "lift_repair.yml"),
    ],
)
def test_a_broken_service_file_is_named(make_desk: Callable[..., Desk], tmp_path: Path, text: str, told: str) -> None:
    """File and key, in one sentence."""
    _refused(make_desk(services_folder=_broken(tmp_path / "services", text)), "lift_repair.yml", told)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"database_url": "nonsense"}, "NUANXIN_DATABASE_URL"),
        ({"database_url": "oracle://localhost/desk"}, "NUANXIN_DATABASE_URL"),
        ({"database_url": "postgresql://u:secret-word@127.0.0.1:9/desk", "encryption_keys": KEY}, "127.0.0.1"),
        ({"database_url": "sqlite:////proc/nowhere/desk.db"}, "/proc/nowhere"),
        ({"encryption_keys": "k1:short"}, "NUANXIN_ENCRYPTION_KEYS"),
        ({"jurisdiction": "atlantis"}, "atlantis"),
        ({"nlu_url": "ftp://example"}, "NUANXIN_NLU_URL"),
        ({"workers": "many"}, "NUANXIN_WORKERS"),
        ({"services_folder": "/nowhere/at/all"}, "/nowhere/at/all"),
        ({"host": "192.0.2.1"}, "192.0.2.1"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_setting_is_named(make_desk: Callable[..., Desk], settings: dict[str, str], told: str) -> None:
    """One sentence that names it; no secret in it."""
    error = _refused(make_desk(**settings), told)
    assert "secret-word" not in error


def test_a_home_that_cannot_be_written_is_named(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    desk = make_desk()
    (tmp_path / "file").write_text("")
    desk.home = tmp_path / "file" / "home"
    _refused(desk, str(tmp_path / "file"))


def test_a_taken_port_is_named(make_desk: Callable[..., Desk]) -> None:
    """With what to do."""
    desk = make_desk()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", desk.port))
        taken.listen()
        _refused(desk, str(desk.port), "PORT")


def _refused(desk: Desk, *told: str) -> str:
    """It ends at once with exit code 1 and one sentence."""
    refused = desk.run("demo", "--port", str(desk.port))
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    sentence = refused.stderr.strip().splitlines()[-1]
    assert sentence.startswith("nuanxin: ")
    for words in told:
        assert words in refused.stderr, refused.stderr
    return refused.stderr
