"""The turn: steps in their order; the first that has an answer gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from actions.desk.commands import Command, SetLanguage
from actions.dialogue import (
    aftercare,
    answer,
    asked,
    control,
    crisis,
    family,
    gone,
    held,
    language,
    manner,
    opening,
    over,
    pending,
    press,
    relapse,
    relief,
    reply,
    resume,
    reversal,
    status,
    summary,
    unable,
    vigil,
    voice,
)
from actions.dialogue.button import payload_of
from actions.dialogue.form import detail as detail_of
from actions.dialogue.gate import alarm_in
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.reading import only_figures, plainly_answers
from actions.dialogue.scene import Scene, scene
from actions.dialogue.shapes import Conversation, Message, Turn, Understanding, View
from data.model import Catalogue

STEPS: tuple[Callable[[Scene], Turn | None], ...] = (
    relief.answer,  # nothing but that all is well
    gone.answer,  # of whom it is asked first whether they died
    crisis.answer,  # before all else, in the middle of anything
    over.answer,
    family.answer,
    press.answer,
    voice.answer,
    asked.answer,
    unable.answer,
    vigil.answer,
    aftercare.answer,
    reply.answer,
    control.answer,
    pending.answer,
    status.typed,
    resume.paused,
    answer.answer,
    summary.answer,
    opening.answer,  # always has one
)


def turn(
    conversation: Conversation,
    message: Message,
    understanding: Understanding,
    view: View,
    catalogue: Catalogue,
    now: datetime,
) -> Turn:
    """What the message comes to; `now` is aware. Pure: the same in, the same out."""
    here = resume.fresh(scene(conversation, message, understanding, view, catalogue, now))
    if view.hand_over == "held":
        return held.answer(here)
    here, heard = _language(here)
    here = manner.noticed(here)
    found = next(t for step in STEPS if (t := step(here)) is not None)
    found = relapse.rung(here, replace(found, conversation=manner.told(here, found.conversation)))
    return _closed(here, crisis.checked_in(here, found), (*heard, *manner.settled(conversation, found.conversation)))


def _language(here: Scene) -> tuple[Scene, tuple[SetLanguage, ...]]:
    """Answer in the language of the latest message that tells one, unless the person chose."""
    conversation = here.conversation
    if conversation.language_fixed or not here.text or here.message.pressed:
        return here, ()
    written, sure = language.written(here)
    # a few characters tell Chinese from English, not one script from the other
    telling = sure or "en" in (conversation.language, written)
    if not written or not telling or language.says_little(here, written):
        return here, ()
    if written == conversation.language:
        heard = language.plain(here) or conversation.language_heard
        return here.at(replace(conversation, language_heard=heard, leaning="")), ()
    if language.waits(here, written):
        return here.at(replace(conversation, leaning=written)), ()
    chosen = replace(conversation, language=written, language_heard=language.plain(here), leaning="")
    return here.at(chosen), (SetLanguage(written),)


def _closed(here: Scene, found: Turn, heard: tuple[Command, ...]) -> Turn:
    """Remember what was said and when."""
    moment = here.now.isoformat()
    conversation = replace(found.conversation, touched_at=moment, last=found.replies)
    if any(say.key.startswith("crisis.") and "numbers" in say.params for say in found.replies):
        conversation = replace(conversation, numbers_at=moment)
    return Turn(conversation, found.replies, (*heard, *found.commands))


def needs_understanding(conversation: Conversation, message: Message, catalogue: Catalogue, now: datetime) -> bool:
    """Whether nlu/ can add anything: not for buttons, control words, noise, nor a sure answer to the question."""
    here = resume.fresh(scene(conversation, message, Understanding(), View(), catalogue, now))
    if message.pressed or not any(c.isalnum() for c in here.text):
        return False
    alarm = alarm_in(here.plain, catalogue)
    if alarm is not None:
        return not alarm.sure or (not alarm.own and here.form is None)
    words = lexicon(catalogue)
    said = bare(here.plain)
    if control.asks_who_hears(here):
        return False
    if said in words.control or said in words.languages or said in words.services or payload_of(here):
        return False
    if conversation.pending is not None and pending.answer(here) is not None:
        return False
    form = here.form
    if conversation.pending is None and only_figures(here):
        return False  # a day or a sum alone ("明天") is no farewell, and no alarm
    if form is not None and (words.drops.match(here.plain) or words.turned.fullmatch(here.plain)):
        return True
    current = detail_of(catalogue, form, form.current) if form is not None and form.current else None
    if form is not None and (turned := reversal.answer(here, form, current)) is not None:
        return not reversal.denies(form, turned)
    return current is None or not plainly_answers(here, current)
