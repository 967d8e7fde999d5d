"""Several needs in one message: where it may be parted, and which of them comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.desk.clock import clock_of
from actions.desk.say import Say
from actions.dialogue import intents
from actions.dialogue.decision import ANOTHER, decide
from actions.dialogue.form import spotted
from actions.dialogue.lexicon import Lexicon, bare, lexicon, simplified
from actions.dialogue.progress import parked
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Form, Turn
from actions.dialogue.wanted import kept_note, want
from data.model import CLOCKS, Catalogue

MOST = 4  # parts of a message
FORMER = 4_000  # characters kept of what was told before, however often it was asked which need it is
LEAST, LEAST_LATIN = 4, 10  # characters that may hold a need
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


def _long_enough(pieces: Iterable[str]) -> tuple[str, ...]:
    found = tuple(p for p in pieces if len(p) >= (LEAST_LATIN if p.isascii() else LEAST))
    return found[:MOST] if len(found) > 1 else ()


def before(conversation: Conversation) -> str:
    """What was said when it was asked which need it is: the next message may tell more of the same."""
    held = conversation.pending
    return str(held.data.get("text", ""))[-FORMER:] if held is not None and held.kind == "ask_back" else ""


def answer(scene: Scene) -> Turn | None:
    """Begin the most urgent of several needs, and keep the others; None where the message surely holds one."""
    found = asked_for(scene)
    whole = decide(scene.understanding, scene.catalogue)
    if not found or (len(found) == 1 and whole.kind in ("sure", "away")):
        return None
    first, *others = sorted(found, key=lambda id: _urgency(scene, id))
    conversation = parked(scene.conversation)
    for other in others:
        conversation = want(conversation, other, scene.text)
    turn = intents.begin(scene.at(conversation), first, scene.text)
    notes: tuple[Say, ...] = tuple(kept_note(scene, other) for other in others)
    return Turn(turn.conversation, (*turn.replies[:1], *notes, *turn.replies[1:]), turn.commands)


def _urgency(scene: Scene, id: str) -> int:
    """The place of the service's clock, the tightest first, with what the words tell already ("两天没人见着")."""
    service = scene.catalogue.services[id]
    told = spotted(scene.catalogue, service, Form(id), scene.text, scene.setting)
    return CLOCKS.index(clock_of(service, told))


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
