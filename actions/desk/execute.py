"""The one door for what the dialogue asks: a command goes in, what came of it comes out; the caller commits."""

from __future__ import annotations

import secrets
from datetime import datetime

from actions.desk import commands as c
from actions.desk import family, hand_over, own_ticket
from actions.desk import results as r
from actions.desk.code import Random
from actions.desk.desk import Desk
from actions.desk.forget import forget
from actions.desk.incident import raise_incident
from actions.desk.open_ticket import open_ticket
from actions.desk.person import Person
from actions.desk.ports import UnitOfWork
from data.model import Catalogue


def execute(
    command: c.Command,
    *,
    uow: UnitOfWork,
    person: Person,
    conversation_id: str,
    catalogue: Catalogue,
    now: datetime,
    random: Random = secrets.randbelow,
    proven: str = "",
) -> r.Result:
    """Do it; what cannot be done is `Refused`, and nothing is committed here."""
    desk = Desk(uow, person, conversation_id, catalogue, now, random, proven)
    match command:
        case c.OpenTicket():
            return open_ticket(desk, command)
        case c.AddInformation():
            return own_ticket.add_information(desk, command)
        case c.Urge():
            return own_ticket.urge(desk, command)
        case c.CancelTicket():
            return own_ticket.cancel(desk, command)
        case c.Rate():
            return own_ticket.rate(desk, command)
        case c.Prove():
            return own_ticket.prove(desk, command)
        case c.CallPerson() | c.AskCallback() | c.EndHandOver():
            return hand_over.do(desk, command)
        case c.RaiseIncident():
            return raise_incident(desk, command)
        case c.SetLanguage() | c.SetManner():
            return _speak(desk, command)
        case c.Forget():
            return forget(desk)
        case c.TakeOwnData():
            desk.audit("exported", "person", person.id)
            return r.OwnDataTaken()
        case _:
            return family.do(desk, command)


def _speak(desk: Desk, command: c.SetLanguage | c.SetManner) -> r.Result:
    """How this person is spoken to is known wherever anything is told to them."""
    if isinstance(command, c.SetLanguage):
        desk.person.language = command.language
    else:
        desk.person.manner = command.manner
    desk.uow.people.save(desk.person)
    return r.SpokenSo(desk.person.language, desk.person.manner)
