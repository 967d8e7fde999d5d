"""Many requests move on at once: notices by the thousand while people chat, within the budget of a Bot API."""

from __future__ import annotations

import heapq
import random
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions.desk.say import Say
from actions.store import Keyring, Store, open_store
from tests.bench.measure import ROOT
from tests.bench.process import Program
from tests.emulator import Emulator
from tests.emulator.user import User
from tests.ports import free_port

BUDGET = 30  # sends a second, for the emulator as for Telegram
PEOPLE, THINKING = 200, 45.0  # who chat, and the seconds between their messages, on average
A_FEW = 20  # steps that commit together
EACH = 2  # notices a person, so that order can be judged
LINES = (
    "/menu",
    "长者助餐",
    "79",
    "深圳市罗湖区翠竹街道",
    "送到家里",
    "明天",
    "跳过",
    "没错，提交",
    "谢谢",
    "我要补充情况",
    "算了",
)
FIRST_CHATTER, FIRST_READER = 10_000, 100_000
WARM, PATIENCE = 20.0, 1800.0


class Reader(User):
    """Somebody whose requests move on."""

    def received(self, content: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        """Take a notice."""
        self.messages.append({"text": content["text"]})
        self._last += 1
        return {"message_id": self._last, "date": 0, "chat": self.chat, **content}


class Chatter(User):
    """Somebody who chats: the next line some time after an answer, or after a while without one."""

    def __init__(self, server: Emulator, id: int) -> None:
        super().__init__(server, id, str(id), "zh-hans")
        self.asked_at = 0.0  # 0: nothing is open
        self.place = id % len(LINES)
        self.took: list[float] = []

    def received(self, content: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        """Take an answer; the first after a line is timed."""
        if self.asked_at:
            self.took.append(time.monotonic() - self.asked_at)
            self.asked_at = 0.0
        self._last += 1
        return {"message_id": self._last, "date": 0, "chat": self.chat, **content}

    def speaks(self) -> None:
        """Say the next line."""
        self.place = (self.place + 1) % len(LINES)
        with self.server.changed:
            if not self.asked_at:
                self.asked_at = time.monotonic()
            self.say(LINES[self.place])


@dataclass
class Noticed:
    """What was measured."""

    notices: int
    seconds: float = 0.0
    sends: int = 0
    refused: int = 0  # 429
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    took: Sequence[float] = field(default_factory=tuple)

    def line(self) -> str:
        """As one line."""
        took = sorted(self.took) or [0.0]
        p50, p95 = (took[int(len(took) * share)] for share in (0.5, 0.95))
        shown: Mapping[str, object] = {
            "count": self.notices,
            "people": PEOPLE,
            "sends_per_s": f"{self.sends / max(self.seconds, 0.001):.1f}",
            "refused": self.refused,
            "answers": len(took),
            "answer_p50_ms": f"{1000 * p50:.0f}",
            "answer_p95_ms": f"{1000 * p95:.0f}",
            "lost": self.lost,
            "doubled": self.doubled,
            "disordered": self.disordered,
        }
        reached = self.sends >= 28 * self.seconds and not (self.refused or self.lost or self.doubled or self.disordered)
        words = " ".join(f"{name}={value}" for name, value in shown.items())
        return f"notices  {words} {'reached' if reached and p95 < 1.5 else 'MISSED'}"


def measure(count: int, database_url: str = "") -> Noticed:
    """Run it: the desk as `make demo` starts it, understanding included; `count` notices."""
    with tempfile.TemporaryDirectory(prefix="nuanxin-bench-") as folder, Emulator(budget=BUDGET) as emulator:
        home, key = Path(folder), Keyring.new_key()
        settings = {
            "PORT": str(free_port()),
            "NUANXIN_HOME": folder,
            "NUANXIN_DATABASE_URL": database_url,
            "NUANXIN_ENCRYPTION_KEYS": key,
            "NUANXIN_TELEGRAM_TOKEN": emulator.token,
            "NUANXIN_TELEGRAM_API_URL": emulator.url,
            "NUANXIN_REDIS_URL": "",
            "NUANXIN_NLU_URL": "",
        }
        store = open_store(database_url or f"sqlite:///{home / 'desk.db'}", Keyring.parse(key))
        store.migrate()
        with Program(["make", "-s", "demo"], ROOT, home / "demo.log", settings):
            found = _run(emulator, store, count)
        store.close()
    return found


def _run(emulator: Emulator, store: Store, count: int) -> Noticed:
    probe = emulator.user(FIRST_CHATTER - 1)
    probe.say("/menu")
    probe.sees("您想办哪一类的事", within=300)
    chatters = [Chatter(emulator, FIRST_CHATTER + place) for place in range(PEOPLE)]
    readers = [Reader(emulator, FIRST_READER + place, str(place), "") for place in range(count // EACH)]
    for one in (*chatters, *readers):
        emulator.users[one.id] = one
        one.started = True
    stop = threading.Event()
    talking = threading.Thread(target=_talk, args=(chatters, stop))
    talking.start()
    stop.wait(WARM)
    for chatter in chatters:
        chatter.took.clear()
    first, began = len(emulator.calls), time.monotonic()
    _notify(store, readers)
    try:
        emulator.wait(lambda: emulator.sends >= count and sum(len(r.messages) for r in readers) >= count, PATIENCE)
        seconds = time.monotonic() - began
        calls = emulator.calls[first:]
    finally:
        stop.set()
        talking.join()
    sends = [call for call in calls if call.method == "sendmessage" and call.status == 200]
    texts = [[message["text"] for message in reader.messages] for reader in readers]
    return Noticed(
        count,
        seconds,
        len(sends),
        sum(call.status == 429 for call in calls),
        sum(EACH - len(set(said)) for said in texts),
        sum(len(said) - len(set(said)) for said in texts),
        sum(said != sorted(said) for said in texts),
        [took for chatter in chatters for took in chatter.took],
    )


def _talk(chatters: Sequence[Chatter], stop: threading.Event) -> None:
    """Everybody says a line now and then, whatever the answer."""
    chance = random.Random(7)
    due = [(time.monotonic() + chance.uniform(0, THINKING), place) for place in range(len(chatters))]
    heapq.heapify(due)
    while not stop.is_set():
        at, place = due[0]
        if stop.wait(max(0.0, at - time.monotonic())):
            return
        chatters[place].speaks()
        heapq.heapreplace(due, (time.monotonic() + chance.uniform(0.5, 1.5) * THINKING, place))


def _notify(store: Store, readers: Sequence[Reader]) -> None:
    """What an office's list of steps comes to: each person's first, then each person's second, a few at a time."""
    for step in range(EACH):
        for first in range(0, len(readers), A_FEW):
            with (
                store.unit() as unit
            ):  # a long one would hold up everybody's turns on SQLite, and is not how staff work
                for reader in readers[first : first + A_FEW]:
                    talk = unit.conversations.load("telegram", str(reader.id), now=datetime.now(UTC)).id
                    unit.outbox.put(talk, [Say("say.words", {"words": f"第 {step + 1} 步"})], lane="notice")
                unit.commit()
