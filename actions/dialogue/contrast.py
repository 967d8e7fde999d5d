""" "Not this but that", and a no before another value: which detail told earlier they change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from actions import details
from actions.details import Value
from actions.dialogue.form import taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.reading import only_figures, surely
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form
from data.model import Detail

SHORT, SHORT_LATIN = 16, 40  # characters: a longer text says more than one value
LONG, LONG_LATIN = 32, 90  # characters of two values that stand against each other
LEAD = 10  # characters before what announces a correction: what it is about ("楼号")
EXACT = frozenset(
    {"age", "birth_date", "date", "when", "month", "phone", "money", "count"}
)  # free words do not read as these
WORDED = frozenset({"text", "name", "place"})  # kinds whose values are the person's own words
PLACES = frozenset({"place", "district"})
LEADS = "是的係系该該在成為为：:，,、 \t"
YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?")
_NOT = r"(?:不是|不系|(?:it'?s |is )?not )\s*"
_BUT = r"[\s,，、。]*(?:而是|应该是|是|系|but |it'?s |it is )\s*"
PAIRS = (
    re.compile(rf"(?:(?:不|no)[\s,，、。]+)?{_NOT}(?P<old>.+?)(?:{_BUT}|[,，]\s*)(?P<new>.+)"),  # "不是75 是76"
    re.compile(rf"(?:是|系|it'?s )?(?P<new>.+?)[\s,，、]+{_NOT}(?P<old>.+)"),  # "my daughter, not my son"
    re.compile(r"[把将从由]?(?P<old>.{2,}?)(?:要|应该)?(?:改成|改为|换成)(?:是)?(?P<new>.+)"),  # "12号改成21号"
    re.compile(r"change (?P<old>.+?) to (?P<new>.+)"),
)
TOLD = 2  # characters of words that may be found again in what was told: "我" stands in nearly every text


@dataclass(frozen=True, slots=True)
class Pair:
    """What is not so, simplified; and what is so instead, as said."""

    old: str
    new: str


def short(scene: Scene) -> bool:
    """Whether the text holds hardly more than one value."""
    return len(scene.plain) <= (SHORT_LATIN if scene.plain.isascii() else SHORT)


def contrasted(scene: Scene) -> Pair | None:
    """The two sides of "not this but that"."""
    if len(scene.plain) > (LONG_LATIN if scene.plain.isascii() else LONG):
        return None
    said = bare(scene.plain)
    found = next((m for m in (pair.fullmatch(_behind_lead(scene, said)) for pair in PAIRS) if m), None)
    return None if found is None else Pair(bare(found["old"]), as_typed(scene, bare(found["new"])))


def _behind_lead(scene: Scene, said: str) -> str:
    """The text behind "不对，" or "楼号错了，"."""
    lead = lexicon(scene.catalogue).correction.search(said)
    behind = said[lead.end() :] if lead is not None and lead.start() <= LEAD else ""
    return behind.strip(" ,，、。:：") if behind[:1] in tuple(",，。") else said


def as_typed(scene: Scene, words: str) -> str:
    """Words of the simplified text as they were sent: capitals, and the person's own script."""
    at = scene.plain.find(words) if len(scene.text) == len(scene.plain) else -1
    return scene.text[at : at + len(words)] if at >= 0 else words


def swapped(scene: Scene, form: Form, current: Detail | None) -> dict[str, Value]:
    """ "不是75 是76": the details that hold the first get the second."""
    pair = contrasted(scene)
    if pair is None:
        return {}
    held = {**form.values, current.id: form.picked} if current is not None and form.picked else form.values
    by_id = {d.id: d for d in taken(scene.catalogue, scene.service(form)) if d.id in held}
    for id in dict.fromkeys((*reversed(form.asked), *by_id)):
        value = _other(scene, by_id[id], held[id], pair) if id in by_id else None
        if value is not None and value != held[id]:
            return {id: value}
    return {}


def _other(scene: Scene, one: Detail, held: Value, pair: Pair) -> Value | None:
    """What a detail that holds the first of the pair becomes; None where it holds something else."""
    if one.kind in WORDED:
        if one.kind == "place" and pair.old in details.simplify(str(held), scene.setting):
            renewed = details.renewed(str(held), pair.new)
            if renewed is not None:
                return renewed
        said, old = str(held), details.simplify(str(held), scene.setting)
        if len(pair.old) < TOLD or old.count(pair.old) != 1 or len(said) != len(old):
            return None
        at = old.index(pair.old)
        if pair.old[0].isdigit() and old[:at][-1:].isdigit():
            return None  # "2号" of 12号
        return said[:at] + pair.new + said[at + len(pair.old) :]
    before, value = read_as(scene, one, pair.old), read_as(scene, one, pair.new)
    if isinstance(held, tuple) and isinstance(before, tuple) and isinstance(value, tuple):
        left = [c for c in held if c not in before]
        return tuple(dict.fromkeys((*left, *value))) if set(before) <= set(held) else None
    return value if before == held else None


def speaks_of_told(scene: Scene, form: Form) -> bool:
    """Whether the text says of something told before that it is another: no answer to what is asked now."""
    pair = contrasted(scene)
    if pair is None or len(pair.old) < TOLD:
        return False
    told = (*form.said, *(v for v in form.values.values() if isinstance(v, str)))
    return any(pair.old in details.simplify(text, scene.setting) for text in told)


def taken_back(scene: Scene, form: Form, current: Detail | None) -> dict[str, Value]:
    """ "不是 八十三": the answer just given, else an earlier one of a kind that is not asked for now, once more."""
    lead = lexicon(scene.catalogue).denied.match(scene.plain)
    if lead is None or not short(scene):
        return {}
    said = bare(scene.plain[lead.end() :]).strip(LEADS)
    there = replace(scene, text=said, plain=said)
    answers = current is not None and surely(there, current) is not None
    if _answered_by_no(scene, current) and (answers or not only_figures(there)):
        return {}
    before = next((id for id in reversed(form.asked) if id != form.current), "")
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values and d.id != form.current]
    last = _reread(scene, form, [d for d in known if d.id == before and d.kind in EXACT], said)
    if last or answers:
        return last
    others = [d for d in known if _of_another_kind(d, current)]
    spotted = _spotted(scene, form, others, said)
    house = any(d.id == before and d.kind == "place" for d in known)  # "83" may be its number
    if spotted or house or not only_figures(there):
        return spotted
    found = _reread(scene, form, [d for d in others if d.kind in EXACT], said)
    return found if len(found) == 1 else {}


def _answered_by_no(scene: Scene, current: Detail | None) -> bool:
    """Whether "不是" and what follows may answer the open question."""
    if current is None or current.kind in ("choice", "choices"):
        return current is not None and surely(scene, current) is not None
    return current.kind in ("yes_no", "consent")


def _of_another_kind(one: Detail, current: Detail | None) -> bool:
    if one.kind == "place":
        return current is None or current.kind not in {*PLACES, "text"}
    return one.kind in {*EXACT, "name"} and (current is None or one.kind != current.kind)


def _reread(scene: Scene, form: Form, known: list[Detail], said: str) -> dict[str, Value]:
    return dict(_read(scene, form, known, said))


def _read(scene: Scene, form: Form, known: list[Detail], said: str) -> Iterator[tuple[str, Value]]:
    """The details that the words read as, with another value than before; of a birth date also its year alone."""
    for one in known:
        year = YEAR.fullmatch(said) if one.kind == "birth_date" else None
        words = f"{year['year']}{str(form.values[one.id])[4:]}" if year else said
        value = read_as(scene, one, words)
        if value is not None and value != form.values[one.id]:
            yield one.id, value


def retold(scene: Scene, form: Form, said: str) -> dict[str, Value]:
    """Details that words tell otherwise than before."""
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values and d.kind != "text"]
    return _spotted(scene, form, known, said)


def _spotted(scene: Scene, form: Form, known: list[Detail], said: str) -> dict[str, Value]:
    found = details.spot(known, said, scene.setting)
    by_id = {d.id: d for d in known}
    told = {id: renewed(scene, by_id[id], form.values[id], str(f.value)) or f.value for id, f in found.items()}
    return {id: value for id, value in told.items() if value != form.values[id] and fine(scene, known, id, value)}


def read_as(scene: Scene, one: Detail, said: str) -> Value | None:
    """What words tell of a detail that was named, or None."""
    told = said and not lexicon(scene.catalogue).pointing.fullmatch(said)
    found = details.read(one, said, scene.setting) if told else None
    if found is None or not fine(scene, [one], one.id, found.value):
        return None
    return as_typed(scene, found.value) if one.kind in WORDED and isinstance(found.value, str) else found.value


def renewed(scene: Scene, one: Detail, held: Value | None, said: str) -> str | None:
    """An address held with the part of it that words tell anew ("15号", "麓山北路")."""
    return details.renewed(held, as_typed(scene, said)) if one.kind == "place" and isinstance(held, str) else None


def fine(scene: Scene, known: list[Detail], id: str, value: Value) -> bool:
    """Whether nothing is wrong with a value of the known detail `id`."""
    return details.check(next(d for d in known if d.id == id), value, scene.setting) is None
