"""The figures of `make evaluate`, on answers that are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from nlu import picture
from tests.evaluation import tables
from tests.evaluation.asked import Asked


def asked(intent: str = "meal_service", taken: str = "meal_service", **more: Any) -> Asked:
    """A message in Simplified Chinese from an elder, understood as told."""
    plain: dict[str, Any] = {
        "text": "想订饭",
        "intent": intent,
        "also": frozenset(),
        "lang": "zh_Hans",
        "persona": "elder",
        "danger": "",
        "taken": taken,
        "sure": 0.9,
        "offered": (taken,),
        "asked_back": False,
        "gate": "",
        "head": "",
        "alarm": "",
    }
    return Asked(**{**plain, **more})


def row_of(lines: list[str], name: str) -> list[str]:
    """The figures behind a name."""
    return next(line.split()[1:] for line in lines if line.split()[:1] == [name])


def test_what_a_fair_judge_accepts_is_right() -> None:
    """`also` counts like the label itself; what is offered counts as within three."""
    lines = list(
        tables.messages(
            [
                asked(also=frozenset({"care_home"}), taken="care_home"),
                asked(taken="visit_request", offered=("visit_request", "meal_service")),
                asked("out_of_scope", "out_of_scope", lang="en"),
                asked("out_of_scope", "donation", lang="en", asked_back=True),
            ]
        )
    )
    assert row_of(lines, "zh_Hans") == ["2", "50.0%", "100.0%", "0.0%", "50.0%", "–", "100.0%"]
    assert row_of(lines, "en") == ["2", "50.0%", "50.0%", "50.0%", "100.0%", "50.0%", "–"]
    assert "     1  meal_service → visit_request" in lines


def test_alarms_are_counted_by_words_by_head_and_by_what_the_desk_raises() -> None:
    """Recall for each kind, and the share of calm messages that ring."""
    lines = list(
        tables.alarms(
            [
                asked(danger="self_harm", gate="self_harm", alarm="self_harm"),
                asked(danger="self_harm", head="violence", alarm="violence"),
                asked(head="medical"),
                asked(),
            ]
        )
    )
    assert next(line for line in lines if line.startswith("self_harm     all")).split()[2:] == [
        "2",
        "50.0%",
        "50.0%",
        "100.0%",
        "50.0%",
    ]
    assert next(line for line in lines if line.startswith("false alarms  all")).split()[3:] == [
        "2",
        "0.0%",
        "50.0%",
        "0.0%",
    ]


def test_the_picture_is_a_drawing_with_a_cell_for_each_pair(tmp_path: Path) -> None:
    """Whoever opens it reads label, label and count."""
    drawn = picture.confusion([("a", "a"), ("a", "b"), ("a", "b")], tmp_path / "new" / "picture.svg")
    titles = [one.text for one in ElementTree.parse(drawn).iter("{http://www.w3.org/2000/svg}title")]
    assert sorted(titles, key=str) == ["a → a: 1 of 3", "a → b: 2 of 3"]
