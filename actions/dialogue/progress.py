"""A form goes on: rule, guardian's consent, a like request that is open, the next question, the summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions import details
from actions.desk.results import TicketView
from actions.desk.routing import place_key
from actions.desk.say import Button, Say
from actions.desk.ticket import OPEN, Attachment
from actions.details import Value
from actions.dialogue import payload, siblings, words, writer
from actions.dialogue.emergency import alarmed, broken_off
from actions.dialogue.form import detail as detail_of
from actions.dialogue.form import filled, left, missing, spotted, taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.question import PERSON, papers_missing, question, summary, which
from actions.dialogue.rule import needs_guardian, rule
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Form, Pending, Turn
from data.model import Detail, Service, Words

PARKED = 5  # unfinished requests kept


def start(
    scene: Scene,
    service: Service,
    said: tuple[str, ...] = (),
    *,
    eased: bool = False,
    noted: str = "",
    held: Mapping[str, Value] | None = None,
) -> Turn:
    """Begin a form with all that was said, and `held` from another; `noted`: a key for the usual acknowledgement's."""
    conversation = parked(scene.conversation)
    said = tuple(s for s in (*said, conversation.place) if s.strip())
    attachments = (*conversation.kept, *scene.message.attachments)
    form, text = Form(service.id, said=said, attachments=attachments, eased=eased), "\n".join(said)
    values = {**(held or {}), **_told(scene, service, form, text)}
    rested = _taken_up(scene, service, form, values, noted)
    form, hello = rested or (
        replace(form, more=siblings.told(service, form, text)),
        _hello(scene, service, values, noted),
    )
    form = filled(form, {**values, **form.values}, service, scene.setting)
    rest = tuple(p for p in conversation.parked if p.service != service.id)
    conversation = replace(conversation, kept=(), place="", parked=rest, pending=None, unclear=0)
    return advance(scene.at(conversation), form, *_call_first(scene, service), hello, *siblings.note(form))


def _call_first(scene: Scene, service: Service) -> tuple[Say, ...]:
    """The public numbers that cannot wait for the questions; none where an alarm has just told numbers."""
    found = [c for c in scene.catalogue.contacts.values() if service.id in c.services]
    if not found or alarmed(scene.conversation, scene.now):
        return ()
    return (Say("form.call_first", {"numbers": words.numbers(found)}),)


def _taken_up(
    scene: Scene, service: Service, now: Form, told: Mapping[str, Value], noted: str
) -> tuple[Form, Say] | None:
    """The form of this service that rests, with what is told now; None where there is none, or it is contradicted."""
    before = next((p for p in scene.conversation.parked if p.service == service.id and not p.sibling), None)
    if before is None or before.stage == "failed" or not _fits(service, before.values, told):
        return None
    gently = now.eased or before.eased or broken_off(scene, before)  # by an alarm
    said, files = (*before.said, *now.said), (*before.attachments, *now.attachments)
    form = replace(before, said=said, attachments=files, eased=gently, stage="asking", current="")
    key = noted or ("form.continued_gently" if gently else "form.continued")
    return form, Say(key, {"service": service.names})


def _fits(service: Service, before: Mapping[str, Value], told: Mapping[str, Value]) -> bool:
    """Whether nothing that is told now contradicts what was told before."""
    free = {d.id for d in service.details if d.kind in ("text", "file")}
    both = [(before[id], value) for id, value in told.items() if id in before and id not in free]
    return all(a == b or (isinstance(a, str) and isinstance(b, str) and (a in b or b in a)) for a, b in both)


def _told(scene: Scene, service: Service, form: Form, text: str) -> dict[str, Value]:
    """What the opening words, what was sent and a place told before give the form."""
    values = spotted(scene.catalogue, service, form, text, scene.setting) if text else {}
    values = writer.of_others(scene, service, details.simplify(text, scene.setting), values)
    values = {**sent(service, form.attachments, values), **_question(scene, service, text), **values}
    before = scene.conversation.place
    home = details.district_of(before, scene.setting) if before else None
    return {"district": home, **values} if home else values


def _hello(scene: Scene, service: Service, values: Mapping[str, Value], noted: str) -> Say:
    """The acknowledgement, with what is known already."""
    place, told = scene.catalogue.place, (d for d in service.details if d.id in values and d.kind != "text")
    own = tuple((d.label, words.shown(d, values[d.id], place)) for d in told)
    if own:
        return Say(noted or "form.started_noted", {"service": service.names, "noted": own})
    return Say(noted or "form.started", {"service": service.names})


def _question(scene: Scene, service: Service, text: str) -> dict[str, Value]:
    """A service that answers questions takes the opening words as the question, however short; its name is none."""
    asked = next((d for d in service.details if service.answer_first and d.opening), None)
    named = bare(details.simplify(text, scene.setting)) in lexicon(scene.catalogue).services
    return {asked.id: text} if asked is not None and text and not named else {}


def sent(service: Service, attachments: tuple[Attachment, ...], values: Mapping[str, Value]) -> dict[str, Value]:
    """What attachments answer: a location the first place, the rest the first file."""
    found: dict[str, Value] = {}
    for one in service.details:
        if one.id in values:
            continue
        value = from_attachments(one, attachments)
        if value is not None and not found.keys() & {d.id for d in service.details if d.kind == one.kind}:
            found[one.id] = value
    return found


def from_attachments(one: Detail, attachments: tuple[Attachment, ...]) -> Value | None:
    """The answer that attachments give to a place or a file, or None."""
    if one.kind == "place":
        pin = next((a for a in attachments if a.lat is not None and a.lon is not None), None)
        return f"{pin.lat:.6f},{pin.lon:.6f}" if pin else None
    if one.kind == "file":
        files = tuple(a.url or a.text for a in attachments if a.kind != "location" and (a.url or a.text))
        return files or None
    return None


def advance(scene: Scene, form: Form, *before: Say) -> Turn:
    """Say `before`, then whatever comes next in the form."""
    service = scene.service(form)
    if service.decide is not None:
        ruling = rule(service.decide, form.values, scene.setting.today)
        if ruling.failed is not None:
            return _refused(scene, form, service, ruling.failed.fails, before)
        if ruling.holds and not form.rule_told:
            form = replace(form, rule_told=True)
            before = (*before, Say("rule.holds", {"reason": service.decide.holds}))
    if needs_guardian(service, form.values, scene.setting.today):
        return _put(scene, replace(form, stage="consent", current=""), *before, consent_question())
    like = _like(scene, form, service)
    if like is not None:
        return _offer_like(scene, form, service, like, before)
    following = missing(scene.catalogue, service, form, scene.view.known)
    if following is not None:
        return ask(scene, form, following, *before)
    form = replace(form, stage="summary", current="", misses=0)
    return _put(scene, form, *before, *papers_missing(service, form), summary(scene.catalogue, service, form))


def ask(scene: Scene, form: Form, following: Detail, *before: Say) -> Turn:
    """Put this question."""
    asked = (*(a for a in form.asked if a != following.id), following.id)
    changed = form.current != following.id
    form = replace(form, stage="asking", current=following.id, asked=asked)
    form = replace(form, misses=0, picked=()) if changed else form
    if changed and (half := half_of(scene, form, following)):
        before = (*before, *_rest_of(scene, following, half))
    return _put(scene, form, *before, _question_of(scene, form, following))


def half_of(scene: Scene, form: Form, one: Detail) -> str:
    """The month of birth that was told without its day, in the person's words, or ""."""
    if one.kind != "birth_date":
        return ""
    told = [found.said for said in form.said if (found := details.born_in(said, scene.setting)) is not None]
    last = details.read(one, form.said[-1], scene.setting) if form.misses and form.said else None
    return last.said if last is not None else next(reversed(told), "")


def _rest_of(scene: Scene, one: Detail, half: str) -> tuple[Say, ...]:
    """It is kept, and only the day is asked for."""
    found = details.read(one, half, scene.setting)
    problem = details.check(one, found.value, scene.setting) if found is not None else None
    return (Say("say.words", {"words": problem}),) if problem is not None else ()


def _question_of(scene: Scene, form: Form, following: Detail) -> Say:
    service = scene.service(form)
    ahead = left(scene.catalogue, service, form, scene.view.known)
    return question(service, form, writer.asked(scene, form, following), ahead)


def again(scene: Scene, form: Form, *before: Say) -> Turn:
    """The open question once more, after something else was said."""
    current = detail_of(scene.catalogue, form, form.current) if form.current else None
    if form.stage == "asking" and current is not None:
        return ask(scene, form, current, *before)
    if form.stage == "choosing":
        return choose(scene, form, *before)
    return advance(scene, form, *before)


def choose(scene: Scene, form: Form, *before: Say) -> Turn:
    """Ask which detail shall be changed."""
    if not any(d.id in form.values or d.id in form.skipped for d in taken(scene.catalogue, scene.service(form))):
        return advance(scene, replace(form, stage="asking"), *before)
    return _put(
        scene, replace(form, stage="choosing", current=""), *before, which(scene.catalogue, scene.service(form), form)
    )


def consent_question() -> Say:
    """Does a guardian agree?"""
    yes, no = payload.of(payload.FORM, "guardian", "1"), payload.of(payload.FORM, "guardian", "0")
    return Say("form.guardian", {}, (Button("button.guardian_agrees", yes), Button("button.guardian_not", no)))


def parked(conversation: Conversation) -> Conversation:
    """The conversation with its running form put aside; one that failed its rule or holds nothing is let go."""
    form = conversation.form
    if form is None:
        return conversation
    kept = conversation.parked
    if form.stage != "failed" and (form.values or form.said):
        kept = (form, *(p for p in kept if p.service != form.service))[:PARKED]
    return replace(conversation, form=None, parked=kept)


def _put(scene: Scene, form: Form, *says: Say) -> Turn:
    form = replace(form, touched_at=scene.now.isoformat())
    return scene.turn(*says, conversation=replace(scene.conversation, form=form))


def _refused(scene: Scene, form: Form, service: Service, reason: Words, before: tuple[Say, ...]) -> Turn:
    """The rule says no: why, and what there is instead."""
    instead = service.decide.instead if service.decide else ()
    buttons = tuple(Button(scene.catalogue.services[i].names, payload.of(payload.START, i)) for i in instead)
    change = Button("button.change", payload.of(payload.FORM, "change"))
    say = Say("rule.fails", {"service": service.names, "reason": reason}, (*buttons, change, PERSON))
    return _put(scene, replace(form, stage="failed", current=""), *before, say)


def _like(scene: Scene, form: Form, service: Service) -> TicketView | None:
    """An open request of the same service and place, unless the person wants a new one."""
    if form.fresh or form.eased:
        return None
    here = place_key(service, form.values)
    if not here and any(d.kind == "place" and d.id not in form.skipped for d in service.details):
        return None
    for ticket in scene.view.tickets:
        if ticket.service == service.id and ticket.status in OPEN and ticket.own:
            there = ticket.place_key
            if not there or not here or there in here or here in there:
                return ticket
    return None


def _offer_like(scene: Scene, form: Form, service: Service, like: TicketView, before: tuple[Say, ...]) -> Turn:
    turn = _put(
        scene,
        replace(form, current=""),
        *before,
        Say(
            "form.duplicate",
            {"service": service.names, "number": like.number},
            (
                Button("button.add_to_it", payload.of(payload.ANSWER, "add")),
                Button("button.open_new", payload.of(payload.ANSWER, "new")),
                Button("button.leave", payload.of(payload.ANSWER, "leave")),
            ),
        ),
    )
    return replace(turn, conversation=replace(turn.conversation, pending=Pending("duplicate", {"number": like.number})))
