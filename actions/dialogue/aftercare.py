"""After an alarm: whoever asks "and now?" is told who stays with them, and is not asked for a number."""

from __future__ import annotations

from actions.desk.hand_over import ALARM_LASTS
from actions.desk.say import Param, Say
from actions.dialogue import words
from actions.dialogue.decision import decide
from actions.dialogue.emergency import for_alarm
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import says_so
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Turn
from actions.dialogue.vigil import OF_REQUESTS
from data.model import HELPLESS, Service


def answer(scene: Scene) -> Turn | None:
    """Who is there for them; that somebody is well opens no search; None where the text is about something else."""
    conversation = scene.conversation
    kind = conversation.alarm or conversation.calmed
    busy = conversation.form is not None or conversation.pending is not None or scene.message.pressed
    if not kind or busy or not scene.plain or since(conversation.alarmed_at, scene.now) > ALARM_LASTS:
        return None
    if lexicon(scene.catalogue).afterwards.fullmatch(bare(scene.plain)) or _of_no_request(scene):
        return scene.turn(Say("crisis.afterwards", {"numbers": _numbers(scene, kind)}, (PERSON, MENU)))
    if not says_so(scene, lexicon(scene.catalogue).eased):
        return None
    sought, meant = kind == HELPLESS and not conversation.alarm_own, _meant(scene)
    if sought and (meant is None or _seeks(meant)):
        return scene.turn(Say("talk.found", {}, (MENU, PERSON)))
    if meant is not None and _seeks(meant):  # who is well is not searched for, whatever the alarm was
        return scene.turn(Say("crisis.afterwards", {"numbers": _numbers(scene, kind)}, (PERSON, MENU)))
    return None


def _meant(scene: Scene) -> Service | None:
    """The service that is surely asked for."""
    verdict = decide(scene.understanding, scene.catalogue)
    return scene.catalogue.services.get(verdict.intent) if verdict.sure else None


def _seeks(service: Service) -> bool:
    """Whether it begins with an alarm and ends with good news: a search, and no report."""
    return service.after_crisis == "continue" and bool(service.over)


def _of_no_request(scene: Scene) -> bool:
    """Whether it is understood to be about a request, where there is none."""
    verdict = decide(scene.understanding, scene.catalogue)
    return verdict.sure and verdict.intent in OF_REQUESTS and not scene.view.tickets


def _numbers(scene: Scene, kind: str) -> tuple[Param, ...]:
    young = [c for c in scene.catalogue.contacts.values() if c.young and scene.conversation.manner == "child"]
    return words.numbers(dict.fromkeys((*young, *for_alarm(scene, kind))))
