"""Which button a message presses: by its payload, or by its title typed in any language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from actions import details
from actions.desk.say import Button
from actions.details import Setting
from actions.dialogue import manner, payload
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Message
from data.model import LANGUAGES, Words

FAMILY_MENU = payload.of(payload.FAMILY, "menu")
NUMBER = re.compile(r"^\d+[\s.、]+(?=\S)")  # before a title, where choices are numbered
# Also pressed when something else was said meanwhile, or below a notice: what it belongs to is looked at then
NUMBERED = r"NX-\d{6}-\d{6}"
LATER = re.compile(rf"(?:rate|[acdefgiklmnqrstuy]):[a-z0-9_][a-z0-9_:.-]*(?:{NUMBERED})?|(?:rate|t:[a-z]+):{NUMBERED}")


def pressed(
    conversation: Conversation, text: str, titles: Callable[[Button], Iterable[str]], simplify: Callable[[str], str]
) -> str:
    """The payload of the button shown last whose title (in any language, from `titles`) or payload is `text`, or ""."""
    said = bare(simplify(text))
    if numbered := manner.by_number(conversation, said):
        return numbered
    said = bare(NUMBER.sub("", said)) if conversation.manner else said
    shown = [button for say in reversed(conversation.last) for button in say.buttons]
    for button in (*shown, *manner.beside(conversation)):
        if text.strip() == button.payload or (said and said in {bare(simplify(t)) for t in titles(button)}):
            return button.payload
    return text.strip() if LATER.fullmatch(text.strip()) else ""


def typed(
    conversation: Conversation, message: Message, setting: Setting, title: Callable[[Button, str], str]
) -> Message:
    """The message as a press where its text is the title (worded by `title` in a language) of a button shown last."""
    if message.pressed or not message.text or message.attachments:
        return message
    found = pressed(
        conversation,
        message.text,
        lambda b: [title(b, language) for language in LANGUAGES],
        lambda t: details.simplify(t, setting),
    )
    word = lexicon(setting.catalogue).control.get(bare(details.simplify(message.text, setting)), "")
    found = found or (FAMILY_MENU if word == "family" else "")  # a button in words: who follows whom is looked up first
    return replace(message, pressed=found) if found else message


def titles(button: Button) -> tuple[str, ...]:
    """A button's titles that stand in the data; those of the message catalogues are the channel's to compare."""
    return tuple(button.title.of(c) for c in LANGUAGES) if isinstance(button.title, Words) else ()


def payload_of(scene: Scene) -> str:
    """What was pressed, by button or by its typed title; a text that alarms presses nothing."""
    if scene.message.pressed or not scene.text or scene.message.attachments:
        return scene.message.pressed
    known = lexicon(scene.catalogue).titles

    def simplify(title: str) -> str:
        if title == scene.text:
            return scene.plain
        if title not in known:
            known[title] = details.simplify(title, scene.setting)
        return known[title]

    return pressed(scene.conversation, scene.text, titles, simplify)
