"""People who write to the bot by themselves: each asks for meals in three messages, and is done when it is opened."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.emulator import Emulator, User
from tests.emulator.record import Cut

ANSWERS = (("忌口", "少盐{id}"), ("对不对", "好的"), ("编号", ""))  # what the desk asks, and what is said to that
AFTER_AN_HOUR = "要接着办吗"  # asked where the clock says that somebody was away for long
FIRST = "长者助餐 {age}岁 深圳市罗湖区翠竹街道12号 送到家里 明天开始"


class Caller(User):
    """One of them; a question that comes twice is answered once."""

    def __init__(self, crowd: Crowd, id: int) -> None:
        super().__init__(crowd.emulator, id, f"来电{id}", "zh-hans")
        self.crowd = crowd
        self.stage = 0
        self.slowest = 0.0  # seconds from a message to what answers it
        self.said = 0  # messages so far
        self._wrote = 0.0
        self._before = ""  # what was read last

    @property
    def age(self) -> int:
        """What this one says."""
        return 60 + self.id % 40

    @property
    def done(self) -> bool:
        """Whether the number of the request was read."""
        return self.stage == len(ANSWERS)

    def say(self, text: str) -> int:
        """Write, and look at the watch."""
        self.said += 1
        self._wrote = time.monotonic()
        return super().say(text)

    def begin(self) -> None:
        """Write the first message."""
        self.say(FIRST.format(age=self.age))

    def received(self, content: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        """Take a message of the bot's, and answer what it asks."""
        message = super().received(content, params)
        again, self._before = content["text"] == self._before, content["text"]
        if AFTER_AN_HOUR in content["text"] and not self.done:
            if again:
                return message
            self.stage = max(0, self.stage - 1)  # what was asked comes again, and is answered again
            self.say("接着办")
        elif not self.done and ANSWERS[self.stage][0] in content["text"]:
            said = ANSWERS[self.stage][1]
            self.stage += 1
            took = time.monotonic() - self._wrote
            self.slowest = max(self.slowest, took)
            self.crowd.times.append((self._wrote, took))
            if said:
                self.say(said.format(id=self.id))
            else:
                self.crowd.left(self)
        return message


class Crowd:
    """So many at once: whoever is done makes room for the next, until there were enough."""

    def __init__(self, emulator: Emulator, at_once: int) -> None:
        self.emulator, self.at_once = emulator, at_once
        self.callers: list[Caller] = []
        self.open = True
        self.finished = 0
        self.times: list[tuple[float, float]] = []  # when each message was written, and seconds until its answer

    def comes(self) -> None:
        """One more begins."""
        with self.emulator.changed:
            self._next()

    def come(self) -> None:
        """All begin."""
        with self.emulator.changed:
            for _ in range(self.at_once):
                self._next()

    def left(self, _: Caller) -> None:
        """One is done."""
        self.finished += 1
        if self.open and self.at_once:
            self._next()

    def beyond(self, callers: int) -> bool:
        """Whether more than so many are done."""
        return self.finished > callers

    def enough(self, callers: int, within: float) -> bool:
        """Whether so many were helped within so many seconds; then nobody new comes."""
        try:
            self.emulator.wait(lambda: self.finished >= callers, within)
        except AssertionError:
            return False
        finally:
            self.close()
        return True

    def close(self) -> None:
        """Nobody new comes."""
        with self.emulator.changed:
            self.open = False

    def all_done(self, within: float) -> bool:
        """Whether everybody was helped within so many seconds."""
        try:
            self.emulator.wait(lambda: self.finished == len(self.callers), within)
        except AssertionError:
            return False
        return True

    def waiting(self) -> list[Caller]:
        """Who was not helped."""
        return [caller for caller in self.callers if not caller.done]

    def _next(self) -> None:
        caller = Caller(self, 100_000 + len(self.callers))
        self.callers.append(caller)
        self.emulator.users[caller.id] = caller
        caller.begin()


class Striking(Emulator):
    """A Bot API in whose hands the sender dies: the message is taken, and nobody reads that it was."""

    _left = _target = 0
    weather: Callable[[], None] | None = None  # what each send meets first; may raise Refusal

    def strike(self, sends: int, target: int) -> None:
        """Kill that process at the so many-th send from now on; 0: do not."""
        with self.changed:
            self._left, self._target = sends, target

    def _do(self, token: str, method: str, params: dict[str, Any]) -> Any:
        if method == "sendmessage" and self.weather is not None:
            self.weather()
        result = super()._do(token, method, params)
        if method == "sendmessage" and self._left:
            self._left -= 1
            if not self._left:
                os.kill(self._target, signal.SIGKILL)
                raise Cut(after=True)
        return result


def pause(seconds: float) -> None:
    """Let the desk work for so long before it is killed."""
    threading.Event().wait(seconds)
