"""Whom staff are shown first."""

from __future__ import annotations

from datetime import timedelta

from actions.desk.incident import DANGER
from actions.desk.person import HandOver, Incident
from bot.who_waits import Waiting
from data.model import CRISES
from tests.unit.desk.builders import NOW


def alarm(kind: str, minutes: int, *, own: bool = False) -> Incident:
    """Raised so many minutes ago."""
    return Incident("i", "c", "p", kind, own, "x", NOW - timedelta(minutes=minutes))


def talk(state: str, reason: str, minutes: int) -> HandOver:
    """A call, or a talk of Li's, since so many minutes."""
    return HandOver("c", state, reason, NOW - timedelta(minutes=minutes), "li" if state == "held" else "")


def test_danger_that_nobody_looks_after_comes_first() -> None:
    """By what may cost a life soonest, then by who waits longest; that it is one's own moves nobody up."""
    board = {
        "unconscious": Waiting("c", [alarm("medical", 1)]),
        "wants to die": Waiting("c", [alarm("self_harm", 9, own=True)], talk=talk("waiting", "crisis", 9)),
        "so does another": Waiting("c", [alarm("self_harm", 3)]),
        "beaten": Waiting("c", [alarm("violence", 30, own=True)]),
        "forgotten": Waiting("c", had=alarm("violence", 200), talk=talk("waiting", "crisis", 8)),
        "lost, alarm long past": Waiting("c", talk=talk("waiting", "crisis", 60)),
        "a colleague talks there": Waiting("c", [alarm("medical", 20)], talk=talk("held", "crisis", 20)),
        "called first": Waiting("c", talk=talk("waiting", "wanted", 40)),
        "called": Waiting("c", talk=talk("waiting", "stuck", 5)),
        "in good hands": Waiting("c", taken=[alarm("medical", 50, own=True)], talk=talk("held", "crisis", 45)),
        "taken and ended": Waiting("c", taken=[alarm("violence", 10)]),
    }
    assert sorted(board, key=lambda name: board[name].rank) == list(board)
    assert set(DANGER) == set(CRISES)
