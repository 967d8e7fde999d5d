"""The catalogue's words made ready for looking up, once per catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from actions import details
from actions.details import Setting
from actions.dialogue.patterns import EDGES, NOTHING, either, inquiring, line_asked, whole_word
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
        correction=_anywhere(said("correct")),
        denied=_leading(said("denied")),
        more=_anywhere(said("another")),
        apply=_anywhere(said("apply")),
        also=_anywhere(said("also")),
        refers=_at_an_end(said("refers")),
        joins=_anywhere([*said("joins"), *said("also")]),
        asked=_anywhere(said("asked")),
        salutation=_anywhere(said("salutation")),
        whereabouts=_edges(said("whereabouts")),
        question=_anywhere(said("question")),
        inquires=inquiring(said("inquires"), said("inquires_first")),
        beckons=_anywhere(said("beckons")),
        solved=_anywhere(said("solved")),
        unsolved=_anywhere(said("unsolved")),
        uncontacted=_anywhere(said("uncontacted")),
        contacted=_anywhere(said("contacted")),
        satisfied={n: _anywhere(said(f"satisfied_{n}")) for n in range(1, 6)},
        over=_anywhere(said("over")),
        angry=_anywhere(said("angry")),
        yours=_anywhere(said("yours")),
        withheld=_anywhere(said("withheld")),
        consented=_made_of(said("consented"), (*said("safe_beside"), *people)),
        instead=_anywhere(said("instead")),
        drops=_given_up(said("drops"), said("instead")),
        turned=_turned((*said("afterthought"), *said("aloud")), said("turns"), said("unturned")),
        afterthought=_opening(said("afterthought")),
        phoneless=_anywhere(said("phoneless")),
        unaccompanied=_anywhere(said("unaccompanied")),
        pointing=_made_of(said("pointing"), said("pointing_beside")),
        bidden=_anywhere(said("bidden")),
        telling=_heard(said("telling"), said("unheard"), said("hears")),
        small={i: _at_an_end(plain(_told(catalogue, i))) for i in SMALL_TALK if i in catalogue.intents},
        pupil=_anywhere(said("pupil")),
        safe=_made_of(said("safe"), said("safe_beside")),
        found=_made_of(said("found"), (*said("safe_beside"), *people)),
        burning=_anywhere(said("burning")),
        eased=_anywhere((*said("safe"), *said("found"), *said("eased"))),
        afterwards=_made_of(said("afterwards"), (*said("afterwards_beside"), *people)),
        mistaken=_taking_back(said("mistaken"), said("safe_beside"), said("denies")),
        sounds=frozenset("".join(said("sounds"))),
        named=_name(said("surnames"), said("titled"), said("unnamed"), said("given")),
        urges=_made_of(said("urges"), said("urges_beside")),
        adds=_added((*said("adds_beside"), *said("afterthought"), *said("aloud")), said("adds"), said("adds_what")),
        still=_anywhere(said("still")),
        only_still=_made_of(said("still"), said("still_beside")),
        gone=_about_one(said("gone"), said("gone_beside"), kin),
        kin=_anywhere(kin),
        child=_anywhere(plain(kinship.get("child", ()))),
        passed=_about_one(said("passed"), said("gone_beside"), kin),
        refuses=_opening(said("refuses")),
        funeral=_anywhere(said("funeral")),
        passed_away=_anywhere(said("passed")),
        astray=_anywhere(said("astray")),
        hungry=_anywhere(said("hungry")),
        alone=_anywhere(said("alone")),
        knocking=_anywhere(said("knocking")),
        siblings=_anywhere(said("siblings")),
        awaited=_followed(said("awaited"), said("unreturned")),
        seeks=_anywhere(said("seeks")),
        cold=_anywhere(said("cold")),
        burnt=_anywhere(said("burnt")),
        strangers=_anywhere(said("strangers")),
        nears=_about_one(said("nears"), said("nears_beside"), (*said("nears_who"), *kin)),
        near=near,
        wished=_made_of(near, (*said("wishes"), *kin)),
        afraid=_made_of(said("afraid"), said("afraid_beside")),
        myself=_made_of(said("myself"), said("myself_beside")),
        unheeded=_anywhere(said("unheeded")),
        line_asked=line_asked(said("lines"), said("line_what"), said("line_which"), said("line_whom")),
        line_unasked=_anywhere(said("line_unasked")),
        line_means=_anywhere(said("line_means")),
        line_hours=_anywhere(said("line_hours")),
        asking=_made_of(said("asking"), said("asking_beside")),
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


def _anywhere(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words anywhere, the longest first."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(map(whole_word, found))) if found else NOTHING


def _leading(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words at the start, and a blank or a mark after it."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, found))})[\s，,、。.!！]+(?=\S)") if found else NOTHING


def _edges(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, in a row with blanks and marks, at the start or at the end."""
    found = "|".join(map(whole_word, sorted(set(words), key=len, reverse=True)))
    around = rf"(?:{found}|[{re.escape(EDGES)}])++"  # 住在 is 住 and 在 too: no second try
    return re.compile(rf"^{around}|{around}$") if found else NOTHING


def _at_an_end(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words at the start or the end of a text; a single character tells nothing."""
    found = "|".join(whole_word(w) for w in sorted({w for w in words if len(w) > 1}, key=len, reverse=True))
    return re.compile(rf"^(?:{found})|(?:{found})$") if found else NOTHING


def _made_of(core: Iterable[str], beside: Iterable[str]) -> re.Pattern[str]:
    """A text of nothing but these words, one of the core among them."""
    one, few = either(core), f"(?:{either(beside)}|[{re.escape(EDGES)}])*+"
    return re.compile(rf"{few}(?:(?:{one}){few})++") if one else NOTHING  # 没事了 is 没事 and 了 too


def _taking_back(mistaken: Iterable[str], beside: Iterable[str], denies: Iterable[str]) -> re.Pattern[str]:
    """A text that begins with a mistake owned up to, and at most denies one thing after it."""
    one, few = either(mistaken), f"(?:{either(beside)}|[{re.escape(EDGES)}])*+"
    return re.compile(rf"{few}(?:{one}){few}(?:(?:{either(denies)})[^{re.escape(EDGES)}]{{1,6}})?") if one else NOTHING


def _given_up(drops: Iterable[str], before: Iterable[str]) -> re.Pattern[str]:
    """One of the words, what is given up, and the particle that says so; words of giving up may stand before it."""
    found, around = either(drops), f"[{re.escape(EDGES)}]*"
    return (
        re.compile(rf"(?:{either(before)})?{around}我?(?:{found})[^{re.escape(EDGES)}]{{0,8}}?[了喇啦]{around}")
        if found
        else NOTHING
    )


def _opening(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words in a row at the start, with blanks and marks."""
    found, around = either(words), f"[{re.escape(EDGES)}]*+"
    return re.compile(rf"(?:{around}(?:{found}))++{around}") if found else NOTHING


def _added(before: Iterable[str], adds: Iterable[str], what: Iterable[str]) -> re.Pattern[str]:
    """Words that announce an addition, in a row, with others of their like before them and what they name behind."""
    found, around, end = either(adds), f"[{re.escape(EDGES)}]*+", rf"(?=[{re.escape(EDGES)}]|$)"
    lead = rf"(?:{around}(?:{either(before)}))*?(?:{around}(?:{found}))++{around}"
    return re.compile(rf"{lead}(?:(?:{either(what)}){end}{around})?+") if found else NOTHING


def _about_one(core: Iterable[str], beside: Iterable[str], people: Iterable[str]) -> re.Pattern[str]:
    """A text of nothing but these words, a person whom it names among them."""
    one, named, few = either(core), either(people), f"(?:{either(beside)}|[{re.escape(EDGES)}])*+"
    kept = rf"{few}(?:(?:{named}){few})++(?:{one}){few}|{few}(?:{one}){few}(?:(?:{named}){few})++"
    return re.compile(kept) if one and named else NOTHING


def _followed(first: Iterable[str], then: Iterable[str]) -> re.Pattern[str]:
    """One of the first and behind it one of the others, anywhere."""
    one, other = either(first), either(then)
    return re.compile(rf"(?:{one})\s?(?:{other})") if one and other else NOTHING


def _turned(openings: Iterable[str], turns: Iterable[str], unturned: Iterable[str]) -> re.Pattern[str]:
    """ "等等，不是送餐，是想装扶手": what is not meant, and what is."""
    before, not_, marks = _opening(openings).pattern, either(turns), ",，.。;；!！?？、"
    behind = rf"\s*+[{marks}]++\s*+(?:而是|是|系|but )?|\s*+(?:而是|是|系|\bbut\b)"
    lead = rf"(?:{before})?(?:我|i )?(?!{either(unturned) or NOTHING.pattern})(?:{not_})\s*+"
    whole = rf"{lead}(?P<old>[^{marks}]{{1,24}}?)(?:{behind})\s*+(?P<new>[^\s{marks}].+)"
    return re.compile(whole) if not_ else NOTHING


def _name(
    surnames: Iterable[str], titled: Iterable[str], unnamed: Iterable[str], given: Iterable[str]
) -> re.Pattern[str]:
    """A surname with one or two characters, or a title, and no word, or 小芳, 丽丽; before it "I am called".

    Sex and age may stand behind it.
    """
    called, whose = r"(?:我|俺)?(?:名字)?(?:叫|是|姓)?", "|".join(surnames)
    beside = rf"(?:[{re.escape(EDGES)}]*(?:男|女|先生|女士|(?:今年)?\d{{1,3}}(?!\d)岁?))*"
    behind, word = rf"(?:{either(titled)}|[\u4e00-\u9fff]{{1,2}})", either(unnamed) or NOTHING.pattern
    one = f"[{''.join(given)}]"
    petted = rf"(?:[小阿]{one}|(?P<twice>{one})(?P=twice)|[小阿老](?:{whose}))(?:儿|仔)?"
    return re.compile(rf"(?!(?:{word})$){called}(?:(?:{whose}){behind}|{petted}){beside}") if whose else NOTHING


def _heard(telling: Iterable[str], unheard: Iterable[str], hears: Iterable[str]) -> re.Pattern[str]:
    """Words about who hears of it: "别告诉我爸", "不想让老师知道"; not "怕他不知道"."""
    between = rf"(?:{either(unheard)})[^{re.escape(EDGES)}不没]{{1,10}}?(?:{either(hears)})"
    return re.compile(rf"{either(telling)}|{between}") if (telling := tuple(telling)) else NOTHING


def _told(catalogue: Catalogue, intent: str) -> Iterator[str]:
    """The words and the examples of an intent."""
    found = catalogue.intents[intent]
    yield from found.words
    for examples in found.examples.values():
        yield from examples
