"""A later statement that says the opposite of a yes or a no: "他身上有淤青" after "no" to "is the child hurt?"."""

from __future__ import annotations

from actions import details
from actions.dialogue.correction import changed
from actions.dialogue.detour import asks
from actions.dialogue.form import taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from data.model import Detail

UNLIKE = frozenset(  # kinds that no yes and no no answers
    {"age", "birth_date", "date", "when", "month", "place", "district", "phone", "money", "count", "name", "file"}
)
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
            return changed(scene, form, {one.id: found.value})
    return _thought_again(scene, form, current, told)


def _tells(scene: Scene, current: Detail | None) -> bool:
    """Whether the words are those of the open question itself."""
    return current is not None and current.id in details.spot([current], scene.text, scene.setting)


def _thought_again(scene: Scene, form: Form, current: Detail | None, told: list[Detail]) -> Turn | None:
    """ "其实有", "oh wait, yes": the other answer to the question before, where it can be none to the open one."""
    if current is not None and (current.kind not in UNLIKE or "吗" in current.ask.zh_Hans):
        return None
    lead = lexicon(scene.catalogue).afterthought.match(scene.plain)
    before = next((id for id in reversed(form.asked) if id != form.current), "")
    one = next((d for d in told if d.id == before), None)
    said = None if lead is None or one is None else details.yes_no(bare(scene.plain[lead.end() :]))
    if one is None or said is None or said == form.values[one.id]:
        return None
    return changed(scene, form, {one.id: said})
