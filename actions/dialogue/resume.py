"""An unfinished request is kept seven days and offered again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from actions import details
from actions.desk.say import Button, Say
from actions.dialogue import intents, payload, talk
from actions.dialogue.decision import decide
from actions.dialogue.emergency import broken_off
from actions.dialogue.form import GREEDY, shared
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import again, parked
from actions.dialogue.reading import agreed, surely
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Conversation, Form, Pending, Turn

KEPT = timedelta(days=7)
PAUSE = timedelta(minutes=30)  # after which one is asked before going on
QUIET = timedelta(minutes=30)  # after an alarm nothing is offered
# Asked for after a pause these are done at once: an offer would only stand in their way
AT_ONCE = frozenset({"human_agent", "find_contact", "check_status", "urge_request", "change_language", "forget_me"})


def fresh(scene: Scene) -> Scene:
    """The scene without what was kept too long, or belongs to a service that is gone."""
    conversation = scene.conversation

    def lasts(form: Form) -> bool:
        return form.service in scene.catalogue.services and since(form.touched_at, scene.now) < KEPT

    form = conversation.form if conversation.form is not None and lasts(conversation.form) else None
    kept = tuple(p for p in conversation.parked if lasts(p))
    if form is conversation.form and len(kept) == len(conversation.parked):
        return scene
    return scene.at(replace(conversation, form=form, parked=kept))


def paused(scene: Scene) -> Turn | None:
    """After a pause the form is offered, unless the text clearly answers its open question."""
    form = scene.form
    if form is None or scene.conversation.pending is not None or since(form.touched_at, scene.now) < PAUSE:
        return None
    current = detail_of(scene.catalogue, form, form.current) if form.current else None
    if current is not None and _answers(scene, current.kind, form):
        return None
    verdict = decide(scene.understanding, scene.catalogue)
    return None if verdict.sure and verdict.intent in AT_ONCE else offer(scene)


def _answers(scene: Scene, kind: str, form: Form) -> bool:
    current = detail_of(scene.catalogue, form, form.current)
    if current is None or not scene.text:
        return bool(scene.message.attachments)
    if kind in GREEDY:
        return current.id in details.spot([current], scene.text, scene.setting)
    return surely(scene, current) is not None


def offer(scene: Scene, *before: Say) -> Turn | None:
    """Offer to go on with the newest unfinished request; None where there is none, or an alarm was raised just now."""
    conversation = scene.conversation
    form = conversation.form or next(iter(conversation.parked), None)
    if form is None or form.stage == "failed" or since(conversation.alarmed_at, scene.now) < QUIET:
        return None
    tag = payload.tag(form.service)
    buttons = tuple(Button(f"button.{b}", payload.of(payload.RESUME, b, tag)) for b in ("continue", "new", "delete"))
    service = scene.catalogue.services[form.service]
    say = Say("form.unfinished", {"service": service.names}, buttons)
    if service.sensitivity == "protected":  # by now somebody else may hold the telephone
        say = Say("form.unfinished_private", {}, buttons)
    data = {"tag": tag, "text": scene.text, "service": _other(scene, form)}
    return scene.turn(*before, say, conversation=replace(conversation, pending=Pending("resume", data)))


def _other(scene: Scene, form: Form) -> str:
    """The service that the text surely asks for instead, or ""."""
    verdict = decide(scene.understanding, scene.catalogue)
    found = verdict.sure and verdict.intent in scene.catalogue.services and verdict.intent != form.service
    return verdict.intent if found else ""


def pressed(scene: Scene, parts: tuple[str, ...]) -> Turn | None:
    """Go on, something new, or delete it."""
    what, tag = (*parts, "", "")[:2]
    forms = (scene.form, *scene.conversation.parked)
    form = next((f for f in forms if f is not None and payload.tag(f.service) == tag), None)
    if form is None:
        return None
    conversation = replace(scene.conversation, pending=None)
    match what:
        case "continue":
            return go_on(scene.at(conversation), form)
        case "new":
            return _instead(scene, parked(conversation)) or scene.turn(
                Say("form.kept"), talk.menu(scene), conversation=parked(conversation)
            )
        case "delete":
            gone = _gone(conversation, form)
            return _instead(scene, gone) or scene.turn(Say("form.deleted"), talk.menu(scene), conversation=gone)
    return None


def _instead(scene: Scene, conversation: Conversation) -> Turn | None:
    """What was asked for when going on was offered begins with the words it was asked in; None where nothing was."""
    held = scene.conversation.pending
    if held is None or held.kind != "resume" or held.data.get("service", "") not in scene.catalogue.services:
        return None
    return intents.begin(scene.at(conversation), str(held.data["service"]), str(held.data["text"]))


def go_on(scene: Scene, form: Form) -> Turn:
    """Take a form up where it stood."""
    conversation = scene.conversation
    if conversation.form is not None and conversation.form.service != form.service:
        conversation = parked(conversation)
    rest = tuple(p for p in conversation.parked if p.service != form.service)
    gently = broken_off(scene, form)
    form = replace(form, sibling=False, eased=form.eased or gently)
    scene = scene.at(replace(conversation, form=form, parked=rest, pending=None))
    key = "form.continued_gently" if gently else "form.continued"
    return again(scene, form, Say(key, {"service": scene.service(form).names}))


def instead(scene: Scene, service: str) -> Turn:
    """Another request in place of the open one, which rests; one that rested goes on. What both ask is kept."""
    rested = next((p for p in scene.conversation.parked if p.service == service), None)
    if rested is not None:
        return go_on(scene, rested)
    form = scene.form
    held = shared(scene.catalogue, form, scene.catalogue.services[service]) if form is not None else {}
    return intents.begin(scene.at(parked(scene.conversation)), service, scene.text, held=held)


def taken_up(scene: Scene) -> Turn | None:
    """Going on where nothing is open: with the request put aside, or which of them; None where there is none."""
    conversation = scene.conversation
    if conversation.form is not None or conversation.pending is not None or not conversation.parked:
        return None
    if len(conversation.parked) == 1:
        return go_on(scene, conversation.parked[0])
    names = (scene.catalogue.services[p.service] for p in conversation.parked)
    buttons = tuple(Button(s.names, payload.of(payload.START, s.id)) for s in names)
    return scene.turn(Say("form.which_unfinished", {}, buttons))


def _gone(conversation: Conversation, form: Form) -> Conversation:
    current = conversation.form
    kept = tuple(p for p in conversation.parked if p.service != form.service)
    return replace(conversation, form=None if current is form else current, parked=kept)


def answer(scene: Scene) -> Turn | None:
    """Words that mean one of the three."""
    held = scene.conversation.pending
    if held is None:
        return None
    tag = str(held.data["tag"])
    word = lexicon(scene.catalogue).control.get(bare(scene.plain), "")
    said = True if details.confirms(scene.text) else agreed(scene)
    if word == "continue" or said is True:
        return pressed(scene, ("continue", tag))
    if word in ("new_one", "later") or said is False:
        return pressed(scene, ("new", tag))
    return None
