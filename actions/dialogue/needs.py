"""Several needs in one message: where it may be parted, and which of them comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.desk.clock import clock_of
from actions.desk.say import Say
from actions.dialogue import intents
from actions.dialogue.decision import ANOTHER, APART, OUT, SIGN, decide
from actions.dialogue.form import spotted
from actions.dialogue.gate import alarm_in
from actions.dialogue.lexicon import Lexicon, bare, lexicon, simplified
from actions.dialogue.progress import parked
from actions.dialogue.reading import inquires
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Form, Turn, Understanding
from actions.dialogue.wanted import kept_note, want
from data.model import CLOCKS, Catalogue

MOST = 4  # parts of a message
CLAUSES = 8  # of a text that is cut between any two of them; a longer one tells a story
LETTER, LETTER_LATIN = 120, 360  # characters from which it does, too
ROOM = 0.0002  # chance that the whole leaves a second need; below it no cut is looked at (figures: README.md)
OUTSIDE = 0.0001  # the same beside what is not ours
FORMER = 4_000  # characters kept of what was told before, however often it was asked which need it is
LEAST, LEAST_LATIN = 4, 10  # characters that may hold a need; between clauses one less does (要送饭)
CLAUSE = re.compile(r"[，,。！!;；\n]++|(?<=[？?])|\.\s++|(?<=[\u4e00-\u9fff])\s++(?=[\u4e00-\u9fff])")
JOINING = "再也还又并且而仲"
SENTENCE = re.compile(r"([^。！!？?;；\n]++)([？?]?)")  # and whether it ends as a question
NUMBERED = re.compile(r"(?:^|(?<=[\s。；;，,：:]))(?:\d[.、)）]|[一二三四五][、.]|第[一二三][，,、]?)")


def parts(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The pieces of a text that may each hold a need, else its questions; simplified; none where nothing parts it."""
    plain = simplified(text, catalogue)
    words = lexicon(catalogue)
    if (turned := words.turned.fullmatch(plain)) is not None:
        new = bare(turned["new"])
        return (bare(turned["old"]), *(_pieces(new, words) or (new,)))
    return _pieces(plain, words)


def _pieces(plain: str, words: Lexicon) -> tuple[str, ...]:
    dropped = words.drops.match(plain)
    starts = {m.start() for pattern in (words.also, NUMBERED) for m in pattern.finditer(plain)}
    places = sorted((starts | ({dropped.end()} if dropped else set())) - {0, len(plain)})
    if not places:
        return _long_enough(f"{bare(said)}?" for said, asks in SENTENCE.findall(plain) if asks)
    return _long_enough(bare(plain[a:b]) for a, b in zip([0, *places], [*places, len(plain)], strict=True))


def cuts(text: str, heard: Understanding, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Both sides of each place between clauses; none where the whole leaves no room for a second need."""
    plain, words = simplified(text, catalogue), lexicon(catalogue)
    long = len(plain) > (LETTER_LATIN if plain.isascii() else LETTER)
    if long or not _room(heard, catalogue) or words.drops.match(plain) or words.turned.fullmatch(plain):
        return ()
    least = LEAST_LATIN if plain.isascii() else LEAST - 1
    ends = sorted(
        {(m.start(), m.end()) for m in CLAUSE.finditer(plain)} | {(m.start(),) * 2 for m in words.joins.finditer(plain)}
    )
    sides = ((_said(plain[:a]), _said(plain[b:])) for a, b in ends)
    found = tuple(
        (before, after)
        for before, after in sides
        if not words.refers.search(after)
        and all(len(s) >= least and not inquires(s, catalogue) for s in (before, after))
    )
    return found if len(found) < CLAUSES else ()


def _said(piece: str) -> str:
    return bare(piece).lstrip(JOINING) + ("?" if piece.rstrip().endswith(("?", "？")) else "")


def _room(heard: Understanding, catalogue: Catalogue) -> bool:
    """Whether the two likeliest are two services, or one beside what is not ours; two of danger are one report."""
    (first, _), (second, chance), *_ = (*heard.ranking, ("", 0.0), ("", 0.0))
    pair = [s for s in map(catalogue.services.get, (first, second)) if s is not None]
    if not pair or pair[-1].id != second:
        return False
    if first == OUT:  # a complaint about what is not ours is not ours either
        return chance >= OUTSIDE and pair[0].kind != "complaint"
    return chance >= ROOM and len(pair) > 1 and any(s.after_crisis != "continue" for s in pair)


def _long_enough(pieces: Iterable[str]) -> tuple[str, ...]:
    found = tuple(p for p in pieces if len(p) >= (LEAST_LATIN if p.isascii() else LEAST))
    return found[:MOST] if len(found) > 1 else ()


def before(conversation: Conversation) -> str:
    """What was said when it was asked which need it is: the next message may tell more of the same."""
    held = conversation.pending
    return str(held.data.get("text", ""))[-FORMER:] if held is not None and held.kind == "ask_back" else ""


def answer(scene: Scene) -> Turn | None:
    """Begin the most urgent of several needs, and keep the others; None where the message surely holds one."""
    found = several(scene)
    whole = decide(scene.understanding, scene.catalogue)
    if not found or (len(found) == 1 and whole.kind in ("sure", "away")):
        return None
    first, *others = sorted(found, key=lambda id: _urgency(scene, id))
    conversation = parked(scene.conversation)
    for other in others:
        conversation = want(conversation, other, scene.text)
    turn = intents.begin(scene.at(conversation), first, scene.text)
    notes: tuple[Say, ...] = tuple(kept_note(scene, other) for other in others)
    asked = max(1, len(turn.replies) - 1)  # before the question, after a number to ring first
    return Turn(turn.conversation, (*turn.replies[:asked], *notes, *turn.replies[asked:]), turn.commands)


def _urgency(scene: Scene, id: str) -> int:
    """The place of the service's clock, the tightest first, with what the words tell already ("两天没人见着")."""
    service = scene.catalogue.services[id]
    told = spotted(scene.catalogue, service, Form(id), scene.text, scene.setting)
    return CLOCKS.index(clock_of(service, told))


def several(scene: Scene) -> list[str]:
    """The services that a message surely asks for, in the order said, whether words part it or not."""
    found = asked_for(scene)
    return found if len(found) > 1 else told_apart(scene) or found


def beside(scene: Scene, first: str) -> tuple[str, ...]:
    """The other services, where a message surely asks for several."""
    found = several(scene)
    return tuple(id for id in found if id != first) if len(found) > 1 else ()


def turned_from(scene: Scene, service: str) -> bool:
    """Whether the text says that this service is not what is meant ("不是送餐，是…")."""
    turned = lexicon(scene.catalogue).turned.fullmatch(scene.plain)
    if turned is None:
        return False
    old = bare(turned["old"])
    named = any(word in old for word, id in lexicon(scene.catalogue).services.items() if id == service)
    return named or any(
        part == old and decide(heard, scene.catalogue).intent == service for part, heard in scene.understanding.parts
    )


def turned_to(scene: Scene) -> tuple[str, ...]:
    """What may be meant instead, where that is not sure."""
    return next((decide(heard, scene.catalogue).choices for _, heard in scene.understanding.parts[1:]), ())


def asked_for(scene: Scene) -> list[str]:
    """The services that the parts surely ask for, in the order said; what is given up is not asked for."""
    drops, turned = lexicon(scene.catalogue).drops, lexicon(scene.catalogue).turned.fullmatch(scene.plain)
    left = bare(turned["old"]) if turned else ""
    parts = ((part, heard) for part, heard in scene.understanding.parts if part != left and not drops.match(part))
    wanted = ((part, decide(heard, scene.catalogue)) for part, heard in parts)
    sure = ((part, v.intent) for part, v in wanted if v.sure and v.confidence >= ANOTHER)
    services = scene.catalogue.services
    # a question is asked about what is wanted already: by itself it only wants an answer
    found = (i for part, i in sure if i in services and (services[i].answer_first or not part.endswith("?")))
    return list(dict.fromkeys(found))


def told_apart(scene: Scene) -> list[str]:
    """The services that both sides of one cut surely ask for: the two likeliest of the whole, or none.

    A report of danger is one only where danger is told: that a mother once left and never came back is a story.
    """
    services, likeliest = scene.catalogue.services, {intent for intent, _ in scene.understanding.ranking[:2]}
    told = [services[intent] for intent in likeliest if intent in services]
    danger = max(scene.understanding.crisis.values(), default=0.0) >= SIGN or alarm_in(scene.plain, scene.catalogue)
    if any(s.after_crisis == "continue" for s in told) and not danger:
        return []
    for sides in scene.understanding.cuts:
        heard = [decide(side, scene.catalogue) for side in sides]
        if {v.intent for v in heard} == likeliest and all(v.confidence >= APART for v in heard):
            return [v.intent for v in heard if v.intent in services and not services[v.intent].answer_first]
    return []
