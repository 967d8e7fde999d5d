"""What is made ready before the first message."""

from __future__ import annotations

from importlib import import_module

import pytest

from actions import dialogue
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from bot.demo import _warm
from data.catalogue import load
from tests.conftest import NOW


def test_the_first_message_waits_for_no_rules_to_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would hold up everybody for a second or two, on a busy machine beyond what a post waits."""
    catalogue = load()
    _warm(catalogue)

    def compiled(*_: object) -> None:
        raise AssertionError("the gate's rules were compiled during a turn")

    monkeypatch.setattr(import_module("actions.dialogue.gate"), "_compiled", compiled)
    said = dialogue.turn(Conversation("c", "p"), Message("菜单"), Understanding(), View(), catalogue, NOW)
    assert said.replies
