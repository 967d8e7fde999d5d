"""How fast may be sent."""

from __future__ import annotations

from bot.pacing import Pace, Rate


class Clock:
    """A clock that is set."""

    now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_a_burst_and_then_one_a_second() -> None:
    """Three go at once, the others one after the other; rest brings the burst back."""
    rate = Rate(1, 3)
    assert [rate.reserve("a", 0.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert [rate.reserve("a", 100.0) for _ in range(4)] == [0, 0, 0, 1]
    assert rate.reserve("b", 0.0) == 0


def test_the_bot_has_one_budget() -> None:
    """Thirty a second over all chats."""
    pace = Pace(Clock(), bot=Rate(30, 1))
    waits = [pace.reserve(str(chat)) for chat in range(31)]
    assert round(waits[-1], 6) == 1.0


def test_a_longer_halt_stays() -> None:
    """A halt ends by the clock alone; a shorter one does not lift it."""
    clock = Clock()
    pace = Pace(clock)
    pace.halt(10)
    pace.halt(1)
    clock.now += 9
    assert pace.halted == 1
    clock.now += 1
    assert pace.halted == 0
