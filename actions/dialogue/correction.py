"""The person says that something told earlier was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from actions import details
from actions.desk.commands import AddInformation
from actions.desk.say import Param, Say
from actions.desk.ticket import OPEN
from actions.details import Value
from actions.dialogue.form import filled, taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import again, ask, choose
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.words import shown
from data.model import LANGUAGES, Detail

JUST = 3600  # seconds after opening in which "不对 是…" is about the request just opened
SHORT, SHORT_LATIN = 16, 40  # characters: a longer text says more than one value
EXACT = frozenset(
    {"age", "birth_date", "date", "when", "month", "phone", "money", "count"}
)  # free words do not read as these
ANSWERED_BY_NO = frozenset({"yes_no", "consent", "choice", "choices"})
LEADS = "是的係系该該在成为為：:，,、 \t"
INSTEAD = re.compile(
    r"(?:不是|不系|(?:it'?s |is )?not)\s*(?P<old>.+?)[\s,，、。]*(?:而是|应该是|是|系|but|it'?s|it is)\s*(?P<new>.+)"
)  # "不是75 是76"


def rest(scene: Scene) -> str | None:
    """The text without the words that announce a correction; None where nothing announces one."""
    pattern = lexicon(scene.catalogue).correction
    if not pattern.search(scene.plain):
        return None
    # The words are taken out of the simplified text: places and numbers read the same there, and the spans fit
    return bare(pattern.sub(" ", scene.plain)).strip(LEADS)


def correct(scene: Scene, form: Form, current: Detail | None) -> Turn | None:
    """Change what was said earlier; None where the text is no correction."""
    values = _instead(scene, form)
    if values:
        return changed(scene, form, values)
    said = rest(scene)
    if said is None:
        return _denied(scene, form, current)
    named = _named(scene, form, said)
    values = _told(scene, form, named[0], said.replace(named[1], " ").strip(LEADS)) if named else {}
    values = values or _new_values(scene, form, said, last=named is None)
    if values:
        return changed(scene, form, values)
    if named is not None and named[0] != current and _short(scene):
        return ask(scene, replace(form, rule_told=False), named[0])
    if current is not None and (said or current.kind in ("yes_no", "consent")):
        return None  # the open question's answer: "不对" is a no, "应该是三楼" an address
    return choose(scene, form)


def _denied(scene: Scene, form: Form, current: Detail | None) -> Turn | None:
    """ "不是 八十三": the answer just given, once more; not where "不是" answers the open question."""
    lead = lexicon(scene.catalogue).denied.match(scene.plain)
    if lead is None or len(scene.plain) > SHORT or (current is not None and current.kind in ANSWERED_BY_NO):
        return None
    before = next((id for id in reversed(form.asked) if id != form.current), "")
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id == before and d.kind in EXACT]
    values = _last(scene, form, known, bare(scene.plain[lead.end() :]).strip(LEADS))
    return changed(scene, form, values) if values else None


def changed(scene: Scene, form: Form, values: dict[str, Value]) -> Turn:
    """Put the new values in, say so, and go on where the form was."""
    service = scene.service(form)
    told = tuple((d.label, shown(d, values[d.id])) for d in taken(scene.catalogue, service) if d.id in values)
    form = replace(filled(form, values, service, scene.setting), rule_told=False, said=(*form.said, scene.text))
    if form.stage in ("failed", "summary", "consent"):
        form = replace(form, stage="asking", current="")
    return again(scene, form, Say("form.corrected", {"changed": told}))


def edited(scene: Scene, form: Form) -> Turn:
    """An earlier message was edited: what it now says of details already told replaces them."""
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values and d.kind != "text"]
    found = details.spot(known, scene.text, scene.setting)
    values = {id: f.value for id, f in found.items() if f.value != form.values[id] and _fine(scene, known, id, f.value)}
    return changed(scene, form, values) if values else again(scene, form, Say("form.edited"))


def _short(scene: Scene) -> bool:
    return len(scene.plain) <= (SHORT_LATIN if scene.plain.isascii() else SHORT)


def _instead(scene: Scene, form: Form) -> dict[str, Value]:
    """ "不是75 是76": the detail that holds the first gets the second."""
    said = INSTEAD.fullmatch(bare(scene.plain))
    if said is None or not _short(scene):
        return {}
    by_id = {d.id: d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values}
    for id in (*reversed(form.asked), *by_id):
        one = by_id.get(id)
        if one is not None and one.kind != "text" and _read(scene, one, bare(said["old"])) == form.values[id]:
            value = _read(scene, one, bare(said["new"]))
            if value is not None and value != form.values[id]:
                return {id: value}
    return {}


def _named(scene: Scene, form: Form, said: str) -> tuple[Detail, str] | None:
    """The detail already asked that the rest names, and by which words: its label, else what its kind is called."""
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values or d.id in form.skipped]
    for one in known:
        label = next((w for w in _labels(scene, one) if w in said), None)
        if label is not None:
            return one, label
    later = sorted(known, key=lambda d: form.asked.index(d.id) if d.id in form.asked else -1, reverse=True)
    called = [(one, word) for one in later for word in _called(scene, one) if _holds(said, word)]
    return max(called, key=lambda c: len(c[1]), default=None)  # of equally long ones the detail asked last


def _called(scene: Scene, one: Detail) -> Iterator[str]:
    for word in scene.catalogue.lexicons.words.get("detail_names", {}).get(one.kind, ()):
        yield details.simplify(word, scene.setting)


def _holds(said: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", said)) if word.isascii() else word in said


def _told(scene: Scene, form: Form, one: Detail, said: str) -> dict[str, Value]:
    """The named detail's new value, read from the words beside its name."""
    value = _read(scene, one, said)
    return {one.id: value} if value is not None and value != form.values.get(one.id) else {}


def _new_values(scene: Scene, form: Form, said: str, *, last: bool) -> dict[str, Value]:
    """What the rest tells unmistakably of known details, else, where it names none, the detail answered last."""
    if not said:
        return {}
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values]
    spotted = details.spot([d for d in known if d.kind != "text"], said, scene.setting)
    values = {
        id: f.value for id, f in spotted.items() if f.value != form.values[id] and _fine(scene, known, id, f.value)
    }
    return values or (_last(scene, form, known, said) if last else {})


def _last(scene: Scene, form: Form, known: list[Detail], said: str) -> dict[str, Value]:
    """The detail answered last, where the rest reads as one of its kind."""
    for id in reversed(form.asked):
        one = next((d for d in known if d.id == id and d.id in form.values), None)
        if one is not None and one.id != form.current:
            value = _read(scene, one, said)
            return {one.id: value} if value is not None and value != form.values[one.id] else {}
    return {}


def _labels(scene: Scene, one: Detail) -> list[str]:
    return [w for w in (details.simplify(one.label.of(language), scene.setting) for language in LANGUAGES) if w]


def _read(scene: Scene, one: Detail, said: str) -> Value | None:
    found = details.read(one, said, scene.setting) if said else None
    return found.value if found is not None and _fine(scene, [one], one.id, found.value) else None


def _fine(scene: Scene, known: list[Detail], id: str, value: Value) -> bool:
    return details.check(next(d for d in known if d.id == id), value, scene.setting) is None


def after_opening(scene: Scene) -> Turn | None:
    """A correction right after opening goes to the request just opened."""
    said = rest(scene)
    newest = next((t for t in scene.view.tickets if t.status in OPEN and not t.proven), None)
    if not said or newest is None or since(newest.opened_at, scene.now).total_seconds() > JUST:
        return None
    service = scene.catalogue.services.get(newest.service)
    if service is None:
        return None
    known = taken(scene.catalogue, service)
    by_id = {d.id: d for d in known}
    labelled = next(((d, w) for d in service.details for w in _labels(scene, d) if w in said), None)
    values: dict[str, Value] = {}
    if labelled is not None:
        value = _read(scene, labelled[0], said.replace(labelled[1], " ").strip(LEADS))
        values = {} if value is None else {labelled[0].id: value}
    if not values:
        spotted = details.spot([d for d in known if d.kind != "text"], said, scene.setting)
        values = {id: f.value for id, f in spotted.items() if _fine(scene, list(known), id, f.value)}
    told: tuple[Param, ...] = tuple((by_id[id].label, shown(by_id[id], v)) for id, v in values.items())
    say = (
        Say("ticket.corrected", {"number": newest.number, "changed": told})
        if told
        else Say("ticket.noted", {"number": newest.number})
    )
    return scene.turn(say, commands=(AddInformation(newest.number, scene.text, (), values),))
