"""A child who asks for what is done for the old: first, whether anybody looks after it."""

from __future__ import annotations

from actions import details
from actions.desk.say import Button, Say
from actions.dialogue import crisis, payload
from actions.dialogue.gate import Alarm
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.manner import CHILD
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn
from data.model import HELPLESS, Service

KIND = "young"


def asked(scene: Scene, service: Service, said: str) -> Turn | None:
    """Is a grown-up there? None where no child writes, or it is for children too, or asked for an old person."""
    whom = {d.of for d in service.details} & {"elder", "child"}
    chosen = scene.message.pressed.startswith(f"{payload.START}:")
    if chosen or scene.conversation.manner != CHILD or whom != {"elder"} or "child" in service.audience:
        return None
    if details.generation(said) == "elder":
        return None
    buttons = tuple(Button(f"button.grown_up_{b}", payload.of(payload.ANSWER, b)) for b in ("no", "yes"))
    held = Pending(KIND, {"service": service.id, "text": said})
    return scene.asking(held, Say("young.ask", {"service": service.names}, (*buttons, PERSON)))


def settled(scene: Scene, held: Pending, said: str) -> Turn | None:
    """With nobody there it rings; else the child says what it wants, for somebody old too."""
    refuses = lexicon(scene.catalogue).refuses
    if not scene.message.pressed and refuses.match(bare(scene.plain)):  # "不用了，谢谢" tells of no grown-up
        return None
    if said == "no":
        return crisis.raised(scene, Alarm(HELPLESS, own=True))
    if said != "yes":
        return None
    service = scene.catalogue.services[str(held.data["service"])]
    start = Button(service.names, payload.of(payload.START, service.id))
    return scene.asking(None, Say("young.with_adult", {"service": service.names}, (start, MENU, PERSON)))
