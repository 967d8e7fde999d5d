"""Alarms of the crisis gate: raised once for an emergency, taken by one member of staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.desk import code
from actions.desk.access import NotFoundError, staff_member
from actions.desk.commands import RaiseIncident
from actions.desk.desk import Desk
from actions.desk.hand_over import TakenError, on_duty
from actions.desk.person import Incident
from actions.desk.ports import UnitOfWork
from actions.desk.results import IncidentRaised
from data.model import HELPLESS, MEDICAL, SELF_HARM, VIOLENCE

DANGER = (MEDICAL, SELF_HARM, VIOLENCE, HELPLESS)  # kinds by how soon they may cost a life
SAME = timedelta(minutes=30)  # the same kind again within this time is the same emergency, until it has ended


def raise_incident(desk: Desk, command: RaiseIncident) -> IncidentRaised:
    """Show it to staff."""
    running = desk.uow.incidents.running(desk.conversation, command.kind, desk.now - SAME)
    if running is not None and command.own and not running.own:  # staff may be taking it, or ending it
        desk.uow.hand_overs.of(desk.conversation, lock=True)  # the talk before its alarm, as they do
        running = desk.uow.incidents.get(running.id, lock=True) or running
    if running is None or running.ended_at is not None:  # staff think that it is over
        id = code.new_id(int(desk.now.timestamp() * 1000), desk.random)
        running = Incident(id, desk.conversation, desk.person.id, command.kind, command.own, command.text, desk.now)
        desk.uow.incidents.add(running)
        desk.audit("raised", "incident", id)
    elif command.own and not running.own:
        running.own, running.text = True, command.text  # whoever looks reads what they say of themselves
        desk.uow.incidents.save(running)
    return IncidentRaised(running.id, running.kind, on_duty(desk.uow))


def danger(alarm: Incident) -> tuple[int, datetime]:
    """For sorting: what may cost a life soonest, then who waits longest; whose danger it is moves nobody up."""
    return DANGER.index(alarm.kind), alarm.at


def take(uow: UnitOfWork, username: str, id: str, now: datetime) -> Incident:
    """Take an alarm. Raises TakenError where somebody was faster."""
    staff_member(uow, username, "incident.take")
    found = uow.incidents.get(id)
    if found is None:
        raise NotFoundError(f"There is no alarm {id}.")
    # the talk before its alarm, as whoever ends a talk takes them: with one each, neither of two could go on
    talk = uow.hand_overs.of(found.conversation, lock=True)
    incident = uow.incidents.get(id, lock=True) or found
    if incident.taken_by not in ("", username):
        raise TakenError(f"{incident.taken_by} has taken this alarm.")
    if not incident.taken_by:
        incident.taken_by, incident.taken_at = username, now
        if talk is None:  # whose end would be its own
            incident.ended_at = now
        uow.incidents.save(incident)
        uow.audit.note(at=now, actor=username, action="taken", kind="incident", id=id)
    return incident


def take_all(uow: UnitOfWork, username: str, conversation: str, now: datetime) -> None:
    """Who has come to a person has come to all their alarms."""
    for alarm in reversed(uow.incidents.of_talk(conversation)):
        if not alarm.taken_by:
            take(uow, username, alarm.id, now)
