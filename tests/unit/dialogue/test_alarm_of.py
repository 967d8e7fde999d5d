"""What rings outside a talk, for whoever asks what the desk would do."""

from __future__ import annotations

import pytest

from actions.dialogue import Alarm, alarm_of
from actions.dialogue.decision import ALARM, ALARM_MEANT, DISTRESS, MEANT, SIGN
from actions.dialogue.shapes import Understanding
from bot.cli.understand import _answer
from tests.unit.dialogue.talk import catalogue

QUIET = "以后不用给我留饭了"  # no word of it is in the lexicon


def meals(sure: float, **crisis: float) -> Understanding:
    """So surely a request of a service that no alarm begins."""
    return Understanding("meal_service", sure, (("meal_service", sure),), crisis)


@pytest.mark.parametrize(
    ("text", "understanding", "kind"),
    [
        (QUIET, Understanding(crisis={"self_harm": ALARM, "medical": 0.1}), "self_harm"),
        (QUIET, Understanding(crisis={"self_harm": ALARM - 0.01}), None),
        (QUIET, Understanding("self_harm_crisis", 0.9, (("self_harm_crisis", 0.9), ("greet", 0.05))), "self_harm"),
        (
            QUIET,
            Understanding("self_harm_crisis", 0.9, (("self_harm_crisis", 0.9),), {"self_harm": DISTRESS - 0.01}),
            None,
        ),
        (
            QUIET,
            Understanding("self_harm_crisis", 0.9, (("self_harm_crisis", 0.9),), {"self_harm": DISTRESS}),
            "self_harm",
        ),
        (QUIET, Understanding("self_harm_crisis", 0.3, (("self_harm_crisis", 0.3), ("counselling", 0.29))), None),
        (QUIET, meals(MEANT, helpless=ALARM_MEANT - 0.01), None),
        (QUIET, meals(MEANT, helpless=ALARM_MEANT), "helpless"),
        (QUIET, meals(MEANT - 0.01, helpless=ALARM), "helpless"),
        (QUIET, meals(MEANT, self_harm=ALARM), "self_harm"),
        (QUIET, Understanding("street_rescue", 1.0, (("street_rescue", 1.0),), {"helpless": ALARM}), "helpless"),
        ("爷爷没有呼吸了", Understanding(crisis={"self_harm": 1.0}), "medical"),
    ],
)
def test_words_ring_first_then_what_is_understood_surely(
    text: str, understanding: Understanding, kind: str | None
) -> None:
    """And `nuanxin understand` tells it."""
    found = alarm_of(text, understanding, catalogue())
    assert (found.kind if found else None) == kind
    assert _answer(text, understanding, catalogue())["crisis"] == kind


@pytest.mark.parametrize(
    ("text", "understanding", "rings"),
    [
        ("楼上孩子被关在家里", Understanding(), True),
        ("楼上孩子被关在家里", Understanding(away=True), True),
        ("楼上孩子被关在家里", Understanding(crisis={"helpless": SIGN}), True),
        ("楼上孩子被关在家里", Understanding(crisis={"helpless": SIGN - 0.01}), False),
        ("想问送餐。楼上孩子被关在家里。", Understanding(crisis={"helpless": SIGN - 0.01}), False),
        ("爷爷没有呼吸了", Understanding(crisis={"medical": 0.0}), True),
    ],
)
def test_signs_ring_unless_understanding_sees_no_danger(text: str, understanding: Understanding, rings: bool) -> None:
    """Plain words are never overruled; signs ring too where nobody else answers."""
    assert (alarm_of(text, understanding, catalogue()) is not None) is rings


def test_whose_danger_is_told_apart() -> None:
    """As in the talk."""
    sure = Understanding(crisis={"self_harm": 1.0})
    assert alarm_of("我儿子把药都攒起来了", sure, catalogue()) == Alarm("self_harm", own=False)
    assert alarm_of(QUIET, sure, catalogue()) == Alarm("self_harm", own=True)
