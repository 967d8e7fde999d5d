"""What is sent beside words: noted as a file to be fetched, in the turn's transaction, and hung on its request."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.desk.person import Person
from actions.desk.results import InformationAdded, Opened, Result
from actions.desk.ticket import Attachment
from actions.dialogue.shapes import Message
from actions.store.conversations import Loaded
from actions.store.files import FileRow
from actions.store.inbox import Batch
from actions.store.unit_of_work import SqlUnitOfWork

OURS = "file:"  # before the id of a file that the desk keeps
SPOKEN = frozenset({"voice", "video_note"})  # audio is mostly music


def note(unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, now: datetime, *, hear: bool) -> Message:
    """The message with its files as the desk names them; `hear` where their words are to be made out."""
    if not message.attachments:
        return message
    own = f"{loaded.person.channel}:"
    found = tuple(
        _noted(unit, loaded, batch, one, now, hear=hear) if one.url.startswith(own) else one
        for one in message.attachments
    )
    return replace(message, attachments=found)


def _noted(
    unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, one: Attachment, now: datetime, *, hear: bool
) -> Attachment:
    id = hashlib.sha256(f"{loaded.id}\0{one.url}".encode()).hexdigest()[:40]
    spoken = hear and one.kind in SPOKEN
    row = FileRow(id, loaded.id, batch.rows[-1].id, one.kind, one.url, one.text, spoken, "waiting", now)
    unit.files.add(row)
    return replace(one, url=OURS + id)


def hang(unit: SqlUnitOfWork, results: Sequence[Result]) -> None:
    """Files of requests that were opened or added to hang on them."""
    for result in results:
        match result:
            case Opened(ticket=view):
                number = view.number
            case InformationAdded(number=number):
                pass
            case _:
                continue
        ticket = unit.tickets.by_number(number)
        ids = [a.url.removeprefix(OURS) for a in ticket.attachments if a.url.startswith(OURS)] if ticket else []
        if ticket is not None and ids:
            unit.files.hang(ids, ticket.id)


def vouch(unit: SqlUnitOfWork, person: Person, message: Message, now: datetime) -> None:
    """Keep the writer's own number, for which the channel vouches, for the next request."""
    number = re.sub(r"^86(?=1\d{10}$)", "", re.sub(r"\D", "", message.phone))
    if number and person.phone != number:
        person.phone = number
        person.consents["phone_verified"] = now.isoformat()
        unit.people.save(person)
