"""What came of the commands, in words: number, code, by when, who was called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.desk import results as r
from actions.desk.hand_over import ASSISTANT, government
from actions.desk.say import Button, Param, Say
from actions.dialogue import callback, family, own_data, payload, siblings, words
from actions.dialogue.emergency import LISTENING, alarmed
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import scene as scene_of
from actions.dialogue.shapes import AWAY, Conversation, Message, Pending, View
from actions.dialogue.status import ticket
from data.model import Catalogue


def after(
    conversation: Conversation,
    results: Sequence[r.Result],
    catalogue: Catalogue,
    now: datetime,
    view: View | None = None,
) -> tuple[Conversation, tuple[Say, ...]]:
    """Word each result, then offer what was kept for later; what is said stays known for "repeat"."""
    says: list[Say] = []
    told = any(isinstance(one, r.IncidentRaised) for one in results)
    ended = any(isinstance(one, r.HandOverEnded) for one in results)
    if view is None or view.hand_over != "held" or view.left or ended:
        for result in results:
            if isinstance(result, r.FamilyInvited | r.FamilyAsked | r.FamilyAnswered | r.FamilyLeft):
                says.append(family.outcome(result))
            else:
                says += _worded(result, conversation, catalogue, now, told=told)
        if conversation.pending is None and any(isinstance(one, r.Opened | r.InformationAdded) for one in results):
            conversation, more = _next(conversation, catalogue)
            says += more
    for result in results:
        if isinstance(result, r.Proven):
            conversation = replace(conversation, proven=result.ticket.number, proven_at=now.isoformat())
    if any(isinstance(one, r.Forgotten) for one in results):
        conversation = Conversation(conversation.id, conversation.person, conversation.language, greeted=True)
    again = (say for say in says if say.key != own_data.FILE)  # which is asked about each time
    return replace(conversation, last=(*conversation.last, *again)), tuple(says)


def together(replies: tuple[Say, ...], says: tuple[Say, ...]) -> tuple[Say, ...]:
    """All that is said, a question last: a file before it, whether anybody on duty knows behind the numbers."""
    if any(say.key == own_data.FILE for say in says):
        return (*says, *replies)
    seen = tuple(say for say in says if say.key in SEEN)
    if not replies or not seen:
        return (*replies, *says)
    return (replies[0], *seen, *replies[1:], *(say for say in says if say.key not in SEEN))


def _worded(
    result: r.Result, conversation: Conversation, catalogue: Catalogue, now: datetime, *, told: bool
) -> list[Say]:
    match result:
        case r.Opened():
            return _opened(result, catalogue)
        case r.InformationAdded(number):
            told = any(s.key in ("ticket.corrected", "ticket.noted", "ticket.over_ask") for s in conversation.last)
            return [] if told else [Say("ticket.added", {"number": number})]
        case r.Urged(number, count):
            return [Say("ticket.urged", {"number": number, "count": count})]
        case r.Cancelled(number):
            return [Say("ticket.cancelled", {"number": number}, (MENU,))]
        case r.Rated(number, reopened):
            return [Say("rating.reopened" if reopened else "rating.thanks", {"number": number})]
        case r.Proven(found):
            scene = scene_of(conversation, Message(), AWAY, View(tickets=(found,)), catalogue, now)
            return [ticket(scene, found)]
        case r.Refused(reason):
            return [Say(f"refused.{reason}" if reason in REASONS else "refused.not_found", {}, (MENU, PERSON))]
        case r.IncidentRaised(on_duty=on_duty):
            return [_seen(on_duty=on_duty)]
        case r.PersonCalled() | r.CallbackKept() | r.HandOverEnded():
            return _of_person(result, conversation, catalogue, now, told=told)
        case r.Forgotten(receipt, kept):
            key = "forget.done_but" if kept else "forget.done"
            return [Say(key, {"receipt": receipt, "kept": kept} if kept else {"receipt": receipt})]
        case r.OwnDataTaken():
            return [Say(own_data.FILE)]
        case _:
            return []


SHORT_WAIT, LONG_WAIT = 10, 90  # minutes: up to which nobody need be called back; from which hours are told
SEEN = frozenset({"crisis.person_told", "crisis.nobody_here"})
REASONS = frozenset({"not_found", "not_open", "too_many_tries", "invite"})


def _opened(result: r.Opened, catalogue: Catalogue) -> list[Say]:
    """What was opened and by when, in the moments that staff see too; one moment for both is told once."""
    one = result.ticket
    service = catalogue.services[one.service]
    told = "form.opened_next_phone" if service.phone == "ask" and not one.reachable else "form.opened_next"
    dues: dict[str, Param] = {"contact": one.due.first_contact, "result": one.due.result}
    if one.due.first_contact == one.due.result:
        told, dues = told.replace("next", "once"), {"result": one.due.result}
    return [
        Say("form.opened", {"service": service.names, "number": one.number, "code": result.code}),
        Say(told, {"next": service.next, **dues}),
    ]


def _seen(*, on_duty: bool) -> Say:
    return Say("crisis.person_told" if on_duty else "crisis.nobody_here")


def _of_person(
    result: r.PersonCalled | r.CallbackKept | r.HandOverEnded,
    conversation: Conversation,
    catalogue: Catalogue,
    now: datetime,
    *,
    told: bool,
) -> list[Say]:
    match result:
        case r.PersonCalled():
            return _called(result, conversation, catalogue, now, told=told)
        case r.CallbackKept(phone, when):
            return [callback.kept(phone, when)]
        case r.HandOverEnded():
            return [Say("person.ended", {}, (*_unfinished(conversation), MENU))]


def _called(
    result: r.PersonCalled, conversation: Conversation, catalogue: Catalogue, now: datetime, *, told: bool
) -> list[Say]:
    if alarmed(conversation, now):  # taken first: a place in the queue would be untrue
        listens = any(say.key in LISTENING for say in conversation.last)  # which tells that staff see it
        return [] if told or listens else [_seen(on_duty=result.on_duty)]
    return _person(conversation, catalogue, result)


def _person(conversation: Conversation, catalogue: Catalogue, result: r.PersonCalled) -> list[Say]:
    resting = conversation.form or next(iter(conversation.parked), None)
    rests = [Say("form.rests", {"service": catalogue.services[resting.service].names})] if resting else []
    return [_place(result) if result.on_duty else _nobody(catalogue), *rests]


def _place(result: r.PersonCalled) -> Say:
    """One's place among those who wait and, where it can be told, how long that usually takes."""
    key = "person.called" if result.ahead else "person.called_first"
    if result.usual:
        key += "_minutes" if result.usual <= LONG_WAIT else "_hours"
    waits = result.ahead > 0 or result.usual > SHORT_WAIT
    told = {"ahead": result.ahead, "minutes": result.usual, "hours": -(-result.usual // 60)}
    return Say(key, told, (callback.ASK, ASSISTANT) if waits else (ASSISTANT,))


def _nobody(catalogue: Catalogue) -> Say:
    """Nobody is there: whom else to call, or to be called back."""
    office = government(catalogue)
    if office:
        return Say("person.away", {"numbers": words.numbers(office)}, (callback.ASK,))
    return Say("person.away_plain", {}, (callback.ASK,))


def _unfinished(conversation: Conversation) -> tuple[Button, ...]:
    """Going on with what rested while a person was called."""
    resting = next(iter(conversation.parked), None)
    if resting is None or conversation.form is not None:
        return ()
    return (Button("button.continue", payload.of(payload.RESUME, "continue", payload.tag(resting.service))),)


def _next(conversation: Conversation, catalogue: Catalogue) -> tuple[Conversation, list[Say]]:
    """Offer the next child's request, or the other need."""
    sibling = siblings.waiting(conversation)
    wanted = [w for w in conversation.wanted if w in catalogue.services]
    if sibling is None and not wanted:
        return conversation, []
    key, service = ("wanted.another", sibling.service) if sibling else ("wanted.offer", wanted[0])
    yes, no = payload.of(payload.START, service), payload.of(payload.ANSWER, "leave")
    buttons = (Button("button.yes_please", yes), Button("button.not_now", no))
    say = Say(key, {"service": catalogue.services[service].names}, buttons)
    return replace(conversation, pending=Pending("wanted", {"service": service})), [say]
