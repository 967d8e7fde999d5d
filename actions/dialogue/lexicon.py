"""The catalogue's words made ready for looking up, once per catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from actions import details
from actions.details import Setting
from data.model import LANGUAGES, Catalogue, Words

EDGES = " \t\r\n，。！？、；：,.!?;:~～…\"'“”‘’「」()（）"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Looked-up words: whole texts that are a command, names of services, openings of a correction or another need."""

    control: Mapping[str, str]  # a whole text → control name or intent
    services: Mapping[str, str]  # a whole text → service
    languages: Mapping[str, str]  # a whole text → language
    correction: re.Pattern[str]
    denied: re.Pattern[str]  # at the start of a text
    more: re.Pattern[str]
    apply: re.Pattern[str]
    also: re.Pattern[str]
    asked: re.Pattern[str]
    salutation: re.Pattern[str]
    whereabouts: re.Pattern[str]  # at either end of a text
    question: re.Pattern[str]
    solved: re.Pattern[str]
    unsolved: re.Pattern[str]
    uncontacted: re.Pattern[str]
    small: Mapping[str, re.Pattern[str]]  # small talk → its words and examples at either end of a text
    titles: dict[str, str]  # words of buttons, simplified once


SAME = {"human_agent": "person", "correct_detail": "change", "add_information": "add"}  # an intent → its control's name
SMALL_TALK = ("greet", "goodbye", "thank")
NOTHING = re.compile(r"(?!)")
_made: dict[int, tuple[Catalogue, Lexicon]] = {}


def lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, made at first use."""
    known = _made.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        known = (catalogue, _make(catalogue))
        _made[id(catalogue)] = known
    return known[1]


def bare(plain: str) -> str:
    """A simplified text without punctuation at its edges."""
    return plain.strip(EDGES)


def _make(catalogue: Catalogue) -> Lexicon:
    setting = Setting(datetime(2000, 1, 1, tzinfo=UTC), catalogue)  # words know no moment

    def plain(words: Iterable[str]) -> Iterator[str]:
        for word in words:
            if found := bare(details.simplify(word, setting)):
                yield found

    control: dict[str, str] = {}
    for intent in catalogue.intents.values():
        control |= dict.fromkeys(plain(intent.words), SAME.get(intent.id, intent.id))
    for name, words in catalogue.lexicons.words.get("control", {}).items():
        control |= dict.fromkeys(plain(words), name.rstrip("_"))
    phrases = catalogue.lexicons.words.get("phrases", {})
    services: dict[str, str] = {}
    for service in catalogue.services.values():
        services |= dict.fromkeys(plain((*service.words, *_all(service.names))), service.id)
    return Lexicon(
        control=control,
        services=services,
        languages={w: language for language in LANGUAGES for w in plain(phrases.get(language, ()))},
        correction=_anywhere(plain(phrases.get("correct", ()))),
        denied=_leading(plain(phrases.get("denied", ()))),
        more=_anywhere(plain(phrases.get("another", ()))),
        apply=_anywhere(plain(phrases.get("apply", ()))),
        also=_anywhere(plain(phrases.get("also", ()))),
        asked=_anywhere(plain(phrases.get("asked", ()))),
        salutation=_anywhere(plain(phrases.get("salutation", ()))),
        whereabouts=_edges(plain(phrases.get("whereabouts", ()))),
        question=_anywhere(plain(phrases.get("question", ()))),
        solved=_anywhere(plain(phrases.get("solved", ()))),
        unsolved=_anywhere(plain(phrases.get("unsolved", ()))),
        small={i: _at_an_end(plain(_told(catalogue, i))) for i in SMALL_TALK if i in catalogue.intents},
        uncontacted=_anywhere(plain(phrases.get("uncontacted", ()))),
        titles={},
    )


def _all(words: Words) -> tuple[str, ...]:
    return (words.zh_Hans, words.zh_Hant, words.en)


def _anywhere(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words anywhere, the longest first."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(map(_word, found))) if found else NOTHING


def _leading(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words at the start, and a blank or a mark after it."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, found))})[\s，,、。.!！]+(?=\S)") if found else NOTHING


def _edges(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, in a row with blanks and marks, at the start or at the end."""
    found = "|".join(map(_word, sorted(set(words), key=len, reverse=True)))
    around = rf"(?:{found}|[{re.escape(EDGES)}])+"
    return re.compile(rf"^{around}|{around}$") if found else NOTHING


def _at_an_end(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words at the start or the end of a text; a single character tells nothing."""
    found = "|".join(_word(w) for w in sorted({w for w in words if len(w) > 1}, key=len, reverse=True))
    return re.compile(rf"^(?:{found})|(?:{found})$") if found else NOTHING


def _told(catalogue: Catalogue, intent: str) -> Iterator[str]:
    """The words and the examples of an intent."""
    found = catalogue.intents[intent]
    yield from found.words
    for examples in found.examples.values():
        yield from examples


def _word(word: str) -> str:
    """A Latin word is found whole only; a Chinese one anywhere."""
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
