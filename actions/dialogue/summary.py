"""A message at the summary, at "which shall be changed?", at a guardian's consent, and where the rule said no."""

from __future__ import annotations

from dataclasses import replace

from actions import details
from actions.desk.commands import OpenTicket
from actions.desk.say import Button, Say
from actions.dialogue import addition, correction, detour, payload, reversal, siblings
from actions.dialogue.answer import given_up
from actions.dialogue.contrast import retold
from actions.dialogue.form import CONSENT, applicable, taken
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import advance, again, ask, choose, consent_question
from actions.dialogue.question import PERSON
from actions.dialogue.reading import agreed, brief
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.stop import stop


def answer(scene: Scene) -> Turn | None:
    """What the text means at this stage; None where no form is at one of these stages."""
    form = scene.form
    if form is None or form.stage == "asking":
        return None
    if scene.message.attachments:
        form = replace(form, attachments=(*form.attachments, *scene.message.attachments))
        return again(scene, form, Say("form.attached"))
    if scene.message.edited:
        return correction.edited(scene, form)
    match form.stage:
        case "choosing":
            return _chosen(scene, form)
        case "consent":
            return _consented(scene, form)
        case "failed":
            return correction.correct(scene, form, None) if correction.rest(scene) else None
        case _:
            return _confirmed(scene, form)


def _confirmed(scene: Scene, form: Form) -> Turn:
    # only a yes and nothing besides submits: "我想有人上门" begins like one and wants something else
    if details.confirms(scene.text) or lexicon(scene.catalogue).control.get(bare(scene.plain)) == "yes":
        return open_request(scene, form)
    return _changes(scene, form) or _asks(scene, form) or _noted(scene, form)


def _changes(scene: Scene, form: Form) -> Turn | None:
    """Something is added, given up, put right, turned round or declined."""
    if (told := addition.added(scene)) is not None:
        return addition.noted(scene, form, told.text)
    other = given_up(scene, form) or correction.correct(scene, form, None) or reversal.answer(scene, form, None)
    other = other or correction.objected(scene, form, None)
    if other is not None:
        return other
    if details.declined(scene.text):
        return stop(scene, form)
    lead = lexicon(scene.catalogue).denied.match(scene.plain)
    values = retold(scene, form, scene.plain[lead.end() :]) if lead else {}
    if values:  # "不，送到家"
        return correction.changed(scene, form, values)
    return choose(scene, form) if agreed(scene) is False else None


def _asks(scene: Scene, form: Form) -> Turn | None:
    """Something else is asked or wanted, or a detail is told otherwise."""
    elsewhere = detour.away_from(scene, form, None)
    if elsewhere is not None:
        return elsewhere
    values = retold(scene, form, scene.text)
    if values:
        return correction.changed(scene, form, values)
    return detour.question(scene, form) or detour.besides(scene, form)


def _noted(scene: Scene, form: Form) -> Turn:
    if not any(c.isalnum() for c in scene.text):
        return again(scene, form, Say("form.noise"))
    form = replace(form, said=(*form.said, scene.text))
    return again(scene, form, Say("form.noted"))


def open_request(scene: Scene, form: Form) -> Turn:
    """Ask the desk to open it; a form that lacks something asks for that first."""
    service = scene.service(form)
    for one in applicable(service, form):
        if one.id not in form.values and one.id not in form.skipped:
            return advance(scene, replace(form, stage="asking"))
        if one.kind == "consent" and one.required and form.values.get(one.id) is not True:
            return ask(scene, form, one, Say("form.consent_needed"))
    known = {k: v for k, v in scene.view.known.items() if k in ("district", "phone") and service.detail(k) is None}
    command = OpenTicket(service.id, {**known, **form.values}, "\n".join(form.said), form.attachments, form.secret)
    done = replace(scene.conversation, form=None, pending=None)
    done = siblings.put_aside(done, service, form, scene.now.isoformat())
    return scene.turn(conversation=done, commands=(command,))


def _chosen(scene: Scene, form: Form) -> Turn:
    """Which detail the text names, or its new value at once."""
    said = scene.plain
    corrected = correction.correct(scene, form, None) if correction.rest(scene) else None
    if corrected is not None:
        return corrected
    known = [d for d in taken(scene.catalogue, scene.service(form)) if d.id in form.values or d.id in form.skipped]
    if bare(said).isdigit() and 1 <= int(bare(said)) <= len(known):
        return edit(scene, form, known[int(bare(said)) - 1].id)
    for one in known:
        labels = (details.simplify(one.label.of(language), scene.setting) for language in ("zh_Hans", "zh_Hant", "en"))
        if any(label and (label in said or bare(said) in label) for label in labels if bare(said)):
            return edit(scene, form, one.id)
    values = retold(scene, form, scene.text)
    if values:
        return correction.changed(scene, form, values)
    meant = lexicon(scene.catalogue).control.get(bare(said))
    if meant in ("no", "continue", "yes") or details.confirms(scene.text):
        return advance(scene, replace(form, stage="asking"))
    return choose(scene, form, Say("form.not_understood"))


def edit(scene: Scene, form: Form, id: str) -> Turn:
    """Ask one detail again; its value stays until the new one is there."""
    one = detail_of(scene.catalogue, form, id)
    if one is None:
        return choose(scene, form)
    form = replace(form, skipped=tuple(s for s in form.skipped if s != id), rule_told=False)
    return ask(scene, form, one)


def _consented(scene: Scene, form: Form) -> Turn:
    said = agreed(scene)
    if said is None or (said and not details.confirms(scene.text)):  # "会弹琴" begins like a yes
        said = _reported(scene)
    if said is None:
        elsewhere = (
            correction.correct(scene, form, None) if correction.rest(scene) else detour.away_from(scene, form, None)
        )
        form = replace(form, said=(*form.said, scene.text))
        return elsewhere or detour.besides(scene, form) or again(scene, form, Say("form.noted"))
    return consent(scene, form, given=said)


def _reported(scene: Scene) -> bool | None:
    """What a child tells of its guardian: "妈妈同意了", "还没问妈妈"; None where it tells nothing of that."""
    words = lexicon(scene.catalogue)
    if words.consented.fullmatch(scene.plain):
        return True
    return False if brief(scene) and words.withheld.search(scene.plain) else None


def consent(scene: Scene, form: Form, *, given: bool) -> Turn:
    """The guardian agrees, or the request waits."""
    if given:
        return advance(scene, replace(form, stage="asking", values={**form.values, CONSENT: True}))
    keep = Button("button.keep", payload.of(payload.FORM, "keep"))
    buttons = (*consent_question().buttons[:1], keep, PERSON)
    conversation = replace(scene.conversation, form=replace(form, stage="consent", touched_at=scene.now.isoformat()))
    return scene.turn(Say("form.guardian_refused", {}, buttons), conversation=conversation)
