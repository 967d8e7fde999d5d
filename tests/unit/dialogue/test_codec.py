"""A conversation outlives the program that wrote it."""

from __future__ import annotations

import json
from datetime import date

from actions.desk.say import Say
from actions.dialogue import dump, restore
from actions.dialogue.shapes import Conversation
from data.model import Words
from tests.unit.dialogue.talk import NOW, Talk, at_summary


def test_everything_comes_back() -> None:
    """Through real JSON, dates and moments too."""
    conversation = at_summary().photo().say("算了").conversation
    assert restore(json.loads(json.dumps(dump(conversation)))) == conversation
    dated = Conversation("c", "p", last=(Say("form.opened_next", {"contact": NOW, "result": date(2026, 11, 23)}),))
    assert restore(json.loads(json.dumps(dump(dated)))) == dated
    silent = Conversation("c", "p", last=(Say("say.words", {"words": Words("", "", "x")}),))
    assert restore(json.loads(json.dumps(dump(silent)))) == silent


def test_unknown_keys_are_ignored_and_missing_ones_take_their_defaults() -> None:
    """Older and newer versions read each other."""
    told = dump(at_summary().conversation)
    told["invented"] = 1
    told["form"]["invented"] = 1
    del told["last"]
    found = restore(told)
    assert found.last == () and found.form is not None and found.form.values["age"] == 78


def test_an_empty_talk_is_small() -> None:
    """What is empty is left out."""
    assert set(dump(Talk().conversation)) == {"id", "person", "language"}
