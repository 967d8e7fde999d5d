"""A title typed presses its button."""

from __future__ import annotations

import pytest

from actions.details import Setting
from actions.dialogue import typed
from actions.dialogue.shapes import Message
from bot.locale.wording import Wording
from tests.unit.dialogue.talk import NOW, Talk, at_summary, catalogue

TITLE = Wording("Asia/Shanghai").title


@pytest.mark.parametrize(
    ("text", "payload"),
    [("没错，提交", "f:confirm"), ("沒錯，送出", "f:confirm"), ("change something", "f:change"), ("今天天气好", "")],
)
def test_titles_of_the_message_catalogues_press(text: str, payload: str) -> None:
    """In each language, whatever the punctuation; other words press nothing."""
    talk = at_summary()
    found = typed(talk.conversation, Message(text=text), Setting(NOW, catalogue()), TITLE)
    assert found.pressed.startswith(payload) and bool(found.pressed) == bool(payload)


@pytest.mark.parametrize("text", ["家人一起看", "請家人一起看", "invite my family", "/family"])
def test_words_open_the_menu_of_family_as_its_button_does(text: str) -> None:
    """On the web page and over REST, where no command is listed."""
    setting = Setting(NOW, catalogue())
    found = typed(Talk().conversation, Message(text=text), setting, lambda *_: "")
    assert found.pressed == "k:menu"
