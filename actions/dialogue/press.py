"""What a button does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from actions import details
from actions.desk.say import Say
from actions.dialogue import (
    asked,
    callback,
    control,
    family,
    intents,
    manner,
    payload,
    pending,
    relief,
    resume,
    status,
    summary,
    talk,
)
from actions.dialogue.answer import PLACES, fill, skip
from actions.dialogue.button import payload_of
from actions.dialogue.form import detail as detail_of
from actions.dialogue.progress import again, ask, choose, parked
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.stop import stop
from data.model import LANGUAGES, Detail


def _ticket(scene: Scene, parts: tuple[str, ...]) -> Turn | None:
    verb, rest = parts[0] if parts else "", ":".join(parts[1:])
    if verb == asked.KIND:
        number, _, choice = rest.partition(":")
        return asked.pressed(scene, number, choice)
    return status.do(scene, verb, rest, _kept_text(scene))


ASIDE: Mapping[str, Callable[[Scene, tuple[str, ...]], Turn | None]] = {
    payload.FAMILY: family.pressed,
    payload.MANNER: manner.pressed,
    payload.TICKET: _ticket,
}


def answer(scene: Scene) -> Turn | None:
    """Do what the button says; None where none was pressed."""
    sent = payload_of(scene)
    if not sent:
        return None
    verb, parts = payload.parts(sent)
    found = ASIDE[verb](scene, parts) if verb in ASIDE else _do(scene, verb, parts)
    return found if found is not None else past(scene)


def past(scene: Scene) -> Turn:
    """The button belongs to something that is over; what is open is said again."""
    if scene.conversation.pending is not None and scene.conversation.last:
        return scene.turn(Say("talk.past"), *scene.conversation.last)
    if scene.form is not None:
        return again(scene, scene.form, Say("talk.past"))
    return scene.turn(Say("talk.past"), talk.menu(scene))


def _do(scene: Scene, verb: str, parts: tuple[str, ...]) -> Turn | None:
    if verb in payload.OF_A_FORM:
        return _question(scene, verb, parts)
    first = parts[0] if parts else ""
    match verb:
        case "c":
            return _plain(scene, first)
        case payload.FORM:
            return form_button(scene, first, parts)
        case payload.START if first in scene.catalogue.services:
            return start(scene, first)
        case payload.GROUP:
            say = talk.group(scene, first)
            return None if say is None else scene.asking(None, say)
        case payload.INTENT:
            return pending.chosen(scene, first)
        case payload.RATE:
            return status.do(scene, "rate", first)
        case payload.LANGUAGE if first in LANGUAGES:
            return control.language(scene, first)
        case payload.RESUME:
            return resume.pressed(scene, parts)
        case payload.ANSWER:
            return pending.pressed(scene, first)
    return None


def _kept_text(scene: Scene) -> str:
    """What was said before "which request?" was asked."""
    held = scene.conversation.pending
    return str(held.data.get("text", "")) if held is not None and held.kind == "which" else ""


def _plain(scene: Scene, name: str) -> Turn | None:
    match name:
        case "person":
            return talk.call_person(scene)
        case "menu":
            return scene.asking(None, talk.menu(scene))
        case "language":
            return scene.asking(None, talk.languages())
        case "callback":
            return callback.offer(scene)
        case "repeat":
            return control.repeat(scene)
        case "hide":
            return scene.turn(Say("talk.hide"))
        case "assistant":
            return control.to_assistant(scene)
        case "safe" if scene.conversation.alarm:
            return relief.safe(scene)
    return None


def start(scene: Scene, service: str) -> Turn:
    """Begin a service; the form that is open already goes on instead of a second one, one put aside too."""
    form = scene.form
    if form is not None and form.service == service and form.stage != "failed":
        return again(scene.at(replace(scene.conversation, pending=None)), form)
    aside = next((p for p in scene.conversation.parked if p.service == service), None)
    if aside is not None:
        return resume.go_on(scene, aside)
    scene = scene.at(replace(parked(scene.conversation), pending=None))
    return intents.begin(scene, service)


def _question(scene: Scene, verb: str, parts: tuple[str, ...]) -> Turn | None:
    """A button below a question of this form: an answer, also to one answered before."""
    form = scene.form
    if form is None or len(parts) < 2 or parts[0] != payload.tag(form.service):
        return None
    one = detail_of(scene.catalogue, form, parts[1])
    if one is None or not (one.id == form.current or one.id in form.asked or one.id in form.values):
        return None
    scene = scene.at(replace(scene.conversation, pending=None))
    if verb == payload.EDIT:
        return summary.edit(scene, form, one.id)
    if verb == payload.UNSURE and one.id == form.current:
        return skip(scene, form, one, unsure=True)
    if verb == payload.SKIP and one.id == form.current:
        return skip(scene, form, one)
    return _value(scene, form, one, verb, parts[2] if len(parts) > 2 else "")


def _value(scene: Scene, form: Form, one: Detail, verb: str, sent: str) -> Turn | None:
    if verb == payload.YES_NO and one.kind in ("yes_no", "consent") and sent in ("0", "1"):
        return fill(scene, _at(form, one), {one.id: sent == "1"}, one)
    if verb == payload.DONE and one.kind == "choices" and form.picked:
        return fill(scene, form, {one.id: form.picked}, one)
    if verb == payload.CHOOSE and one.kind in PLACES and (county := details.division(sent)):
        return fill(scene, _at(form, one), {one.id: county}, one)
    if verb != payload.CHOOSE or one.choice(sent) is None:
        return None
    if one.kind == "choices":
        if one.id != form.current:
            return None
        return ask(scene, replace(form, picked=tuple(dict.fromkeys((*form.picked, sent)))), one)
    return fill(scene, _at(form, one), {one.id: sent}, one)


def _at(form: Form, one: Detail) -> Form:
    """The form asking; an answer to an earlier question leaves the open one open."""
    return form if form.stage in ("asking", "choosing") else replace(form, stage="asking", current="")


def form_button(scene: Scene, what: str, parts: tuple[str, ...] = ()) -> Turn | None:
    """A button that is about the form as a whole."""
    form = scene.form
    if form is None:
        return None
    scene = scene.at(replace(scene.conversation, pending=None))
    match what:
        case "confirm" if form.stage == "summary" and parts[1:] == (payload.tag(form.service),):
            return summary.open_request(scene, form)
        case "change":
            return choose(scene, form)
        case "secret":
            return control.secret(scene, form)
        case "cancel":
            return stop(scene, form)
        case "go":
            return again(scene, replace(form, stage="asking") if form.stage == "choosing" else form)
        case "keep":
            return scene.turn(Say("form.kept"), conversation=parked(scene.conversation))
        case "delete":
            return scene.turn(
                Say("form.deleted"), talk.menu(scene), conversation=replace(scene.conversation, form=None)
            )
        case "guardian" if form.stage == "consent":
            return summary.consent(scene, form, given=parts[1:] == ("1",))
    return None
