"""Something to add ("补充一下，…", "I forgot to say …"): to the form that runs, else to the request that is open."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.commands import AddInformation
from actions.desk.say import Say
from actions.desk.ticket import OPEN
from actions.dialogue import correction, status
from actions.dialogue.amendment import values_of
from actions.dialogue.contrast import retold
from actions.dialogue.form import filled, spotted
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import again
from actions.dialogue.reading import applies_for
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn


def added(scene: Scene) -> Scene | None:
    """The scene of what is added alone; None where nothing announces an addition, or it announces another need."""
    lead = lexicon(scene.catalogue).adds.match(scene.plain)
    said = bare(scene.plain[lead.end() :]) if lead and not scene.message.pressed else ""
    asks = said.endswith("?") or lexicon(scene.catalogue).question.search(said) is not None
    return None if not said or asks or applies_for(scene) else replace(scene, text=said, plain=said)


def noted(scene: Scene, form: Form, said: str) -> Turn:
    """Kept with the form, with the details that it tells, and the open question again."""
    if values := retold(scene, form, said):
        return correction.changed(scene, form, values)
    service = scene.service(form)
    told = spotted(scene.catalogue, service, form, said, scene.setting)
    form = filled(replace(form, said=(*form.said, scene.text)), told, service, scene.setting)
    return again(scene, form, Say("form.noted"))


def to_request(scene: Scene) -> Turn | None:
    """Added to the request that is open, or to which of several; None where nothing is added, or to nothing."""
    told = added(scene)
    mine = tuple(t for t in scene.view.tickets if t.status in OPEN and not t.proven)
    if told is None or not mine:
        return None
    if len(mine) > 1:
        return status.add_to_one_of(scene, mine)
    one = mine[0]
    service = scene.catalogue.services.get(one.service)
    values = values_of(scene, service, told.plain) if service is not None and one.own else {}
    return scene.asking(None, commands=(AddInformation(one.number, scene.text, scene.message.attachments, values),))
