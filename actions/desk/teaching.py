"""What staff teach understanding: a first message without anything personal, and what was really meant by it."""

from __future__ import annotations

from datetime import datetime

from actions.desk.access import ticket_for_staff
from actions.desk.lesson import Lesson
from actions.desk.ports import UnitOfWork
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import Ticket
from actions.details import Setting, scrub
from data.model import Catalogue

NAMED = frozenset({"name", "place", "district", "phone"})
LEAST, LEAST_LATIN = 4, 10  # characters that still tell a need


def teach(uow: UnitOfWork, username: str, number: str, meant: str, *, catalogue: Catalogue, now: datetime) -> Lesson:
    """Keep a request's first message as an example of what was meant; raises NotPossibleError, NotFoundError."""
    _, ticket = ticket_for_staff(uow, username, number, "work")
    _fitting(ticket, meant, catalogue)
    person = uow.people.get(ticket.requester)
    known = _known(ticket, catalogue) | ({person.name, person.phone} if person else set())
    text = scrub(ticket.text.partition("\n")[0], known, Setting(now, catalogue))
    if len(text) < (LEAST_LATIN if text.isascii() else LEAST):
        raise NotPossibleError(
            f"{ticket.number} began without words that tell a need; nothing can be learnt from it.", "wordless"
        )
    lesson = Lesson(ticket.id, text, person.language if person else "zh_Hans", meant, ticket.service, username, now)
    uow.lessons.save(lesson)
    uow.figures.misheard(ticket.id)
    uow.audit.note(at=now, actor=username, action="taught", kind="ticket", id=ticket.id)
    return lesson


def _fitting(ticket: Ticket, meant: str, catalogue: Catalogue) -> None:
    service = catalogue.services.get(meant)
    if service is None and meant not in catalogue.intents:
        raise NotPossibleError(
            f"{meant} is no service; the services are: {', '.join(catalogue.services)}.", "no_service", service=meant
        )
    if meant == ticket.service:
        raise NotPossibleError(f"{ticket.number} was opened as {meant} already.", "same_service", service=meant)
    if service is not None and service.sensitivity == "protected":
        raise NotPossibleError(f"The words of a report such as {meant} are not kept to learn from.", "protected")


def _known(ticket: Ticket, catalogue: Catalogue) -> set[str]:
    """Names and places that the request itself holds."""
    service = catalogue.services.get(ticket.service)
    kinds = {d.id: d.kind for d in (*catalogue.common, *(service.details if service else ()))}
    told = ((kinds.get(id, "name"), value) for id, value in ticket.details.items())
    return {value for kind, value in told if isinstance(value, str) and kind in NAMED}
