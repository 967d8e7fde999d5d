"""What is done for each thing understood that is not a service, and how a service begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.desk.commands import EndHandOver
from actions.desk.say import Button, Say
from actions.details import Value
from actions.dialogue import contacts, payload, status, still, talk
from actions.dialogue.amendment import after_opening
from actions.dialogue.emergency import gentle
from actions.dialogue.progress import start
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn
from actions.dialogue.wanted import wanted


def act(scene: Scene, intent: str) -> Turn:
    """Do what the intent asks for; an intent without a doer is only talk."""
    if intent in scene.catalogue.services:
        return begin(scene, intent, scene.text)
    if (told := _of_the_call(scene, intent)) is not None:
        return told
    doer = DOERS.get(intent)
    return doer(scene) if doer else scene.turn(talk.small(scene, intent))


def _of_the_call(scene: Scene, intent: str) -> Turn | None:
    """Who waits for a person and has nothing else: "how long?" and "never mind" are said of that."""
    if scene.view.hand_over != "waiting" or scene.view.tickets or scene.conversation.alarm:
        return None
    if intent in ("check_status", "urge_request"):
        return talk.call_person(scene)
    if intent == "cancel":
        return scene.turn(commands=(EndHandOver(),))
    return None


def begin(scene: Scene, service: str, *said: str, held: Mapping[str, Value] | None = None) -> Turn:
    """Begin a service's form, or answer its question from the knowledge base; a kept need brings its own words."""
    conversation, kept = wanted(scene.conversation, service)
    scene = scene.at(conversation)
    found = scene.catalogue.services[service]
    if found.answer_first and (told := talk.policy(scene)) is not None:
        return told
    return start(scene, found, (*kept, *said), held=held)


def forget(scene: Scene) -> Turn:
    """Delete my data: first say what goes and what stays."""
    yes, no = payload.of(payload.ANSWER, "yes"), payload.of(payload.ANSWER, "no")
    return scene.asking(
        Pending("forget"), Say("forget.ask", {}, (Button("button.delete", yes), Button("button.keep", no)))
    )


def _urge(scene: Scene) -> Turn:
    return still.of_closed(scene) or status.urge(scene)


def _correct(scene: Scene) -> Turn:
    return after_opening(scene) or status.add(scene)


def _language(scene: Scene) -> Turn:
    return scene.asking(None, talk.languages())


def _distress(scene: Scene) -> Turn:
    return scene.turn(gentle(scene))


def _greet(scene: Scene) -> Turn:
    return talk.greet(scene)


def repeat(scene: Scene) -> Turn:
    """What was said last, once more."""
    last = scene.conversation.last
    return scene.turn(*last) if last else scene.asking(None, talk.menu(scene))


DOERS: Mapping[str, Callable[[Scene], Turn]] = {
    "greet": _greet,
    "menu": lambda s: s.asking(None, talk.menu(s)),
    "human_agent": talk.call_person,
    "check_status": status.check,
    "urge_request": _urge,
    "add_information": status.add,
    "cancel": status.cancel,
    "rate_service": status.rate,
    "correct_detail": _correct,
    "repeat": repeat,
    "change_language": _language,
    "forget_me": forget,
    "find_contact": lambda s: s.turn(contacts.found(s)),
    "self_harm_crisis": _distress,
    "out_of_scope": lambda s: s.turn(*talk.out_of_scope(s)),
}
