"""A later statement that says the opposite of a yes or a no: "他身上有淤青" after "no" to "is the child hurt?"."""

from __future__ import annotations

import re

from actions import details
from actions.details import Found, Value
from actions.dialogue.correction import changed
from actions.dialogue.detour import asks
from actions.dialogue.form import taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from data.model import Detail

UNLIKE = frozenset(  # kinds that no yes and no no answers; to a photo or a number "no" is one
    {"age", "birth_date", "date", "when", "month", "place", "district", "money", "count", "name"}
)
LEAST = 3  # characters of a clause that tells something of its own
MARKS = re.compile(r"[，,。.；;！!？?\n]+")
LONGEST, LONGEST_LATIN = 24, 80  # characters: a longer text is a story


def answer(scene: Scene, form: Form, current: Detail | None) -> Turn | None:
    """The answer turned round and said so; None where nothing that was told is turned round."""
    if len(scene.plain) > (LONGEST_LATIN if scene.plain.isascii() else LONGEST):
        return None
    if asks(scene) or details.unsure(scene.text):
        return None
    told = [d for d in taken(scene.catalogue, scene.service(form)) if d.kind == "yes_no" and d.id in form.values]
    for one in told:
        found = details.spot([one], scene.text, scene.setting).get(one.id)
        if found is not None and found.value != form.values[one.id] and not _tells(scene, current):
            return _turned(scene, form, current, one, found)
    return _thought_again(scene, form, current, told)


def denies(form: Form, turned: Turn) -> bool:
    """Whether nothing but a no comes of it: what is new may tell of danger, which understanding is to hear."""
    after = turned.conversation.form
    return after is not None and not any(v is not False and form.values.get(k) != v for k, v in after.values.items())


def _turned(scene: Scene, form: Form, current: Detail | None, one: Detail, found: Found) -> Turn:
    """The answer before turned round; a clause beside it is the answer to an open question in free words."""
    values: dict[str, Value] = {one.id: found.value}
    beside = MARKS.split(scene.plain[: found.start])[:-1] + MARKS.split(scene.plain[found.end :])[1:]
    if current is not None and current.kind == "text" and any(_tells_more(scene, clause) for clause in beside):
        values[current.id] = scene.text
    return changed(scene, form, values)


def _tells_more(scene: Scene, clause: str) -> bool:
    lead = lexicon(scene.catalogue).afterthought.match(clause)
    left = bare(clause[lead.end() :] if lead else clause)
    return len(left) >= LEAST and details.yes_no(left) is None


def _tells(scene: Scene, current: Detail | None) -> bool:
    """Whether the words are those of the open question itself."""
    return current is not None and current.id in details.spot([current], scene.text, scene.setting)


def _thought_again(scene: Scene, form: Form, current: Detail | None, told: list[Detail]) -> Turn | None:
    """ "其实有", "oh wait, yes": the other answer to the question before, where it can be none to the open one."""
    if current is not None and current.kind not in UNLIKE:
        return None
    lead = lexicon(scene.catalogue).afterthought.match(scene.plain)
    before = next((id for id in reversed(form.asked) if id != form.current), "")
    one = next((d for d in told if d.id == before), None)
    said = None if lead is None or one is None else details.yes_no(bare(scene.plain[lead.end() :]))
    if one is None or said is None or said == form.values[one.id]:
        return None
    return changed(scene, form, {one.id: said})
