"""The catalogue's words made ready for looking up, once per catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from actions import details
from actions.details import Setting
from actions.dialogue.patterns import (
    EDGES,
    about_one,
    added,
    anywhere,
    at_an_end,
    edges,
    followed,
    given_up,
    heard,
    inquiring,
    leading,
    line_asked,
    made_of,
    name_of_person,
    opening,
    taking_back,
    turned,
)
from data.model import LANGUAGES, Catalogue, Words


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
    joins: re.Pattern[str]
    refers: re.Pattern[str]  # at an end of a clause: it speaks of the one before
    asked: re.Pattern[str]
    salutation: re.Pattern[str]
    whereabouts: re.Pattern[str]  # at either end of a text
    question: re.Pattern[str]
    inquires: re.Pattern[str]  # within a text: something is to be known
    beckons: re.Pattern[str]  # within a text: something is to be done
    solved: re.Pattern[str]
    unsolved: re.Pattern[str]
    uncontacted: re.Pattern[str]
    contacted: re.Pattern[str]
    satisfied: Mapping[int, re.Pattern[str]]  # a score from 1 to 5 → its words
    over: re.Pattern[str]  # a matter needs nobody any more
    angry: re.Pattern[str]
    withheld: re.Pattern[str]
    consented: re.Pattern[str]  # a whole text: the guardian agrees
    instead: re.Pattern[str]
    drops: re.Pattern[str]  # at the start of a text: the open matter is given up
    turned: re.Pattern[str]  # a whole text: not `old`, but `new`
    afterthought: re.Pattern[str]  # at the start of a text: what was said is thought over again
    phoneless: re.Pattern[str]  # within a text: its writer cannot ring anybody
    unaccompanied: re.Pattern[str]  # within a text: nobody is with its writer
    pointing: re.Pattern[str]  # a whole text: words that only point at something said
    telling: re.Pattern[str]  # who hears of what is said here?
    bidden: re.Pattern[str]  # somebody says or orders
    yours: re.Pattern[str]  # the assistant shall go on instead of the person waited for
    small: Mapping[str, re.Pattern[str]]  # small talk → its words and examples at either end of a text
    pupil: re.Pattern[str]  # says that its writer is a child
    safe: re.Pattern[str]  # a whole text: all is well
    found: re.Pattern[str]  # a whole text: whoever was missing is back
    burning: re.Pattern[str]  # within a text: fire or gas
    eased: re.Pattern[str]  # within a text: whoever was in danger is well, or it is past
    afterwards: re.Pattern[str]  # a whole text: and now?
    mistaken: re.Pattern[str]  # a whole short text: an alarm was a mistake
    sounds: frozenset[str]  # characters that are a sound and no word
    named: re.Pattern[str]  # a whole text: a name, and at most an age
    urges: re.Pattern[str]  # a whole text: the office shall hurry
    adds: re.Pattern[str]  # at the start of a text: something is added
    still: re.Pattern[str]  # within a text: what was asked for has not come yet
    only_still: re.Pattern[str]  # a whole text: nothing but that
    gone: re.Pattern[str]  # a whole text: somebody is gone, which may be a death
    kin: re.Pattern[str]  # within a text: somebody of a family
    child: re.Pattern[str]  # a word for a child, whole
    passed: re.Pattern[str]  # a whole text: somebody has died
    refuses: re.Pattern[str]  # at the start of a text: it is not wanted
    funeral: re.Pattern[str]  # within a text: somebody is to be buried
    passed_away: re.Pattern[str]  # within a text: somebody has died
    astray: re.Pattern[str]  # within a text: somebody cannot be found
    hungry: re.Pattern[str]
    alone: re.Pattern[str]  # within a text: no grown-up is there
    knocking: re.Pattern[str]  # within a text: somebody wants to be let in
    strangers: re.Pattern[str]  # within a text: somebody whom its writer does not know
    siblings: re.Pattern[str]  # within a text: children are alone
    awaited: re.Pattern[str]  # within a text: a child's grown-up is not back
    seeks: re.Pattern[str]  # within a text: somebody is looked for
    cold: re.Pattern[str]  # within a text: a home is not heated
    burnt: re.Pattern[str]  # within a text: somebody is hurt, as by a fire
    nears: re.Pattern[str]  # a whole text: somebody is coming, or in the home
    near: Mapping[str, tuple[str, ...]]  # a thing that no service gives → those that come near
    wished: re.Pattern[str]  # a whole text: such a thing is wanted
    afraid: re.Pattern[str]  # a whole text: its writer is afraid
    myself: re.Pattern[str]  # a whole text: it is the writer who is in danger
    unheeded: re.Pattern[str]  # within a text: nobody has answered yet
    line_asked: re.Pattern[str]  # within a text: a telephone number is asked for
    line_unasked: re.Pattern[str]  # within a text: something else is told of a line
    line_means: re.Pattern[str]  # beside a number: what is it?
    line_hours: re.Pattern[str]  # within a text: when is it open?
    asking: re.Pattern[str]  # a whole text: the office is asked something
    titles: dict[str, str]  # words of buttons, simplified once


SAME = {"human_agent": "person", "correct_detail": "change", "add_information": "add"}  # an intent → its control's name
SMALL_TALK = ("greet", "goodbye", "thank")
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # simplifying knows none
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


def simplified(text: str, catalogue: Catalogue) -> str:
    """A text simplified for comparing where there is no scene."""
    return details.simplify(text, Setting(NO_MOMENT, catalogue))


def _make(catalogue: Catalogue) -> Lexicon:
    def plain(words: Iterable[str]) -> list[str]:
        return _plain(words, catalogue)

    def said(phrase: str) -> list[str]:
        return plain(catalogue.lexicons.words.get("phrases", {}).get(phrase, ()))

    others = catalogue.lexicons.words.get("other_person", {})
    people = plain([*others.get("kin", ()), *others.get("third", ())])
    kinship = catalogue.lexicons.words.get("kinship", {})
    kin = plain(word for whose in ("elder", "parent", "spouse", "child") for word in kinship.get(whose, ()))
    near = _near(catalogue)
    return Lexicon(
        control=_controls(catalogue),
        services={w: s.id for s in catalogue.services.values() for w in plain((*s.words, *_all(s.names)))},
        languages={w: language for language in LANGUAGES for w in said(language)},
        correction=anywhere(said("correct")),
        denied=leading(said("denied")),
        more=anywhere(said("another")),
        apply=anywhere(said("apply")),
        also=anywhere(said("also")),
        refers=at_an_end(said("refers")),
        joins=anywhere([*said("joins"), *said("also")]),
        asked=anywhere(said("asked")),
        salutation=anywhere(said("salutation")),
        whereabouts=edges(said("whereabouts")),
        question=anywhere(said("question")),
        inquires=inquiring(said("inquires"), said("inquires_first")),
        beckons=anywhere(said("beckons")),
        solved=anywhere(said("solved")),
        unsolved=anywhere(said("unsolved")),
        uncontacted=anywhere(said("uncontacted")),
        contacted=anywhere(said("contacted")),
        satisfied={n: anywhere(said(f"satisfied_{n}")) for n in range(1, 6)},
        over=anywhere(said("over")),
        angry=anywhere(said("angry")),
        yours=anywhere(said("yours")),
        withheld=anywhere(said("withheld")),
        consented=made_of(said("consented"), (*said("safe_beside"), *people)),
        instead=anywhere(said("instead")),
        drops=given_up(said("drops"), said("instead")),
        turned=turned((*said("afterthought"), *said("aloud")), said("turns"), said("unturned")),
        afterthought=opening(said("afterthought")),
        phoneless=anywhere(said("phoneless")),
        unaccompanied=anywhere(said("unaccompanied")),
        pointing=made_of(said("pointing"), said("pointing_beside")),
        bidden=anywhere(said("bidden")),
        telling=heard(said("telling"), said("unheard"), said("hears")),
        small={i: at_an_end(plain(_told(catalogue, i))) for i in SMALL_TALK if i in catalogue.intents},
        pupil=anywhere(said("pupil")),
        safe=made_of(said("safe"), said("safe_beside")),
        found=made_of(said("found"), (*said("safe_beside"), *people)),
        burning=anywhere(said("burning")),
        eased=anywhere((*said("safe"), *said("found"), *said("eased"))),
        afterwards=made_of(said("afterwards"), (*said("afterwards_beside"), *people)),
        mistaken=taking_back(said("mistaken"), said("safe_beside"), said("denies")),
        sounds=frozenset("".join(said("sounds"))),
        named=name_of_person(said("surnames"), said("titled"), said("unnamed"), said("given")),
        urges=made_of(said("urges"), said("urges_beside")),
        adds=added((*said("adds_beside"), *said("afterthought"), *said("aloud")), said("adds"), said("adds_what")),
        still=anywhere(said("still")),
        only_still=made_of(said("still"), said("still_beside")),
        gone=about_one(said("gone"), said("gone_beside"), kin),
        kin=anywhere(kin),
        child=anywhere(plain(kinship.get("child", ()))),
        passed=about_one(said("passed"), said("gone_beside"), kin),
        refuses=opening(said("refuses")),
        funeral=anywhere(said("funeral")),
        passed_away=anywhere(said("passed")),
        astray=anywhere(said("astray")),
        hungry=anywhere(said("hungry")),
        alone=anywhere(said("alone")),
        knocking=anywhere(said("knocking")),
        siblings=anywhere(said("siblings")),
        awaited=followed(said("awaited"), said("unreturned")),
        seeks=anywhere(said("seeks")),
        cold=anywhere(said("cold")),
        burnt=anywhere(said("burnt")),
        strangers=anywhere(said("strangers")),
        nears=about_one(said("nears"), said("nears_beside"), (*said("nears_who"), *kin)),
        near=near,
        wished=made_of(near, (*said("wishes"), *kin)),
        afraid=made_of(said("afraid"), said("afraid_beside")),
        myself=made_of(said("myself"), said("myself_beside")),
        unheeded=anywhere(said("unheeded")),
        line_asked=line_asked(said("lines"), said("line_what"), said("line_which"), said("line_whom")),
        line_unasked=anywhere(said("line_unasked")),
        line_means=anywhere(said("line_means")),
        line_hours=anywhere(said("line_hours")),
        asking=made_of(said("asking"), said("asking_beside")),
        titles={},
    )


def _near(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for service in catalogue.services.values():
        for word in _plain(service.near, catalogue):
            found[word] = (*found.get(word, ()), service.id)
    return found


def _controls(catalogue: Catalogue) -> dict[str, str]:
    found: dict[str, str] = {}
    for intent in catalogue.intents.values():
        found |= dict.fromkeys(_plain(intent.words, catalogue), SAME.get(intent.id, intent.id))
    for name, words in catalogue.lexicons.words.get("control", {}).items():
        found |= dict.fromkeys(_plain(words, catalogue), name.rstrip("_"))
    return found


def _plain(words: Iterable[str], catalogue: Catalogue) -> list[str]:
    return [found for word in words if (found := bare(simplified(word, catalogue)))]


def _all(words: Words) -> tuple[str, ...]:
    return (words.zh_Hans, words.zh_Hant, words.en)


def _told(catalogue: Catalogue, intent: str) -> Iterator[str]:
    """The words and the examples of an intent."""
    found = catalogue.intents[intent]
    yield from found.words
    for examples in found.examples.values():
        yield from examples
