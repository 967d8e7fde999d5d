"""In the middle of a form the person asks or wants something else: served or kept, and then the open question again."""

from __future__ import annotations

from dataclasses import replace

from actions import details
from actions.desk.say import Say
from actions.details import Found
from actions.dialogue import contacts, knowledge, resume
from actions.dialogue.aside import aside
from actions.dialogue.decision import ANOTHER, Verdict, answered_first, decide
from actions.dialogue.form import GREEDY, filled, spotted
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import advance, again
from actions.dialogue.reading import (
    applies_for,
    brief,
    inquires,
    only_a_place,
    only_guessed,
    plainly_answers,
    surely,
    wants_more,
)
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.wanted import kept_note, want
from data.model import Detail

NAMED = 3  # characters of a service's name within a text
WORD = 3  # characters of a text that asks for nothing
# Said in the middle of a form these mean the form or its question, not something else
OF_THE_FORM = frozenset(
    {"affirm", "deny", "correct_detail", "add_information", "self_harm_crisis", "out_of_scope", "rate_service"}
)


def away_from(scene: Scene, form: Form, current: Detail | None) -> Turn | None:
    """What to do where the text is about something else than the open question; None where it is not."""
    if current is not None and plainly_answers(scene, current):
        return None
    if current is not None and (_is_a_word(scene) or only_a_place(scene)):
        return None
    if (said := contacts.asked(scene)) is not None:
        return again(scene, form, replace(said, buttons=()))
    verdict = decide(scene.understanding, scene.catalogue)
    if not verdict.sure:
        named = _applied_for(scene, form)
        return _keep(scene, form, current, named) if named else None
    service = scene.catalogue.services.get(verdict.intent)
    if service is None:
        if verdict.intent in OF_THE_FORM or only_guessed(scene, verdict.intent) or _answers(scene, current):
            return None
        noted = besides(scene, form) if verdict.intent == "find_contact" else None
        return noted or aside(scene, form, verdict.intent)
    if not form.eased and not _answers(scene, current) and (told := _rule(scene, verdict)) is not None:
        return again(scene, form, *told)
    if service.id == form.service:
        again_asked = applies_for(scene) and not _answers(scene, current)
        return again(scene, form, Say("form.continued", {"service": service.names})) if again_asked else None
    if service.answer_first and not wants_more(scene):
        told = knowledge.answer(scene, offered=False) if asks(scene) or not brief(scene) else None
        return None if told is None or _answers(scene, current) else again(scene, form, *told)
    if (verdict.confidence < ANOTHER or form.eased) and not wants_more(scene) and not applies_for(scene):
        return None  # after an alarm what is told of it looks like many a need
    return _keep(scene, form, current, verdict.intent)


def _rule(scene: Scene, verdict: Verdict) -> tuple[Say, ...] | None:
    """The answer to a question about rules that looks like a wish."""
    if not inquires(scene.plain, scene.catalogue):
        return None
    asked = answered_first(scene.understanding, verdict, scene.catalogue)
    return knowledge.answer(scene, offered=False) if asked else None


def _is_a_word(scene: Scene) -> bool:
    """Whether the text is a word that names no service: such a word is a try at an answer, no need of its own."""
    said, known = bare(scene.plain), lexicon(scene.catalogue)
    short = len(said.split()) <= 1 if said.isascii() else len(said) <= WORD
    return short and said not in known.services and not known.question.search(said) and said not in known.control


def besides(scene: Scene, form: Form) -> Turn | None:
    """Keep what the text tells of details not asked for (a phone number); None where it tells nothing."""
    service = scene.service(form)
    told = spotted(scene.catalogue, service, form, scene.text, scene.setting)
    return again(scene, filled(form, told, service, scene.setting), Say("form.noted")) if told else None


def asks(scene: Scene) -> bool:
    """Whether the text is a question."""
    return scene.text.endswith(("?", "？")) or lexicon(scene.catalogue).question.search(scene.plain) is not None


def question(scene: Scene, form: Form) -> Turn | None:
    """A question at the summary: answered from the knowledge base, else kept for the office; None where it is none."""
    if not asks(scene):
        return None
    told = knowledge.answer(scene, offered=False)
    if told is not None:
        return again(scene, form, *told)
    office = next((s.id for s in scene.catalogue.services.values() if s.answer_first), form.service)
    return None if office == form.service else _keep(scene, form, None, office)


def _answers(scene: Scene, current: Detail | None) -> bool:
    return current is not None and surely(scene, current) is not None


def _keep(scene: Scene, form: Form, current: Detail | None, need: str) -> Turn:
    """Keep the other need for afterwards, with an answer to the open question if the text holds one too."""
    if lexicon(scene.catalogue).instead.match(scene.plain):
        return resume.instead(scene, need)
    conversation = want(scene.conversation, need, scene.text)
    noted = kept_note(scene, need)
    found = _before_the_need(scene, current) if current is not None else None
    if current is None or found is None or details.check(current, found.value, scene.setting) is not None:
        return again(scene.at(conversation), form, noted)
    service = scene.service(form)
    others = spotted(scene.catalogue, service, form, scene.text, scene.setting, found)
    filled_in = filled(form, {**others, current.id: found.value}, service, scene.setting)
    return advance(scene.at(conversation), filled_in, noted)


def _before_the_need(scene: Scene, current: Detail) -> Found | None:
    """The answer to the open question, where it comes first: nothing of "我要申请津贴，我妈82岁" answers one."""
    words = lexicon(scene.catalogue)
    starts = [m.start() for m in (words.more.search(scene.plain), words.apply.search(scene.plain)) if m]
    if not starts or current.kind in GREEDY:
        return surely(scene, current)
    return details.read(current, scene.plain[: min(starts)], scene.setting)


def _applied_for(scene: Scene, form: Form) -> str:
    """The other service whose name follows "我要申请", also where understanding is away; "" where none does."""
    if not applies_for(scene):
        return ""
    known = lexicon(scene.catalogue).services
    named = [w for w in known if len(w) >= NAMED and w in scene.plain]
    return next((known[w] for w in sorted(named, key=len, reverse=True) if known[w] != form.service), "")
