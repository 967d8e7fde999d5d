"""A correction or a phone number right after opening goes to the request just opened."""

from __future__ import annotations

from actions import details
from actions.desk.commands import AddInformation
from actions.desk.say import Param, Say
from actions.desk.ticket import OPEN
from actions.details import Value
from actions.dialogue.contrast import LEADS, fine, read_as
from actions.dialogue.correction import of_another, rest
from actions.dialogue.form import common, taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.naming import named
from actions.dialogue.reading import brief
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Turn
from actions.dialogue.words import shown
from data.model import Service

BESIDE = 16  # characters beside a phone number: "我电话是…"
JUST = 3600  # seconds after opening in which "不对 是…" is about the request just opened


def after_opening(scene: Scene) -> Turn | None:
    """What the correction changes in the newest request, else a note to it; None where there is neither."""
    said = rest(scene) or (scene.plain if _only_a_phone(scene) else "")
    newest = next((t for t in scene.view.tickets if t.status in OPEN and not (t.proven or t.followed)), None)
    if not said or newest is None or since(newest.opened_at, scene.now).total_seconds() > JUST:
        return None
    service = scene.catalogue.services.get(newest.service)
    if service is None:
        return None
    values = values_of(scene, service, said)
    by_id = {d.id: d for d in taken(scene.catalogue, service)}
    told: tuple[Param, ...] = tuple((by_id[id].label, shown(by_id[id], v)) for id, v in values.items())
    say = Say("ticket.noted", {"number": newest.number})
    if told and rest(scene):
        say = Say("ticket.corrected", {"number": newest.number, "changed": told})
    return scene.turn(say, commands=(AddInformation(newest.number, scene.text, (), values),))


def without_phone(scene: Scene) -> Turn | None:
    """No number after one was invited: this talk is enough; None where none was, or the text says something else."""
    asked = common(scene.catalogue, "phone")
    invited = any(say.key.startswith("form.opened") and say.key.endswith("_phone") for say in scene.conversation.last)
    if asked is None or not invited or not scene.text:
        return None
    none = details.nothing(asked, scene.text) or (brief(scene) and details.declined(scene.text))
    skips = lexicon(scene.catalogue).control.get(bare(scene.plain)) in ("skip", "no")  # "不对，她85" is no such no
    return scene.turn(Say("form.no_phone")) if none or skips else None


def _only_a_phone(scene: Scene) -> bool:
    """Whether the text is a phone number and hardly a word more: it was invited when the request was opened."""
    known = [d for d in scene.catalogue.common if d.kind == "phone"]
    found = next(iter(details.spot(known, scene.text, scene.setting).values()), None)
    return found is not None and len(scene.text) - (found.end - found.start) <= BESIDE


def values_of(scene: Scene, service: Service, said: str) -> dict[str, Value]:
    """The named detail's new value, else what the words tell unmistakably."""
    known = list(taken(scene.catalogue, service))
    meant = named(scene, known, said)
    if meant is not None and of_another(scene, known, meant[0], said.replace(meant[1], " ", 1)) is not None:
        return {}
    value = read_as(scene, meant[0], said.replace(meant[1], " ").strip(LEADS)) if meant else None
    if meant is not None and value is not None:
        return {meant[0].id: value}
    spotted = details.spot([d for d in known if d.kind != "text"], said, scene.setting)
    return {id: found.value for id, found in spotted.items() if fine(scene, known, id, found.value)}
