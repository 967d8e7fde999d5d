"""Words that mean the same at any moment: back, repeat, wait, skip, stop, a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from actions.desk.commands import EndHandOver, SetLanguage
from actions.desk.say import Say
from actions.dialogue import intents, manner, own_data, rating, relief, resume, talk
from actions.dialogue.answer import skip
from actions.dialogue.aside import aside
from actions.dialogue.emergency import alarmed, reminder, watched
from actions.dialogue.form import detail as detail_of
from actions.dialogue.form import without
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import again, ask, choose
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import BRIEF_LATIN, chosen
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.stop import stop

TOLD, TOLD_LATIN = 20, 60  # characters of a text that only asks who hears of it
YOURS = 14  # characters of a text that may give the talk back to the assistant
ANYWHERE = frozenset(
    {
        "person",
        "menu",
        "repeat",
        "hide",
        "help",
        "privacy",
        "own_data",
        "telling",
        "wait",
        "cancel",
        "assistant",
        "forget_me",
    }
)
# Only answers to a question that is open, never something to do by themselves
ANSWERS = frozenset({"yes", "no", "unsure", "something_else", "new_one", "later", "continue", "add", "affirm", "deny"})


def word(scene: Scene) -> str:
    """The control that the whole text is, or ""."""
    if scene.message.attachments or not scene.plain:
        return ""
    known = lexicon(scene.catalogue)
    found = known.control.get(bare(scene.plain), "") or known.control.get(bare(scene.text.lower()), "")
    return "urge_request" if not found and known.urges.fullmatch(bare(scene.plain)) else found


def answer(scene: Scene) -> Turn | None:
    """Do what a control word says; None where the text is none, or is the open question's answer."""
    spoken = lexicon(scene.catalogue).languages.get(bare(scene.plain))
    if spoken is not None and not _is_choice(scene):
        return language(scene, spoken)
    found = word(scene) or _takes_back(scene) or ("telling" if asks_who_hears(scene) else "")
    if found == "continue" and not _is_choice(scene):
        return resume.taken_up(scene)
    if found == "add" and scene.form is None and scene.conversation.pending is None:
        return intents.act(replace(scene, text=""), "add_information")  # nothing is told yet
    if not found or found in ANSWERS or _is_choice(scene):
        return None
    if found in manner.MANNERS:
        return manner.chosen(scene, found)
    if found in ANYWHERE:
        return _anywhere(scene, found)
    form = scene.form
    if form is not None:
        return _in_form(scene, form, found)
    if found in scene.catalogue.intents:
        held = scene.conversation.pending
        rates = held is not None and held.kind == "rate" and rating.scored(scene)
        return None if rates else intents.act(scene, found)  # "很不满意" also asks for the questions that are put
    return scene.turn(talk.menu(scene)) if found == "back" else None


def asks_who_hears(scene: Scene) -> bool:
    """Whether a short text asks, or fears, that others hear of it."""
    words = lexicon(scene.catalogue)
    short = len(scene.plain) <= (TOLD_LATIN if scene.plain.isascii() else TOLD)
    found = words.telling.search(scene.plain) if short else None
    prior = scene.plain[: found.start()] if found else ""
    bidden = words.bidden.search(prior) is not None and not prior.startswith(("我", "i "))
    return found is not None and not bidden  # "舅舅叫我不要告诉妈妈" is what happened


def _who_hears(scene: Scene, form: Form | None) -> Turn:
    """Who hears of what is said here, and then whatever was open; in danger the numbers again."""
    told = Say("talk.between_us")
    if form is not None:  # it may be part of what happened
        return again(scene, replace(form, said=(*form.said, scene.text)), told)
    return scene.turn(told, reminder(scene)) if watched(scene) else scene.turn(replace(told, buttons=(PERSON, MENU)))


def _takes_back(scene: Scene) -> str:
    """While a person is waited for "还是你来吧" means the assistant; to a person who is here it means them."""
    short = len(scene.plain) <= (BRIEF_LATIN if scene.plain.isascii() else YOURS)
    waits = scene.view.hand_over == "waiting" and not alarmed(scene.conversation, scene.now)
    return "assistant" if waits and short and lexicon(scene.catalogue).yours.search(scene.plain) else ""


def _anywhere(scene: Scene, found: str) -> Turn | None:
    form = scene.form
    if found in ALIKE:
        return ALIKE[found](scene)
    match found:
        case "menu":
            return scene.asking(None, talk.menu(scene))
        case "hide":
            return scene.turn(Say("talk.hide"))
        case "wait":
            return scene.turn(Say("talk.wait"))
        case "cancel" if scene.view.hand_over == "waiting" and form is None and scene.conversation.pending is None:
            return to_assistant(scene)  # who is waited for is all there is to call off
        case "help":
            return _help(scene, form)
        case "telling":
            return _who_hears(scene, form)
        case "privacy":
            told = Say("talk.privacy", {"days": scene.catalogue.retention_days["ordinary"]})
            return again(scene, form, told) if form is not None else scene.turn(told, talk.menu(scene))
        case _:
            return stop(scene, form)


def repeat(scene: Scene) -> Turn:
    """The open question once more, else what was said last."""
    form = scene.form
    return again(scene, form) if form is not None and scene.conversation.pending is None else intents.repeat(scene)


def to_assistant(scene: Scene) -> Turn:
    """Wait for a person no longer; where nobody was called, say that the assistant is here."""
    if scene.view.hand_over == "waiting" and alarmed(scene.conversation, scene.now):
        return relief.safe(scene)  # the call of an alarm is not withdrawn by words
    if scene.view.hand_over:
        return scene.turn(commands=(EndHandOver(),))
    here = Say("talk.here")
    return again(scene, scene.form, here) if scene.form is not None else scene.turn(here, talk.menu(scene))


def _help(scene: Scene, form: Form | None) -> Turn:
    if form is None:
        return scene.turn(Say("talk.help"), talk.menu(scene))
    current = detail_of(scene.catalogue, form, form.current)
    said = Say("say.words", {"words": current.help}) if current is not None and current.help else Say("form.help")
    return again(scene, form, said)


def _in_form(scene: Scene, form: Form, found: str) -> Turn | None:
    current = detail_of(scene.catalogue, form, form.current) if form.current else None
    match found:
        case "back":
            return back(scene, form)
        case "skip" if current is not None:
            return skip(scene, form, current)
        case "secret":
            return secret(scene, form)
        case "change":
            return choose(scene, form)
        case _ if found in scene.catalogue.intents and not (current is not None and current.kind == "text"):
            return aside(scene, form, found)
    return None


def _is_choice(scene: Scene) -> bool:
    """Whether the open question offers these very words as a choice."""
    form = scene.form
    current = detail_of(scene.catalogue, form, form.current) if form is not None and form.current else None
    return current is not None and any(chosen(scene, choice) for choice in current.choices)


def back(scene: Scene, form: Form) -> Turn:
    """The question before this one, its answer taken back."""
    earlier = [a for a in form.asked if a != form.current]
    if form.stage == "choosing":
        return again(scene, replace(form, stage="asking", current=""))
    if not earlier:
        return again(scene, form, Say("form.back_first"))
    before = detail_of(scene.catalogue, form, earlier[-1])
    if before is None:
        return again(scene, form)
    form = replace(without(form, (before.id,)), asked=tuple(earlier), fresh=False, rule_told=False)
    return ask(scene, form, before)


def secret(scene: Scene, form: Form) -> Turn:
    """Keep the name secret, or no longer."""
    form = replace(form, secret=not form.secret)
    return again(scene, form, Say("form.secret_on" if form.secret else "form.secret_off"))


def language(scene: Scene, chosen: str) -> Turn:
    """From now on in this language."""
    scene = scene.at(talk.spoken(scene.conversation, chosen))
    said = Say("language.set")
    turn = again(scene, scene.form, said) if scene.form is not None else scene.turn(said)
    return replace(turn, commands=(*turn.commands, SetLanguage(chosen)))


ALIKE: Mapping[str, Callable[[Scene], Turn | None]] = {  # the same within a form and outside one
    "person": talk.call_person,
    "repeat": repeat,
    "assistant": to_assistant,
    "own_data": own_data.wanted,
    "forget_me": intents.forget,
}
