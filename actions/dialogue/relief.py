"""The way out of an alarm by the person's own words: they are safe, or it was a mistake."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.say import Button, Say
from actions.dialogue import payload, words
from actions.dialogue.emergency import alarmed, broken_off, for_alarm, reminder, told_again
from actions.dialogue.gate import whose
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import again
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import agreed, says_so
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Form, Pending, Turn
from data.model import HELPLESS

ASKED = "crisis.safe_ask"


def answer(scene: Scene) -> Turn | None:
    """The alarm's end where the whole text says that all is well; None where it does not, or nothing rang."""
    conversation = scene.conversation
    if scene.message.pressed or scene.message.attachments or not alarmed(conversation, scene.now):
        return None
    if any(say.key == ASKED for say in conversation.last) and (told := agreed(scene)) is not None:
        return safe(scene) if told else _not_safe(scene)
    known, said = lexicon(scene.catalogue), bare(scene.plain)
    sought = conversation.alarm == HELPLESS and not conversation.alarm_own and scene.form is None
    back = sought and known.found.fullmatch(said)
    if not (back or known.safe.fullmatch(said) or known.mistaken.fullmatch(said)):
        return None
    if conversation.alarm_own and not whose(scene.text, scene.catalogue, conversation.alarm):
        return None  # "he is fine" tells nothing of the writer
    return safe(scene)


def asked(scene: Scene) -> Turn | None:
    """Of whoever was in danger it is told, among other words, that they are well: is it over? None where it is not."""
    if scene.conversation.alarm_own or not says_so(scene, lexicon(scene.catalogue).eased):
        return None
    form = scene.form
    kept = form and replace(form, said=(*form.said, scene.text))
    return scene.turn(told_again(scene, ASKED), conversation=replace(scene.conversation, form=kept))


def _not_safe(scene: Scene) -> Turn:
    """The numbers once more, and whatever was open."""
    form, numbers = scene.form, reminder(scene)
    return scene.turn(numbers) if form is None else again(scene, form, numbers)


def safe(scene: Scene) -> Turn:
    """Said once, kindly: the person on duty still knows, and the desk goes on; the incident and the call stay."""
    numbers = words.numbers(for_alarm(scene, scene.conversation.alarm))
    said = Say("crisis.safe", {"numbers": numbers}, (MENU, PERSON))
    calmed = scene.conversation.alarm
    conversation = replace(scene.conversation, alarm="", calmed=calmed, pending=None)
    if scene.form is not None:
        return again(scene.at(conversation), scene.form, said)
    rested = next((p for p in conversation.parked if broken_off(scene, p)), None)
    return scene.turn(said, conversation=conversation) if rested is None else _kept(scene, conversation, said, rested)


def _kept(scene: Scene, conversation: Conversation, said: Say, form: Form) -> Turn:
    """The form that the alarm broke off is kept, and said so; whoever wants goes on with it."""
    tag = payload.tag(form.service)
    go_on = Button("button.continue", payload.of(payload.RESUME, "continue", tag))
    rests = Say("crisis.rested", {"service": scene.service(form).names}, (go_on, *said.buttons))
    held = Pending("resume", {"tag": tag, "text": scene.text, "service": ""})
    return scene.turn(replace(said, buttons=()), rests, conversation=replace(conversation, pending=held))
