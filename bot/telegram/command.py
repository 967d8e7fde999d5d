"""Commands (`/menu`) and the keyboard that always stands below the input: what each sends to the dialogue."""

from __future__ import annotations

from actions.dialogue import payload
from bot.locale.wording import catalogue
from data.model import LANGUAGES


def _does(action: str) -> str:
    return payload.of("c", action)


def _means(intent: str) -> str:
    return payload.of(payload.INTENT, intent)


COMMANDS = {
    "start": _means("greet"),
    "menu": _does("menu"),
    "person": _does("person"),
    "status": _means("check_status"),
    "language": _means("change_language"),
    "cancel": _does("cancel"),
    "help": _does("help"),
    "forget": _means("forget_me"),
}
HIDDEN = {"hide": _does("hide")}  # taken, but not in the list: whoever must hide does not want it read there
KEYBOARD = ("telegram.person", "telegram.menu")


def pressed_by(text: str) -> str:
    """The payload of a command, or ""; `/menu@bot` and words behind it (a deep link's) are one with `/menu`."""
    if not text.startswith("/"):
        return ""
    name = text[1:].split(maxsplit=1)[0:1] or [""]
    known = COMMANDS | HIDDEN
    return known.get(name[0].partition("@")[0].lower(), "")


def menu(language: str) -> list[tuple[str, str]]:
    """Each command that is listed, with what it does in `language`."""
    return [(name, catalogue(language)[f"telegram.command.{name}"]) for name in COMMANDS]


def is_key(text: str) -> bool:
    """Whether the text is a key of the keyboard, in any language."""
    return any(text == catalogue(language)[key] for language in LANGUAGES for key in KEYBOARD)
