"""The person says that something told earlier was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from actions import details
from actions.desk.say import Say
from actions.details import Value
from actions.dialogue.contrast import EXACT, LEADS, read_as, renewed, retold, short, speaks_of_told, swapped, taken_back
from actions.dialogue.form import applicable, filled, taken, without
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.naming import named
from actions.dialogue.progress import advance, again, ask, choose
from actions.dialogue.reading import only_figures, surely
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.words import shown
from data.model import Detail

YES = 4  # characters of a yes or a no and nothing besides
LEAD = re.compile(r"(?:(?:the|my|her|his|is|was|it'?s|it is)\b[\s,]*)+")  # "the house number is wrong, it's 22"
ASIDE = re.compile(  # beside the number that is told anew
    r"^(?:对了|哦|噢|啊|哎|诶|oh|sorry)[\s,，]*(?:是|系|it'?s|s?he is)?"
    r"|[\s,，]*(?:我|i)?(?:刚才|刚刚|对先|头先|之前|前面|got it)$"
)
OWN = re.compile(r"[我俺他她佢您你](?:的|家的?)?(?=[\s,，、:：]|$)")  # what is left of "我姓名写错了，…"


def rest(scene: Scene) -> str | None:
    """The text without the words that announce a correction; None where nothing announces one."""
    pattern = lexicon(scene.catalogue).correction
    if not pattern.search(scene.plain):
        return None
    # The words are taken out of the simplified text: places and numbers read the same there, and the spans fit
    return bare(pattern.sub(" ", scene.plain)).strip(LEADS)


def correct(scene: Scene, form: Form, current: Detail | None) -> Turn | None:
    """Change what was said earlier; None where the text is no correction."""
    values = swapped(scene, form, current)
    if values:
        return changed(scene, form, values)
    said = rest(scene)
    if said is None:
        values = taken_back(scene, form, current)
        return changed(scene, form, values) if values else None
    meant = _named(scene, form, said)
    if meant is not None and (moved := _misplaced(scene, form, *meant, said)) is not None:
        return moved
    if meant is None and (unknown := _without_value(scene, form, said)) is not None:
        return unknown
    values = _told(scene, form, meant[0], _beside(said, meant[1])) if meant else {}
    values = values or _new_values(scene, form, said, last=meant is None)
    if values:
        return changed(scene, form, values)
    if meant is None and current is not None and _wrong_before_told(scene, current, said):
        return again(scene, form)
    if meant is not None and meant[0] != current and short(scene):
        return ask(scene, replace(form, rule_told=False), meant[0])
    if current is not None and (said or current.kind in ("yes_no", "consent")):
        return None  # the open question's answer: "不对" is a no, "应该是三楼" an address
    return choose(scene, form)


def objected(scene: Scene, form: Form, current: Detail | None) -> Turn | None:
    """ "不是给我妈，是给我爸": where no detail holds that, the office reads it and the open question stays."""
    if not speaks_of_told(scene, form) or (current is not None and surely(scene, current) is not None):
        return None
    return again(scene, replace(form, said=(*form.said, scene.text)), Say("form.noted"))


def _beside(said: str, name: str) -> str:
    """What stands beside the words that name a detail: its new value, without whose it is."""
    left = said.replace(name, " ", 1).strip(LEADS)
    left = left[lead.end() :] if (lead := LEAD.match(left)) else left
    own = OWN.match(left)
    return left[own.end() :].strip(LEADS) if own else left


def _without_value(scene: Scene, form: Form, said: str) -> Turn | None:
    """A kind of detail that nobody told yet is called wrong, without a value ("地址错了"): that is none."""
    names = scene.catalogue.lexicons.words.get("detail_names", {})
    called = sorted((details.simplify(w, scene.setting) for ws in names.values() for w in ws), key=len, reverse=True)
    name = next((w for w in called if w in said), "")
    left = bare(_beside(said, name)) if name else said
    if not name or (left and lexicon(scene.catalogue).pointing.fullmatch(left) is None):
        return None
    found = named(scene, applicable(scene.service(form), form), said)
    if found is not None:
        return ask(scene, form, found[0])
    return again(scene, form, Say("form.no_such", {"name": name}))


def _wrong_before_told(scene: Scene, current: Detail, said: str) -> bool:
    """Whether nothing but the open question is called wrong ("忌口写错了"): that is no answer to it."""
    found = named(scene, [current], said)
    left = "" if found is None else bare(said.replace(found[1], " ", 1))
    return found is not None and (not left or lexicon(scene.catalogue).pointing.fullmatch(left) is not None)


def _misplaced(scene: Scene, form: Form, one: Detail, name: str, said: str) -> Turn | None:
    """ "忌口写错了，那是地址": what was told goes to the detail that is named for it, and its own is asked anew."""
    known = taken(scene.catalogue, scene.service(form))
    other = of_another(scene, known, one, said.replace(name, " ", 1))
    if other is None or one.id not in form.values:
        return None
    value = read_as(scene, other, str(form.values[one.id]))
    form = replace(without(form, (one.id,)), rule_told=False, said=(*form.said, scene.text))
    if value is None:
        return ask(scene, form, other)
    form = filled(form, {other.id: value}, scene.service(form), scene.setting)
    told = ((other.label, shown(other, value, scene.catalogue.place)),)
    return ask(scene, form, one, Say("form.corrected", {"changed": told}))


def of_another(scene: Scene, known: Iterable[Detail], one: Detail, left: str) -> Detail | None:
    """The other detail that words point to and tell nothing besides ("那是地址"), or None."""
    found = named(scene, (d for d in known if d.id != one.id), left)
    pointing = lexicon(scene.catalogue).pointing
    return found[0] if found is not None and pointing.fullmatch(bare(left.replace(found[1], " ", 1))) else None


def changed(scene: Scene, form: Form, values: dict[str, Value]) -> Turn:
    """Put the new values in, say so, and go on where the form was."""
    service = scene.service(form)
    place, known = scene.catalogue.place, (d for d in taken(scene.catalogue, service) if d.id in values)
    told = tuple((d.label, shown(d, values[d.id], place)) for d in known)
    form = replace(filled(form, values, service, scene.setting), rule_told=False, said=(*form.said, scene.text))
    if form.stage in ("failed", "summary", "consent"):
        form = replace(form, stage="asking", current="")
    said = Say("form.corrected", {"changed": told})
    return advance(scene, form, said) if form.current in values else again(scene, form, said)


def edited(scene: Scene, form: Form) -> Turn:
    """An earlier message was edited: what it now says of details already told replaces them."""
    values = retold(scene, form, scene.text)
    return changed(scene, form, values) if values else again(scene, form, Say("form.edited"))


def _named(scene: Scene, form: Form, said: str) -> tuple[Detail, str] | None:
    """The detail already asked that the rest names, and by which words; of equal names the one asked last."""
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values or d.id in form.skipped]
    later = sorted(known, key=lambda d: form.asked.index(d.id) if d.id in form.asked else -1, reverse=True)
    return named(scene, later, said)


def _told(scene: Scene, form: Form, one: Detail, said: str) -> dict[str, Value]:
    """The named detail's new value, read from the words beside its name."""
    value = renewed(scene, one, form.values.get(one.id), said) or read_as(scene, one, said)
    return {one.id: value} if value is not None and value != form.values.get(one.id) else {}


def _new_values(scene: Scene, form: Form, said: str, *, last: bool) -> dict[str, Value]:
    """What the rest tells unmistakably of known details, else, where it names none, the detail answered last."""
    if not said:
        return {}
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values]
    told = retold(scene, form, said) or (_figure(scene, form, known, said) if last else {})
    return told or (_last(scene, form, known, said) or _part_of_one(scene, form, known, said) if last else {})


def _figure(scene: Scene, form: Form, known: list[Detail], said: str) -> dict[str, Value]:
    """The one age, sum or number told that a number alone puts right ("对了，是八十五，刚才说错了")."""
    left = bare(ASIDE.sub("", bare(said))).strip(LEADS)
    if left == bare(said) or not only_figures(replace(scene, text=left, plain=left)):
        return {}
    read = {d.id: read_as(scene, d, left) for d in known if d.kind in EXACT and d.id != form.current}
    made = {id: value for id, value in read.items() if value is not None and value != form.values[id]}
    return made if len(made) == 1 else {}


def _part_of_one(scene: Scene, form: Form, known: list[Detail], said: str) -> dict[str, Value]:
    """The one address told that has such a part ("不对，是15号"), where no day may be meant."""
    if any(d.kind in ("date", "when", "birth_date") for d in known) or said.isdigit():
        return {}
    made = {d.id: value for d in known if (value := renewed(scene, d, form.values[d.id], said))}
    return dict(made) if len(made) == 1 and made != {id: form.values[id] for id in made} else {}


def _last(scene: Scene, form: Form, known: list[Detail], said: str) -> dict[str, Value]:
    """The detail answered last, where the rest reads as one of its kind."""
    for id in reversed(form.asked):
        one = next((d for d in known if d.id == id and d.id in form.values), None)
        if one is not None and one.id != form.current:
            value = read_as(scene, one, said) if _speaks_of(scene, form, one, said) else None
            return {one.id: value} if value is not None and value != form.values[one.id] else {}
    return {}


def _speaks_of(scene: Scene, form: Form, one: Detail, said: str) -> bool:
    """Whether the rest may be about this detail: almost any words read as a place or a name, also "我不吃猪肉"."""
    if one.kind == "text" and details.yes_no(said) is not None and len(said) <= YES:
        return False
    if one.kind not in ("place", "name"):
        return True
    if re.search(r"[,，]", said) and not said.isascii():
        return one.id in details.spot([one], said, scene.setting)
    current = detail_of(scene.catalogue, form, form.current) if form.current else None
    return (current is not None and current.kind != "text") or one.id in details.spot([one], said, scene.setting)
