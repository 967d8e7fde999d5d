"""The answer to a question of the assistant's outside a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from actions import details
from actions.desk.commands import AddInformation, CancelTicket, Command, Forget
from actions.desk.say import Say
from actions.dialogue import (
    asked,
    callback,
    gone,
    intents,
    own_data,
    rating,
    resume,
    siblings,
    status,
    still,
    talk,
    young,
)
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import advance, again, parked, start
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import agreed
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Pending, Turn

OVER = frozenset({"ticket.over_ask", "form.over_ask"})


def answer(scene: Scene) -> Turn | None:
    """What the text answers; None where nothing is pending, or the text is about something else."""
    held = scene.conversation.pending
    if held is None:
        return None
    if held.kind in ("number", "code"):
        return status.proof(scene, held)
    if held.kind == asked.KIND:
        return asked.pending(scene, held)
    if held.kind == "add":
        return _added(scene, held)
    if held.kind == "rate":
        return rating.answer(scene, held, "")
    if held.kind == callback.KIND and (told := callback.answer(scene, held)) is not None:
        return told
    if held.kind == "resume":
        return resume.answer(scene)
    if held.kind == "over" and not any(say.key in OVER for say in scene.conversation.last):
        return None  # what ends a request answers the very question, not one that was asked a while ago
    if held.kind == "ask_back" and (guess := _by_number(scene, held)):
        return chosen(scene, guess)
    said = _said(scene)
    return pressed(scene, said) if said else None


def _said(scene: Scene) -> str:
    """The button that the words mean."""
    found = lexicon(scene.catalogue).control.get(bare(scene.plain), "")
    if found in WORDS:
        return WORDS[found]
    said = agreed(scene)
    return "" if said is None else "yes" if said else "no"


def _by_number(scene: Scene, held: Pending) -> str:
    """The guess that "2" or "第二个" means, or ""."""
    choices = tuple(held.data.get("choices", ()))
    place = details.ordinal(scene.plain)
    return choices[place - 1] if place is not None and 1 <= place <= len(choices) else ""


WORDS = {"add": "add", "new_one": "new", "later": "leave", "something_else": "else", "continue": "go"}


def pressed(scene: Scene, said: str) -> Turn | None:
    """What a button below the pending question does; None where it belongs to another question."""
    held = scene.conversation.pending
    if held is None:
        return None
    match held.kind:
        case "cancel":
            return _settled(scene, said, CancelTicket(str(held.data["number"])))
        case "forget":
            return _settled(scene, said, Forget())
        case own_data.KIND:
            return own_data.pressed(scene, said)
        case "stop":
            return _stop(scene, said)
        case "ask_back" | gone.KIND if said in ("else", "no"):
            return scene.asking(None, talk.menu(scene))
    return SETTLED[held.kind](scene, held, said) if held.kind in SETTLED else None


def _settled(scene: Scene, said: str, command: Command) -> Turn | None:
    if said == "yes":
        return scene.asking(None, commands=(command,))
    if said in ("no", "leave"):
        return scene.asking(None, Say("talk.left_as_is", {}, (MENU, PERSON)))
    return None


def _added(scene: Scene, held: Pending) -> Turn | None:
    if not scene.text and not scene.message.attachments:
        return None
    command = AddInformation(str(held.data["number"]), scene.text, scene.message.attachments)
    return scene.asking(None, commands=(command,))


def _like(scene: Scene, held: Pending, said: str) -> Turn | None:
    """A like request is open: add to it, open a new one, or leave it."""
    form = scene.form
    if form is None:
        return None
    done = replace(scene.conversation, pending=None)
    match said:
        case "add" | "yes":
            command = AddInformation(str(held.data["number"]), "\n".join(form.said), form.attachments, form.values)
            return scene.turn(conversation=replace(done, form=None), commands=(command,))
        case "new":
            return advance(scene.at(done), replace(form, fresh=True))
        case "leave" | "no":
            left = Say("form.left", {"number": held.data["number"]}, (MENU, PERSON))
            return scene.turn(left, conversation=replace(done, form=None))
    return None


def _stop(scene: Scene, said: str) -> Turn | None:
    form = scene.form
    if form is None:
        return None
    match said:
        case "leave":
            kept = replace(parked(scene.conversation), pending=None)
            return scene.turn(Say("form.kept"), conversation=kept)
        case "yes" | "no" | "go":  # a bare yes to three choices is none of them: nothing is lost by it
            return again(scene.at(replace(scene.conversation, pending=None)), form)
    return None


def _over(scene: Scene, held: Pending, said: str) -> Turn | None:
    """What a request or a form was for is over: it goes, or goes on."""
    if "number" in held.data:
        return _settled(scene, said, CancelTicket(str(held.data["number"])))
    done = replace(scene.conversation, pending=None)
    if scene.form is None or said not in ("yes", "leave", "no", "go"):
        return None
    if said in ("no", "go"):
        return again(scene.at(done), scene.form)
    return scene.turn(Say("form.deleted"), talk.menu(scene), conversation=replace(done, form=None))


def _policy(scene: Scene, held: Pending, said: str) -> Turn | None:
    match said:
        case "helped" | "yes":
            return scene.asking(None, Say("policy.glad", {}, (MENU,)))
        case "office" | "no":
            return to_office(scene, str(held.data["text"]))
    return None


def to_office(scene: Scene, text: str) -> Turn | None:
    """Open the form of the service that answers questions, with the question as it was put."""
    service = next((s for s in scene.catalogue.services.values() if s.answer_first), None)
    return None if service is None else start(scene, service, (text,))


def _still(scene: Scene, held: Pending, said: str) -> Turn | None:
    """What still has not come is that of the closed request, or another matter, in the words already said."""
    match said:
        case "yes":
            return rating.unsolved(scene, str(held.data["number"]), str(held.data["text"]))
        case "no" | "else":
            scene = scene.at(replace(scene.conversation, pending=None))
            service = str(held.data["service"])
            return intents.begin(scene, service, str(held.data["text"])) if service else scene.turn(talk.menu(scene))
    return None


def _wanted(scene: Scene, held: Pending, said: str) -> Turn | None:
    match said:
        case "yes" | "go":
            scene = scene.at(replace(scene.conversation, pending=None))
            sibling = siblings.waiting(scene.conversation)
            return resume.go_on(scene, sibling) if sibling else intents.begin(scene, str(held.data["service"]))
        case "no" | "leave":
            left = tuple(p for p in scene.conversation.parked if not p.sibling)
            conversation = replace(scene.conversation, pending=None, wanted=(), wanted_said=(), parked=left)
            return scene.turn(Say("talk.any_time"), conversation=conversation)
    return None


def chosen(scene: Scene, intent: str) -> Turn | None:
    """One of the guesses was right, or an answer's service is wanted: begin with what the person had written."""
    held = scene.conversation.pending
    text = str(held.data.get("text", "")) if held is not None and held.kind in ("ask_back", "policy") else ""
    if intent not in scene.catalogue.services and intent not in scene.catalogue.intents:
        return None
    conversation: Conversation = replace(scene.conversation, pending=None, unclear=0)
    scene = replace(scene.at(conversation), text=text)
    if intent in scene.catalogue.services:
        return young.asked(scene, scene.catalogue.services[intent], text) or intents.begin(scene, intent, text)
    return intents.act(scene, intent)


SETTLED: Mapping[str, Callable[[Scene, Pending, str], Turn | None]] = {
    "rate": rating.answer,
    callback.KIND: callback.pressed,
    "duplicate": _like,
    gone.KIND: gone.settled,
    still.KIND: _still,
    young.KIND: young.settled,
    "over": _over,
    "policy": _policy,
    "wanted": _wanted,
}
