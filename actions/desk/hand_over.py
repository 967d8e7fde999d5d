"""Hand-over: who has the talk, from the call for a person to its end."""

from __future__ import annotations

from datetime import datetime

from actions.desk.access import staff_member
from actions.desk.commands import CallPerson, HandOverEnded, PersonCalled
from actions.desk.desk import Desk
from actions.desk.person import HandOver
from actions.desk.ports import UnitOfWork
from actions.desk.say import Say


class TakenError(Exception):
    """Somebody else has this talk, or nobody asked for a person any more."""


def on_duty(uow: UnitOfWork) -> bool:
    """Whether anybody is there now."""
    return any(staff.on_duty and not staff.disabled for staff in uow.staff.all())


def call_person(desk: Desk, command: CallPerson) -> PersonCalled:
    """Ask for a person; asked again it keeps its place, and an alarm makes it one."""
    running = desk.uow.hand_overs.of(desk.conversation, lock=True)
    if running is None:
        running = HandOver(desk.conversation, "waiting", command.reason, desk.now)
        desk.uow.hand_overs.save(running)
        desk.audit("called", "hand_over", desk.conversation)
    elif command.reason == "crisis" and running.reason != "crisis":
        running.reason = "crisis"
        desk.uow.hand_overs.save(running)
    before = running.since
    ahead = sum(w.since < before for w in desk.uow.hand_overs.waiting()) if running.state == "waiting" else 0
    return PersonCalled(on_duty(desk.uow), ahead)


def end_hand_over(desk: Desk) -> HandOverEnded:
    """The person goes on with the assistant."""
    _end(desk.uow, desk.conversation, desk.person.id, desk.now)
    return HandOverEnded()


def claim(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> HandOver:
    """Take a waiting talk. Raises TakenError where somebody was faster, NotFoundError where this is nobody who may."""
    staff = staff_member(uow, username, write=True)
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or (running.state == "held" and running.staff != username):
        raise TakenError("Somebody else has this talk, or it has ended.")
    if running.state == "waiting":
        running.state, running.staff = "held", username
        uow.hand_overs.save(running)
        uow.outbox.put(conversation, [Say("notice.person_here", {"name": staff.name})], lane="notice")
        uow.audit.note(at=now, actor=username, action="claimed", kind="hand_over", id=conversation)
    return running


def speak(uow: UnitOfWork, username: str, conversation: str, text: str, now: datetime) -> None:
    """Say something in a talk that one holds. Raises TakenError where one does not."""
    staff_member(uow, username, write=True)
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None or running.state != "held" or running.staff != username:
        raise TakenError("You do not have this talk; claim it first.")
    uow.outbox.put(conversation, [Say("say.words", {"words": text})], lane="answer")
    uow.audit.note(at=now, actor=username, action="spoke", kind="hand_over", id=conversation)


def give_back(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> None:
    """Staff end the talk; the assistant is there again."""
    staff_member(uow, username, write=True)
    if _end(uow, conversation, username, now):
        uow.outbox.put(conversation, [Say("notice.person_left")], lane="notice")


def _end(uow: UnitOfWork, conversation: str, actor: str, now: datetime) -> bool:
    running = uow.hand_overs.of(conversation, lock=True)
    if running is None:
        return False
    running.state = "ended"
    uow.hand_overs.save(running)
    uow.audit.note(at=now, actor=actor, action="ended", kind="hand_over", id=conversation)
    return True
