"""How fast one may send: for a bot as a whole, for each chat, and not at all while the other side said stop."""

from __future__ import annotations

from collections.abc import Callable

REMEMBERED = 10_000  # chats; those that are at rest again are forgotten first


class Rate:
    """`per_second` on average, `burst` at once; kept for each key apart."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._interval = 1 / per_second
        self._slack = (burst - 1) * self._interval
        self._next: dict[str, float] = {}

    def reserve(self, key: str, now: float) -> float:
        """Take the next place; the seconds until it comes."""
        due = max(self._next.get(key, now), now)
        self._next[key] = due + self._interval
        if len(self._next) > REMEMBERED:
            self._next = {k: at for k, at in self._next.items() if at > now}
        return max(0.0, due - self._slack - now)


class Pace:
    """One bot's budget; `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float], *, bot: Rate | None = None, chat: Rate | None = None) -> None:
        self._clock = clock
        self._bot = bot or Rate(30, 10)
        self._chat = chat or Rate(1, 6)  # Telegram bears short bursts: an answer is often two or three messages
        self._halted = 0.0

    def reserve(self, chat: str) -> float:
        """Take a place for a message to `chat`; the seconds until it may go."""
        now = self._clock()
        return max(self._bot.reserve("", now), self._chat.reserve(chat, now))

    def halt(self, seconds: float) -> None:
        """Nothing goes for so long; a longer halt that runs already stays."""
        self._halted = max(self._halted, self._clock() + seconds)

    @property
    def halted(self) -> float:
        """The seconds that the halt still lasts; 0 where there is none."""
        return max(0.0, self._halted - self._clock())
