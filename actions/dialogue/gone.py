"""Somebody of the family "is gone": dead, or lost? Nobody grown is searched for, or mourned, unasked."""

from __future__ import annotations

from dataclasses import replace

from actions import details
from actions.desk.say import Button, Say
from actions.dialogue import crisis, payload
from actions.dialogue.decision import decide
from actions.dialogue.emergency import alarmed
from actions.dialogue.gate import Alarm, alarm_in
from actions.dialogue.lexicon import bare, lexicon, simplified
from actions.dialogue.progress import start
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import undenied
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn, Understanding
from data.model import HELPLESS, Service

KIND = "gone"


def answer(scene: Scene) -> Turn | None:
    """Which of the two it is, or a word of comfort; None where the text is no such news, or answers a question."""
    if scene.form is not None or scene.message.pressed or scene.message.attachments:
        return None
    known, said, held = lexicon(scene.catalogue), bare(scene.plain), scene.conversation.pending
    asked = held is not None and held.kind == KIND
    passed, lost = known.passed.fullmatch(said) is not None, known.gone.fullmatch(said) is not None
    buried = known.funeral.search(scene.plain) is not None
    if not (asked or passed or lost or buried):
        return None
    rings = crisis.alarm(scene)
    if rings is not None and rings.kind != HELPLESS:
        return None
    if held is not None and asked and (which := _which(scene)):
        return settled(scene, held, which)
    told, unrung = alarm_in(scene.plain, scene.catalogue), not alarmed(scene.conversation, scene.now)
    if rings is not None and unrung and lost and _a_child(scene) and not _sought(scene, search=True):
        return _rung(scene, rings)
    if (told is not None and told.sure) or not unrung:
        return None
    if passed or (buried and (rings is not None or _sought(scene))):
        return _comforted(scene)
    if not lost or (_a_child(scene) and rings is not None):
        return None
    return scene.asking(_pending(scene), _which_of_two())


def _rung(scene: Scene, rings: Alarm) -> Turn:
    """A child may be lost, and may be dead: the numbers, and then the question; no form that nobody asked for."""
    turn = crisis.raised(replace(scene, understanding=Understanding()), rings)
    conversation = replace(turn.conversation, pending=_pending(scene))
    return replace(turn, conversation=conversation, replies=(*turn.replies, _which_of_two()))


def _pending(scene: Scene) -> Pending:
    return Pending(KIND, {"text": scene.text, "service": _search(scene)})


def _which_of_two() -> Say:
    buttons = tuple(Button(f"button.{b}", payload.of(payload.ANSWER, b)) for b in ("passed", "lost", "else"))
    return Say("gone.ask", {}, buttons)


def _which(scene: Scene) -> str:
    """Which of the two an answer in words says, or ""."""
    known = lexicon(scene.catalogue)
    if undenied(known.astray, scene.plain):
        return "lost"
    return "passed" if undenied(known.passed_away, scene.plain) else ""


def _sought(scene: Scene, *, search: bool = False) -> bool:
    """Whether understanding hears of somebody to be searched for, or (no `search`) looked after."""
    service = scene.catalogue.services.get(decide(scene.understanding, scene.catalogue).intent)
    return service is not None and (_searches(scene, service) if search else service.after_crisis == "continue")


def _searches(scene: Scene, service: Service) -> bool:
    """Whether it goes on after an alarm and ends with somebody who is found."""
    known = lexicon(scene.catalogue)
    over = (simplified(word, scene.catalogue) for word in service.over if not word.isascii())
    return service.after_crisis == "continue" and any(
        known.found.fullmatch(word) and not known.kin.search(word) for word in over
    )


def settled(scene: Scene, held: Pending, said: str) -> Turn | None:
    """A death is comforted; who is lost rings, and the search begins with what was written first."""
    if said == "passed":
        return _comforted(scene)
    if said != "lost":
        return None
    text, service = str(held.data["text"]), scene.catalogue.services.get(str(held.data["service"]))
    if alarmed(scene.conversation, scene.now) and service is not None:  # it rang before it was asked
        return start(scene, service, (text,), eased=True, noted="crisis.form")
    heard = Understanding(str(held.data["service"]), 1.0)
    scene = replace(scene, text=text, plain=details.simplify(text, scene.setting), understanding=heard)
    return crisis.raised(scene, Alarm(HELPLESS, own=False))


def _a_child(scene: Scene) -> bool:
    """Whether the person named last is a child: of minutes that one is lost none goes by with a question."""
    named = [m[0] for m in lexicon(scene.catalogue).kin.finditer(scene.plain)]
    return bool(named) and lexicon(scene.catalogue).child.fullmatch(named[-1]) is not None


def _search(scene: Scene) -> str:
    """The service that searches for somebody, or ""."""
    return next((s.id for s in scene.catalogue.services.values() if _searches(scene, s)), "")


def _comforted(scene: Scene) -> Turn:
    return scene.asking(None, Say("gone.comfort", {}, (PERSON, MENU)))
