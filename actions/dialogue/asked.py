"""Staff asked for a detail of a request: what the person says to that fills it in."""

from __future__ import annotations

from actions import details
from actions.desk import number
from actions.desk.asking import answers
from actions.desk.commands import AddInformation
from actions.desk.results import TicketView
from actions.desk.say import Button, Say
from actions.desk.ticket import OPEN
from actions.details import Value
from actions.dialogue.decision import ANOTHER, decide
from actions.dialogue.form import GREEDY
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Pending, Turn
from data.model import Detail

KIND = "fill"
NO_NEED = frozenset({"affirm", "deny", "thank", "greet", "add_information", "correct_detail", "out_of_scope"})


def answer(scene: Scene) -> Turn | None:
    """The first thing said after the question answers it, where it reads as an answer; also a reply to it."""
    if scene.form is not None or scene.conversation.pending is not None or scene.message.pressed:
        return None
    one = next((t for t in scene.view.tickets if _waits(t) and _fresh(scene, t)), None)
    detail = _detail(scene, one) if one is not None else None
    if one is None or detail is None or _about_else(scene, detail):
        return None
    return _filled(scene, one.number, detail)


def pending(scene: Scene, held: Pending) -> Turn | None:
    """What is said after the question was opened by its button; twice not read, it goes to the office as it stands."""
    one = _asked(scene, str(held.data["number"]))
    detail = _detail(scene, one) if one is not None else None
    if one is None or detail is None or not (scene.text or scene.message.attachments):
        return None
    filled = _filled(scene, one.number, detail)
    if filled is not None:
        return filled
    if held.data.get("again"):
        command = AddInformation(one.number, scene.text, scene.message.attachments)
        return scene.asking(None, commands=(command,))
    again = Pending(KIND, {**held.data, "again": "1"})
    return scene.asking(again, Say("asked.again", {"ask": detail.help or detail.ask}, _buttons(one, detail)))


def pressed(scene: Scene, which: str, choice: str) -> Turn | None:
    """The button below the question: a choice fills it in, "answer" asks for words."""
    one = _asked(scene, which)
    detail = _detail(scene, one) if one is not None else None
    if one is None or detail is None:
        return None
    if not choice:
        ask = Say("asked.what", {"number": which, "ask": detail.ask}, _buttons(one, detail))
        return scene.asking(Pending(KIND, {"number": which}), ask)
    value: Value | None = {"true": True, "false": False}.get(choice) if detail.kind in ("yes_no", "consent") else None
    if value is None and detail.choice(choice) is not None:
        value = choice
    return None if value is None else scene.asking(None, commands=(AddInformation(which, details={detail.id: value}),))


def _about_else(scene: Scene, detail: Detail) -> bool:
    """Whether the text is a control word, names a request, or, where any words would do, asks for something else."""
    if bare(scene.plain) in lexicon(scene.catalogue).control or number.like(scene.text):
        return True
    verdict = decide(scene.understanding, scene.catalogue)
    wish = verdict.confidence >= ANOTHER and verdict.intent in scene.catalogue.intents.keys() - NO_NEED
    return detail.kind in GREEDY and wish


def _filled(scene: Scene, which: str, detail: Detail) -> Turn | None:
    files = scene.message.attachments
    if detail.kind == "file" and files:
        return scene.asking(None, commands=(AddInformation(which, scene.text, files),))
    if scene.text and details.nothing(detail, scene.text):  # the office hears that there is none
        return scene.asking(None, commands=(AddInformation(which, scene.text, files),))
    found = details.read(detail, scene.text, scene.setting) if scene.text else None
    if found is None or details.check(detail, found.value, scene.setting) is not None:
        return None
    return scene.asking(None, commands=(AddInformation(which, scene.text, files, {detail.id: found.value}),))


def _waits(one: TicketView) -> bool:
    return bool(one.own and one.asked and one.status in OPEN and not one.hidden)


def _fresh(scene: Scene, one: TicketView) -> bool:
    """Whether nothing was said since, or this replies to a message about that request."""
    said = since(scene.conversation.touched_at, scene.now)
    return scene.message.replied == one.number or said > since(one.asked_at, scene.now)


def _asked(scene: Scene, which: str) -> TicketView | None:
    return next((t for t in scene.view.tickets if t.number == which and _waits(t)), None)


def _detail(scene: Scene, one: TicketView) -> Detail | None:
    service = scene.catalogue.services.get(one.service)
    known = (*(service.details if service else ()), *scene.catalogue.common)
    return next((detail for detail in known if detail.id == one.asked), None)


def _buttons(one: TicketView, detail: Detail) -> tuple[Button, ...]:
    choices = tuple(b for b in answers(one.number, detail) if not b.payload.endswith(one.number))
    return (*choices, MENU, PERSON)
