"""Buttons and keys."""

from __future__ import annotations

import pytest

from bot.locale.wording import catalogue
from bot.telegram import keyboard
from bot.telegram.command import COMMANDS, KEYBOARD, menu, pressed_by, unaddressed
from data.model import LANGUAGES
from tests.known import known


def test_short_ones_stand_side_by_side() -> None:
    """Two a row where both are short, else one."""
    buttons = [("是", "y"), ("不是", "n"), ("都不是，我想说别的事情", "x"), ("跳过", "s")]
    assert [[t for t, _ in row] for row in keyboard.rows(buttons)] == [
        ["是", "不是"],
        ["都不是，我想说别的事情"],
        ["跳过"],
    ]


def test_what_telegram_would_refuse_is_left_out() -> None:
    """A payload of 65 bytes or none does not cost the person the message."""
    assert keyboard.rows([("a", "x" * 65), ("b", ""), ("c", "x" * 64), (" ", "x")]) == [[("c", "x" * 64)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_are_control_words(language: str) -> None:
    """Whatever stands on the keyboard is understood without nlu."""
    words = known().lexicons.words["control"]
    for key, name in zip(KEYBOARD, ("person", "menu"), strict=True):
        assert catalogue(language)[key].lower() in words[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described(language: str) -> None:
    """In words of 256 characters at most."""
    assert [name for name, _ in menu(language)] == list(COMMANDS)
    assert all(0 < len(words) <= 256 for _, words in menu(language))


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/menu", "c:menu"),
        ("/Menu@nuanxin_bot", "c:menu"),
        ("/start from_poster", "i:greet"),
        ("/cancel", ""),
        ("/", ""),
        ("/ menu", "c:menu"),
        ("menu", ""),
        ("/nonsense", ""),
    ],
)
def test_commands_press(text: str, payload: str) -> None:
    """A command is a press; what is none stays text."""
    assert pressed_by(unaddressed(text)) == payload
