"""The half hour after an alarm: whoever writes is heard, nobody answered cheerfully, one in danger asked nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import details
from actions.desk.commands import CallPerson
from actions.desk.say import Say
from actions.dialogue import opening, relief
from actions.dialogue.control import asks_who_hears, word
from actions.dialogue.decision import ANOTHER, DISTRESS, decide
from actions.dialogue.emergency import STILL, heard, let_be, overdue, reminder, told_again, watched
from actions.dialogue.form import GREEDY
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.reading import tells
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from data.model import SELF_HARM, VIOLENCE

TOLD = frozenset({"place", "district", "age", "phone"})
NUMBER = re.compile(r"(?:[\d零一二两三四五六七八九十百千\s\-]++[多几来]?[号栋楼层室岁个人]?)+")
# What one in danger may still say of the talk itself: a person, the assistant, out of sight, another language
ALWAYS = frozenset({"person", "assistant", "hide", "change_language"})
LET_BE = frozenset({"cancel", "no"})  # said alone: no more of it now
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "bot_challenge", "affirm", "deny", "cancel", "self_harm_crisis"})
OF_REQUESTS = frozenset({"check_status", "urge_request", "add_information", "correct_detail", "rate_service"})
IDLE = SMALL_TALK | {"out_of_scope", "repeat"}  # asks one in danger for nothing that can be done


def answer(scene: Scene) -> Turn | None:
    """Whoever writes on is heard; None where the text clearly asks for something, or nothing rang."""
    conversation = scene.conversation
    if not watched(scene) or conversation.pending is not None:
        return None
    if conversation.form is not None:
        return relief.asked(scene) if _told_beside(scene, conversation.form) else None
    if bare(scene.plain) in lexicon(scene.catalogue).languages:
        return None
    spoken = word(scene)
    if spoken in ALWAYS or asks_who_hears(scene):
        return None
    if conversation.alarm != SELF_HARM and _only_told(scene):
        return _noticed(scene, heard(scene, "crisis.passed_on"))
    hurt = conversation.alarm_own and conversation.alarm == VIOLENCE
    if hurt and lexicon(scene.catalogue).afraid.fullmatch(bare(scene.plain)):
        return _noticed(scene, told_again(scene, STILL))
    if conversation.alarm_own and _needs(scene):
        begun = opening.answer(scene)
        return replace(begun, replies=(reminder(scene), *begun.replies)) if overdue(scene) else begun
    if spoken in LET_BE:
        return _noticed(scene, let_be(scene))
    if (over := relief.asked(scene)) is not None:
        return over
    if lexicon(scene.catalogue).afterwards.fullmatch(bare(scene.plain)):
        return None  # "and now?" has an answer of its own (`aftercare.py`)
    if not (_idle(scene, spoken) or (conversation.alarm_own and not _wished(scene))):
        return None
    return _noticed(scene, heard(scene))


def _noticed(scene: Scene, say: Say) -> Turn:
    """Said, and whoever is on duty called again."""
    return scene.turn(say, commands=(CallPerson("crisis"),))


def _wished(scene: Scene) -> bool:
    """Whether one in danger surely asks for something of the talk: their request, a number, a person."""
    verdict = decide(scene.understanding, scene.catalogue)
    wish = verdict.intent in scene.catalogue.intents and verdict.intent not in IDLE
    return wish and verdict.sure and verdict.confidence >= ANOTHER and _calm(scene)


def _calm(scene: Scene) -> bool:
    return max(scene.understanding.crisis.values(), default=0.0) < DISTRESS


def _told_beside(scene: Scene, form: Form) -> bool:
    """Whether the open question is none that words about how somebody is now could answer."""
    current = detail_of(scene.catalogue, form, form.current) if form.current else None
    return form.eased and current is not None and current.kind not in GREEDY and not tells(scene, current)


def _needs(scene: Scene) -> bool:
    """Whether one who was in danger now surely asks for a service, with nothing of danger in it."""
    if bare(scene.plain) in lexicon(scene.catalogue).services:
        return True
    if lexicon(scene.catalogue).unaccompanied.search(scene.plain):
        return False  # told to have somebody near, whoever has nobody says so
    if scene.conversation.alarm == SELF_HARM and not _asks(scene):
        return False  # what is told of one's life looks like many a need
    verdict = decide(scene.understanding, scene.catalogue)
    service = scene.catalogue.services.get(verdict.intent)
    if not verdict.sure or service is None or verdict.confidence < ANOTHER or service.after_crisis == "continue":
        return False
    return _calm(scene)


def _asks(scene: Scene) -> bool:
    """Whether the text says that something is asked for."""
    known = lexicon(scene.catalogue)
    return known.asked.search(scene.plain) is not None or known.apply.search(scene.plain) is not None


def _only_told(scene: Scene) -> bool:
    """Whether the text is a place, an age, a phone number or a number, and hardly a word more."""
    said = bare(scene.plain)
    if NUMBER.fullmatch(said):
        return True
    services = scene.catalogue.services.values()
    kinds = {d.kind: d for s in services for d in (*s.details, *scene.catalogue.common) if d.kind in TOLD}
    found = details.spot(list(kinds.values()), said, scene.setting).values()
    return bool(said) and 2 * len({i for f in found for i in range(f.start, f.end)}) >= len(said)


def _idle(scene: Scene, spoken: str) -> bool:
    """Whether the text of one who tells of another asks for nothing that can be done."""
    known = lexicon(scene.catalogue)
    if bare(scene.plain) in known.services:
        return False
    if not any(c.isalnum() for c in scene.text):
        return not scene.message.attachments
    verdict = decide(scene.understanding, scene.catalogue)
    if verdict.kind == "ask_back":
        return not (known.asked.search(scene.plain) or known.question.search(scene.plain))  # a wish is guessed at
    asked = spoken or (verdict.intent if verdict.sure else "")
    if not spoken and asked in scene.catalogue.services and verdict.confidence < ANOTHER:
        return known.asked.search(scene.plain) is None  # what is told of an alarm looks like many a need
    if asked in OF_REQUESTS:
        return not scene.view.tickets
    return not asked or asked in SMALL_TALK or asked in ("yes", "no")
