"""Commands (`/menu`) and the keyboard that always stands below the input: what each sends to the dialogue."""

from __future__ import annotations

import re

from actions.dialogue import payload
from bot.locale.wording import catalogue
from data.model import LANGUAGES

TYPED = ""  # the command is a control word of the lexicon, and goes on as it was written
COMMANDS = {
    "start": payload.of(payload.INTENT, "greet"),
    "menu": payload.of("c", "menu"),
    "person": payload.of("c", "person"),
    "status": payload.of(payload.INTENT, "check_status"),
    "family": payload.of(payload.FAMILY, "menu"),
    "language": payload.of("c", "language"),
    "easy": payload.of(payload.MANNER, "ask"),
    "cancel": TYPED,
    "hide": TYPED,
    "help": TYPED,
    "privacy": TYPED,
    "mydata": TYPED,
    "forget": payload.of(payload.INTENT, "forget_me"),
}
ADDRESSED = re.compile(r"^([/／]\w+)@\w+")
KEYBOARD = ("telegram.person", "telegram.menu")
ALSO = {"elder": ("telegram.repeat",), "child": ("telegram.hide",)}  # a row more, by how one is spoken to
KEYS = (*KEYBOARD, *(key for row in ALSO.values() for key in row))


def unaddressed(text: str) -> str:
    """`/hide@bot`, as groups write it and people pass it on, is `/hide`."""
    return ADDRESSED.sub(r"\1", text)


def pressed_by(text: str) -> str:
    """The payload of a command, or ""; with words behind it (a deep link's) it is the same."""
    name = text[1:].split(maxsplit=1)[:1] if text.startswith("/") else []
    return COMMANDS.get(name[0].lower(), "") if name else ""


def opened_with(text: str) -> str:
    """What a deep link brought behind `/start`, or ""."""
    words = text.split()
    return words[1][:64] if len(words) == 2 and words[0].lower() == "/start" else ""


def menu(language: str) -> list[tuple[str, str]]:
    """Each command that is listed, with what it does in `language`."""
    return [(name, catalogue(language)[f"telegram.command.{name}"]) for name in COMMANDS]


def is_key(text: str) -> bool:
    """Whether the text is a key of the keyboard, in any language."""
    return any(text == catalogue(language)[key] for language in LANGUAGES for key in KEYS)
