"""Every message that the dialogue can say has its key, its parameters and its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import actions.dialogue
from actions.dialogue.keys import KEYS
from bot.locale.wording import Wording, catalogue
from data.model import CRISES, GROUPS, LANGUAGES
from tests.unit.dialogue.talk import Talk, at_summary

HERE = Path(actions.dialogue.__file__).parent
ROOMS = {k.split(".")[0] for k in KEYS}


def literals() -> Iterator[str]:
    """Every text in the dialogue's code that looks like a message key."""
    for path in HERE.glob("*.py"):
        if path.name == "keys.py":
            continue
        tree = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        pieces = {id(v) for node in tree if isinstance(node, ast.JoinedStr) for v in node.values}
        for node in tree:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                room, dot, name = node.value.partition(".")
                if dot and room in ROOMS and name.replace("_", "a").replace(".", "a").isalpha():
                    yield node.value


def test_every_key_in_the_code_is_listed() -> None:
    """A message nobody listed would have no words."""
    assert sorted({k for k in literals() if k not in KEYS}) == []


@pytest.mark.parametrize("kind", CRISES)
@pytest.mark.parametrize("whose", ["own", "other"])
def test_every_alarm_has_words(kind: str, whose: str) -> None:
    """The numbers come in them."""
    assert KEYS[f"crisis.{kind}.{whose}"] == ("numbers",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_words_with_no_other_parameters(language: str) -> None:
    """In each language."""
    words = catalogue(language)
    for key, names in KEYS.items():
        assert key in words, key
        used = {name for _, name, _, _ in Formatter().parse(words[key]) if name}
        assert used <= set(names), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_talk_can_be_worded(language: str) -> None:
    """Lists have a line a row; nothing is left of braces or keys."""
    wording = Wording("Asia/Shanghai")
    talk = at_summary()
    said = [talk.replies[-1], *talk.press("f:confirm").opened().replies]
    said += [*Talk().say("菜单").replies, *Talk().say("我不想活了").replies]
    for say in said:
        text = wording.text(say, language)
        assert text and "{" not in text
        assert all(wording.title(b, language) for b in say.buttons)
    assert wording.text(said[0], language).count("\n") >= 5


def test_there_are_six_groups_to_press() -> None:
    """As many as the start screen shows."""
    assert len(Talk().say("菜单").replies[0].buttons) == len(GROUPS)
