"""Hand-over: who has the talk, from the call for a person to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from actions.desk.access import staff_member
from actions.desk.clock import due
from actions.desk.commands import AskCallback, CallPerson, EndHandOver
from actions.desk.desk import Desk
from actions.desk.person import HandOver, Staff
from actions.desk.ports import UnitOfWork
from actions.desk.results import CallbackKept, HandOverEnded, PersonCalled
from actions.desk.say import Button, Say
from actions.desk.staff_work import NotPossibleError
from actions.desk.working_calendar import WorkingCalendar
from data.model import Catalogue, Contact

SPOKEN_BY = "by"  # a parameter of what staff say themselves: their name as people read it
ASSISTANT = Button("button.assistant", "c:assistant")  # the way back, below all that is said of a person
PERSON = Button("button.person", "c:person")  # the way to a person again, after an alarm that staff looked after
CALLBACK = Button("button.callback", "c:callback")  # to be called back instead of waiting
GOVERNMENT = "12345"  # looked up in the contacts; shown only if it stands there
SILENT = timedelta(hours=2)  # without a word of staff, after which they have forgotten a talk that is theirs
ALMOST = {0: "notice.next", 1: "notice.one_before"}  # people before somebody who waits → what they are told
LATELY, ENOUGH = timedelta(days=7), 10  # what is told of waiting comes from so many calls, taken in these days
ALARM_LASTS = timedelta(days=1)  # from an alarm, ended or not: whoever calls in that talk calls as one in danger
CALLED = "standard"  # the clock by whose first promise a call is answered, in office hours, or given up


class TakenError(Exception):
    """Somebody else has this talk, or nobody asked for a person any more."""


def on_duty(uow: UnitOfWork) -> bool:
    """Whether anybody is there now."""
    return any(staff.on_duty and not staff.disabled for staff in uow.staff.all())


def do(desk: Desk, command: CallPerson | AskCallback | EndHandOver) -> PersonCalled | CallbackKept | HandOverEnded:
    """What the person asks for."""
    match command:
        case CallPerson():
            return call_person(desk, command)
        case AskCallback():
            return ask_callback(desk, command)
        case EndHandOver():
            return end_hand_over(desk)


def call_person(desk: Desk, command: CallPerson) -> PersonCalled:
    """Ask for a person; asked again it keeps its place, and an alarm makes it one, also one of the day before."""
    running = desk.uow.hand_overs.of(desk.conversation, lock=True)
    reason = "crisis" if _rang_lately(desk) else command.reason
    if running is None:
        running = HandOver(desk.conversation, "waiting", reason, desk.now)
        desk.uow.hand_overs.save(running)
        desk.audit("called", "hand_over", desk.conversation)
    elif reason == "crisis" and ((left := _left(desk.uow, running)) or running.reason != "crisis"):
        running.reason = "crisis"
        if left:  # a colleague who is there takes it
            running.state, running.staff, running.since = "waiting", "", desk.now
        desk.uow.hand_overs.save(running)
        desk.audit("called", "hand_over", desk.conversation)  # pages and the group look again
    before = ahead(desk.uow.hand_overs.waiting(), running) if running.state == "waiting" else 0
    return PersonCalled(on_duty(desk.uow), before, usual_wait(desk.uow, desk.now))


def _left(uow: UnitOfWork, running: HandOver) -> bool:
    """Whether whoever has the talk is off duty while somebody else is there."""
    holder = uow.staff.get(running.staff) if running.state == "held" else None
    return holder is not None and not holder.on_duty and on_duty(uow)


def _rang_lately(desk: Desk) -> bool:
    alarms = desk.uow.incidents.of_talk(desk.conversation, limit=1)
    return any(alarm.at >= desk.now - ALARM_LASTS for alarm in alarms)


def ahead(waiting: Sequence[HandOver], one: HandOver) -> int:
    """How many come before somebody who waits: whoever is in danger, then who called first."""
    return sum(_turn(other) < _turn(one) for other in waiting)


def _turn(one: HandOver) -> tuple[bool, datetime]:
    return one.reason != "crisis", one.since


def usual_wait(uow: UnitOfWork, now: datetime) -> int:
    """Minutes that half of the calls taken lately waited at most, in fives; 0 where too few were taken to tell."""
    waits = uow.hand_overs.waits(now - LATELY)
    return 5 * ceil(median(w.total_seconds() for w in waits) / 300) if len(waits) >= ENOUGH else 0


def ask_callback(desk: Desk, command: AskCallback) -> CallbackKept:
    """Be called back instead; the call keeps its place and its clock."""
    running = desk.uow.hand_overs.of(desk.conversation, lock=True)
    if running is None:
        running = HandOver(desk.conversation, "waiting", "crisis" if _rang_lately(desk) else "wanted", desk.now)
    running.callback, running.tried_at = (command.phone, command.when), None
    desk.uow.hand_overs.save(running)
    desk.audit("called", "hand_over", desk.conversation, "callback")
    return CallbackKept(command.phone, command.when)


def end_hand_over(desk: Desk) -> HandOverEnded:
    """The person goes on with the assistant."""
    _end(desk.uow, desk.conversation, desk.person.id, desk.now)
    return HandOverEnded()


def claim(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> HandOver:
    """Take a waiting talk. Raises TakenError where somebody was faster, NotFoundError where this is nobody who may."""
    staff = staff_member(uow, username, "talk.take")
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or (running.state == "held" and running.staff != username):
        raise TakenError("Somebody else has this talk, or it has ended.")
    if running.state == "waiting":
        turn = _turn(running)
        if running.since < now:  # staff who begin a talk themselves left nobody waiting
            uow.hand_overs.took(now, now - running.since)
        running.state, running.staff, running.since = "held", username, now
        uow.hand_overs.save(running)
        uow.outbox.put(conversation, [Say("notice.person_here", {"name": staff.name}, (ASSISTANT,))], lane="notice")
        uow.audit.note(at=now, actor=username, action="claimed", kind="hand_over", id=conversation)
        _moved_up(uow, turn)
    return running


def take_over(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> HandOver:
    """Take a talk from the colleague who has it. Raises TakenError where nobody has it any more, NotFoundError."""
    staff = staff_member(uow, username, "talk.take_over")
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or running.state != "held":
        raise TakenError("Nobody has this talk.")
    if running.staff != username:
        before, running.staff, running.since = running.staff, username, now
        uow.hand_overs.save(running)
        uow.outbox.put(conversation, [Say("notice.person_here", {"name": staff.name}, (ASSISTANT,))], lane="notice")
        uow.audit.note(at=now, actor=username, action="taken_over", kind="hand_over", id=conversation, fields=(before,))
    return running


def speak(uow: UnitOfWork, username: str, conversation: str, text: str, now: datetime) -> None:
    """Say words in a talk that one holds. Raises TakenError where one does not."""
    say(uow, username, conversation, Say("say.words", {"words": text}), now)


def say(uow: UnitOfWork, username: str, conversation: str, said: Say, now: datetime, *, cause: str = "") -> None:
    """Say anything in a talk that one holds; it carries who said it. Raises TakenError where one does not."""
    staff, running = _mine(uow, username, conversation)
    said = replace(said, params={**said.params, SPOKEN_BY: staff.name})
    running.since = now
    uow.hand_overs.save(running)
    uow.outbox.put(conversation, [said], lane="answer", cause=cause)
    uow.audit.note(at=now, actor=username, action="spoke", kind="hand_over", id=conversation)


def go_on(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> None:
    """Stay in a talk that one was about to give back. Raises TakenError where one does not have it."""
    _, running = _mine(uow, username, conversation)
    running.since = now
    uow.hand_overs.save(running)


def give_back(uow: UnitOfWork, username: str, conversation: str, now: datetime, *, result: str = "") -> None:
    """
    Staff end a talk that they have, and the alarms that were taken in it; the assistant is there again.

    `result` is what was agreed after an alarm.
    Raises TakenError where they do not have it, NotPossibleError where an alarm is to end without a word.
    """
    _, running = _mine(uow, username, conversation)
    if not result.strip() and uow.incidents.looked_after(conversation):
        raise NotPossibleError(
            "After an alarm what was agreed is written down; at a terminal --agreed says it.", "empty"
        )
    _end(uow, conversation, username, now, result=result)
    after_alarm = Say("notice.person_left_alarm", {}, (PERSON,))
    said = after_alarm if running.reason == "crisis" else Say("notice.person_left")
    uow.outbox.put(conversation, [said], lane="notice")


def _mine(uow: UnitOfWork, username: str, conversation: str) -> tuple[Staff, HandOver]:
    """Who they are, and the talk, which they have. Raises TakenError where they do not."""
    staff = staff_member(uow, username, "talk.take")
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or running.state != "held" or running.staff != username:
        raise TakenError("You do not have this talk; claim it first.")
    return staff, running


def called_back(uow: UnitOfWork, username: str, conversation: str, now: datetime, *, reached: bool) -> None:
    """
    Whoever wanted to be called was called: the call for a person ends, or goes on waiting where nobody answered.

    Raises TakenError where none waits.
    """
    staff_member(uow, username, "talk.take")
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or running.callback is None:
        raise TakenError("Nobody waits here to be called back.")
    action = "called_back" if reached else "not_reached"
    uow.audit.note(at=now, actor=username, action=action, kind="hand_over", id=conversation)
    if reached:
        _end(uow, conversation, username, now)
    else:
        running.tried_at = now
        uow.hand_overs.save(running)


def forgotten(uow: UnitOfWork, catalogue: Catalogue, now: datetime) -> list[str]:
    """Conversations whose call nobody answered in time, or whose talk staff forgot."""
    running = (*uow.hand_overs.waiting(), *uow.hand_overs.held())
    return [one.conversation for one in running if _overdue(uow, one, catalogue, now)]


def let_go(uow: UnitOfWork, conversation: str, catalogue: Catalogue, now: datetime) -> bool:
    """End a forgotten talk and say so kindly; after an alarm a person is called once more instead."""
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or not _overdue(uow, running, catalogue, now):
        return False
    if running.reason == "crisis":
        running.state, running.staff, running.since = "waiting", "", now
        uow.hand_overs.save(running)
        uow.audit.note(at=now, actor="system", action="called", kind="hand_over", id=conversation)
        said = Say("notice.person_called_again", {}, (ASSISTANT,))
    else:
        said = Say("notice.person_left" if running.state == "held" else "notice.nobody_came")
        _end(uow, conversation, "system", now)
    uow.outbox.put(conversation, [said], lane="notice")
    return True


def gone(uow: UnitOfWork, username: str, catalogue: Catalogue, now: datetime, *, was_there: bool) -> bool:
    """Somebody is there no more: their talks wait for whoever is, and the last to go leaves nobody uninformed."""
    theirs = [one.conversation for one in uow.hand_overs.held() if one.staff == username]
    for conversation in theirs:
        talk = uow.hand_overs.of(conversation, lock=True)
        if talk is not None and talk.staff == username:  # it may have ended, or changed hands, meanwhile
            _left_by(uow, talk, now)
    for one in () if on_duty(uow) else uow.hand_overs.waiting():
        if was_there or one.conversation in theirs:  # the others heard it when the last one went
            uow.outbox.put(one.conversation, [_nobody_left(uow, one, catalogue)], lane="notice")
    return bool(theirs)


def _left_by(uow: UnitOfWork, talk: HandOver, now: datetime) -> None:
    there = on_duty(uow)
    if not there and talk.reason != "crisis":
        _end(uow, talk.conversation, "system", now)
        uow.outbox.put(talk.conversation, [Say("notice.last_left", {}, (PERSON,))], lane="notice")
        return
    talk.state, talk.staff, talk.since = "waiting", "", now
    uow.hand_overs.save(talk)
    uow.audit.note(at=now, actor="system", action="called", kind="hand_over", id=talk.conversation)
    if there:
        uow.outbox.put(talk.conversation, [Say("notice.person_called_again", {}, (ASSISTANT,))], lane="notice")


def _nobody_left(uow: UnitOfWork, waits: HandOver, catalogue: Catalogue) -> Say:
    """Nobody is here now, with whom to call instead: in danger by its kind, else who cannot wait."""
    contacts = catalogue.contacts.values()
    if waits.reason == "crisis":
        alarms = uow.incidents.of_talk(waits.conversation, limit=1)
        return _with("notice.all_left", [c for c in contacts if any(alarm.kind in c.crises for alarm in alarms)])
    if waits.callback is not None:
        return Say("notice.all_left_callback")
    return _with("notice.all_left_waiting", government(catalogue), CALLBACK, ASSISTANT)


def government(catalogue: Catalogue) -> list[Contact]:
    """The government's line, which puts through to any office; none where one's own contacts leave it out."""
    return [c for c in catalogue.contacts.values() if c.number == GOVERNMENT]


def _with(key: str, contacts: Sequence[Contact], *buttons: Button) -> Say:
    numbers = tuple((c.names, c.dial or c.number) for c in contacts)
    return Say(key, {"numbers": numbers}, buttons) if numbers else Say(f"{key}_plain", {}, buttons)


def _overdue(uow: UnitOfWork, running: HandOver, catalogue: Catalogue, now: datetime) -> bool:
    if running.state == "held":
        return running.since + SILENT < now
    if running.callback is not None:  # it waits on the list until somebody has called
        return False
    if running.reason == "crisis":  # "nobody came" is not said to one in danger: the alarm waits until it is taken
        return False
    return due(catalogue.clocks[CALLED], running.since, WorkingCalendar.of(uow, catalogue)).taken_up < now


def _moved_up(uow: UnitOfWork, turn: tuple[bool, datetime]) -> None:
    """Who came after it is one place nearer; they hear it when it is almost their turn, and no sooner."""
    waiting = uow.hand_overs.waiting() if on_duty(uow) else ()
    for one in waiting:
        if _turn(one) <= turn or one.reason == "crisis" or one.callback is not None:
            continue
        key = ALMOST.get(ahead(waiting, one))
        if key:
            uow.outbox.put(one.conversation, [Say(key, {}, (ASSISTANT,))], lane="notice")


def _end(uow: UnitOfWork, conversation: str, actor: str, now: datetime, *, result: str = "") -> None:
    """End the talk however it ends, and with it the alarms that were taken in it."""
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None:
        return
    waited, turn = running.state == "waiting", _turn(running)
    running.state, running.callback, running.tried_at = "ended", None, None
    uow.hand_overs.save(running)
    if waited:
        _moved_up(uow, turn)
    uow.audit.note(at=now, actor=actor, action="ended", kind="hand_over", id=conversation)
    for alarm in uow.incidents.looked_after(conversation):
        alarm.result, alarm.ended_at = result, now
        uow.incidents.save(alarm)
        uow.audit.note(at=now, actor=actor, action="ended", kind="incident", id=alarm.id)
