"""What staff can do, a function a step: each does it in the transaction given, and says which page comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from actions.desk import amending, by_phone, hand_over, incident, staff_work
from actions.desk.access import NotFoundError, knows_name, sees, talk_for_staff, ticket_for_staff
from actions.desk.asking import ask_detail
from actions.desk.staff_work import NotPossibleError
from actions.desk.teaching import teach
from actions.desk.ticket import Ticket
from actions.details import Setting
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.console.answers import changed
from bot.web.console.gate import Visit
from bot.web.console.request_page import editable
from data.model import Catalogue

LONGEST = 4000  # characters of a reply, as the field says

type Step = Callable[[SqlUnitOfWork, Visit, str, Catalogue, datetime], str]


def assign(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Give a request to a colleague, to oneself or to another queue."""
    to = visit.form.get("to", "")
    ticket = staff_work.assign(unit, visit.staff.username, number, to, catalogue=catalogue, now=now)
    told = "moved" if to in catalogue.place.queues else "assigned"
    # what was given away may be out of sight now
    return _ticket(number, told) if sees(visit.staff, ticket) else f"/console?told={told}"


def reply(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Write to the person."""
    ticket = staff_work.reply(unit, visit.staff.username, number, _text(visit), catalogue=catalogue, now=now)
    return _ticket(number, _sent(unit, ticket, "replied"))


def set_status(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Move a request on."""
    to, result = visit.form.get("status", ""), visit.form.get("result", "")[:LONGEST]
    me = visit.staff.username
    ticket = staff_work.set_status(unit, me, number, to, catalogue=catalogue, now=now, result=result)
    return _ticket(number, _sent(unit, ticket, "status") if result.strip() else "status")


def note(unit: SqlUnitOfWork, visit: Visit, number: str, _: Catalogue, now: datetime) -> str:
    """Write something down for colleagues."""
    staff_work.note(unit, visit.staff.username, number, _text(visit), now=now)
    return _ticket(number, "noted")


def amend(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Correct what a request says, with a reason; what is written is read as in a talk."""
    staff, ticket = ticket_for_staff(unit, visit.staff.username, number, "work")
    known = editable(catalogue, ticket, named=knows_name(staff, ticket))
    values, problems = changed(visit.form, known, ticket.details, visit.language, Setting(now, catalogue))
    for id, why in problems.items():
        what = next(one.label for one in known if one.id == id)
        words = {"what": what.of(visit.language), "why": why.of(visit.language)}
        raise NotPossibleError(f"{id}: {why.en}", "detail", **words)
    reason = visit.form.get("reason", "")[:LONGEST]
    amending.amend(unit, staff.username, number, values, reason, catalogue=catalogue, now=now)
    return _ticket(number, "amended")


def ask(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Ask the person for a detail."""
    id = visit.form.get("detail", "")
    ticket = ask_detail(unit, visit.staff.username, number, id, catalogue=catalogue, now=now)
    return _ticket(number, _sent(unit, ticket, "asked"))


def send_back(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """An office gives a request back, to be given out anew."""
    reason = visit.form.get("reason", "")[:LONGEST]
    ticket = staff_work.send_back(unit, visit.staff.username, number, reason, catalogue=catalogue, now=now)
    return _ticket(number, "returned") if sees(visit.staff, ticket) else "/console?told=returned"


def merge(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Join it into another request of the same person."""
    into = visit.form.get("into", "")
    return _ticket(
        amending.merge(unit, visit.staff.username, number, into, catalogue=catalogue, now=now).number, "merged"
    )


def wrong(unit: SqlUnitOfWork, visit: Visit, number: str, catalogue: Catalogue, now: datetime) -> str:
    """Say what was really meant: an example to learn from."""
    teach(unit, visit.staff.username, number, visit.form.get("meant", ""), catalogue=catalogue, now=now)
    return _ticket(number, "taught")


def take_alarm(unit: SqlUnitOfWork, visit: Visit, id: str, _: Catalogue, now: datetime) -> str:
    """Take an alarm, and the talk with it where somebody waits there."""
    me = visit.staff.username
    found = unit.incidents.get(id)
    if found is not None:  # all of them in the order in which they were raised, this one too
        incident.take_all(unit, me, found.conversation, now)
    conversation = incident.take(unit, me, id, now).conversation
    running = unit.hand_overs.of(conversation, lock=True)
    if running is not None and running.state == "waiting":
        hand_over.claim(unit, me, conversation, now)
    try:
        talk_for_staff(unit, me, conversation, now)
    except NotFoundError:  # a colleague has the talk
        return "/console?told=alarm_taken"
    return f"/console/talks/{conversation}?told={'alarm_taken' if visit.staff.on_duty else 'off_duty_took'}"


def take_talk(unit: SqlUnitOfWork, visit: Visit, conversation: str, _: Catalogue, now: datetime) -> str:
    """Take a talk that waits, and the alarms that belong to it."""
    hand_over.claim(unit, visit.staff.username, conversation, now)
    incident.take_all(unit, visit.staff.username, conversation, now)
    return f"/console/talks/{conversation}{'' if visit.staff.on_duty else '?told=off_duty_took'}"


def take_over(unit: SqlUnitOfWork, visit: Visit, conversation: str, _: Catalogue, now: datetime) -> str:
    """Take a talk from the colleague who has it."""
    hand_over.take_over(unit, visit.staff.username, conversation, now)
    incident.take_all(unit, visit.staff.username, conversation, now)
    return f"/console/talks/{conversation}"


def called(unit: SqlUnitOfWork, visit: Visit, conversation: str, _: Catalogue, now: datetime) -> str:
    """What came of calling somebody back who wanted it."""
    reached = visit.form.get("result") == "reached"
    hand_over.called_back(unit, visit.staff.username, conversation, now, reached=reached)
    return f"/console?told={'called' if reached else 'not_called'}"


def say(unit: SqlUnitOfWork, visit: Visit, conversation: str, _: Catalogue, now: datetime) -> str:
    """Say something in a talk that one has."""
    hand_over.speak(unit, visit.staff.username, conversation, _text(visit), now)
    return f"/console/talks/{conversation}"


def give_back(unit: SqlUnitOfWork, visit: Visit, conversation: str, _: Catalogue, now: datetime) -> str:
    """End one's part of a talk; after an alarm what was agreed is written down."""
    result = _text(visit) if visit.form.get("text") else ""
    hand_over.give_back(unit, visit.staff.username, conversation, now, result=result)
    return "/console?told=given_back"


def rung(unit: SqlUnitOfWork, visit: Visit, number: str, _: Catalogue, now: datetime) -> str:
    """What came of ringing up somebody who has no chat."""
    result, upto = visit.form.get("result", ""), visit.form.get("upto", "")
    by_phone.settle(unit, visit.staff.username, number, result, int(upto) if upto.isdecimal() else 0, now)
    return f"/console?told=rung_{result}"


ON_TICKETS: Mapping[str, Step] = {
    "assign": assign,
    "reply": reply,
    "status": set_status,
    "note": note,
    "wrong": wrong,
    "amend": amend,
    "ask": ask,
    "return": send_back,
    "merge": merge,
    "rung": rung,
}
ON_TALKS: Mapping[str, tuple[Step, str]] = {  # with what is said where a colleague was faster
    "take": (take_talk, "talk_taken"),
    "take-over": (take_over, "talk_taken"),
    "called": (called, "talk_taken"),
    "say": (say, "not_yours"),
    "give-back": (give_back, "not_yours"),
}


def _ticket(number: str, told: str) -> str:
    return f"/console/tickets/{number}?told={told}"


def _sent(unit: SqlUnitOfWork, ticket: Ticket, told: str) -> str:
    """What is told of words that go to the person, or wait until somebody has rung them up."""
    person = unit.people.get(ticket.requester)
    return told if person is None or person.has_chat else "to_ring"


def _text(visit: Visit) -> str:
    """The words of the form; raises NotPossibleError where there are none or too many."""
    text = visit.form.get("text", "")
    if not text:
        raise NotPossibleError("There are no words.", "empty")
    if len(text) > LONGEST:
        raise NotPossibleError(f"More than {LONGEST} characters.", "long")
    return text
