"""What a button sends back: short ASCII texts, `verb:form:detail:choice` for questions, `verb:name` for the rest."""

from __future__ import annotations

from zlib import crc32

CHOOSE, YES_NO, SKIP, DONE, UNSURE, EDIT = "a", "y", "s", "d", "u", "e"
OF_A_FORM = frozenset({CHOOSE, YES_NO, SKIP, DONE, UNSURE, EDIT})
FORM, START, GROUP, INTENT, TICKET, ANSWER, LANGUAGE, RATE, RESUME = "f", "n", "g", "i", "t", "q", "l", "rate", "r"
FAMILY, MANNER = "k", "m"
ANSWERS = (f"{CHOOSE}:", f"{YES_NO}:", f"{DONE}:")  # how answers to a question of a form begin
LONGEST = 60  # bytes; Telegram takes 64


def tag(service: str) -> str:
    """Four letters that tell one service's buttons from another's."""
    return f"{crc32(service.encode()) & 0xFFFF:04x}"


def of(verb: str, *parts: str) -> str:
    """The payload of a verb and its parts."""
    return ":".join((verb, *parts))


def about(verb: str, service: str, detail: str, *parts: str) -> str:
    """The payload of a button below a question of a form."""
    return of(verb, tag(service), detail, *parts)


def parts(payload: str) -> tuple[str, tuple[str, ...]]:
    """Verb and parts of a payload."""
    verb, *rest = payload.split(":")
    return verb, tuple(rest)
