"""The extension for updates: what happened is read, and what another program knows is passed on."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.desk import staff_work
from actions.desk.access import NotFoundError, knows_name, ticket_for_staff
from actions.desk.commands import AddInformation, RaiseIncident
from actions.desk.execute import execute
from actions.desk.person import Person, Staff
from actions.desk.results import Refused
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import Attachment, Status, Ticket
from actions.dialogue import gate
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.open311.arguments import LINK, Form, Span, jurisdiction, one
from bot.web.open311.errors import Refusal
from bot.web.open311.holder import writer
from bot.web.open311.opening import CHANNEL, LONGEST
from bot.web.open311.progress import MEANT, Step, step_id, steps
from bot.web.open311.register import Found, utc_now
from bot.web.open311.shapes import Noted, Update, stamp
from data.model import Catalogue

MOVES = frozenset({"assigned", "status", "cancelled", "reopened"})  # what everybody may know
SHOWN = MOVES | {"reply", "information"}  # what holders of keys may; a note is the office's own
LONGEST_ID = 120


def updates(found: Found, span: Span, queues: Container[str], zone: ZoneInfo) -> list[Update]:
    """The steps of these requests within the span, oldest first."""
    kinds = MOVES if found.staff is None else SHOWN
    shown = [
        (step, ticket)
        for ticket in found.tickets
        for step in steps(ticket, queues)
        if step.kind in kinds and span.start <= step.at <= span.end
    ]
    shown.sort(key=lambda one: (one[0].at, one[1].number, one[0].place))
    return [_update(step, ticket, found.staff, zone) for step, ticket in shown]


def _update(step: Step, ticket: Ticket, staff: Staff | None, zone: ZoneInfo) -> Update:
    said = staff is not None and knows_name(staff, ticket)
    return Update(
        update_id=step_id(ticket, step.place),
        service_request_id=ticket.number,
        status=step.word,
        updated_datetime=stamp(step.at, zone),
        description=(step.text or None) if said else None,
        media_url=None,
    )


class Passer:
    """Passes on what another program says of a request."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Callable[[], datetime] = utc_now) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def take(self, form: Form) -> Noted:
        """
        Words and status: the person's own where this key opened it for them, else the office's to the person.

        Raises Refusal: 403 for the key, 404 for the request, 400 where it cannot be or was told before.
        """
        now = self._clock()
        with self._store.unit() as unit:
            staff = writer(unit, one(form, "api_key"))
            jurisdiction(self._catalogue, one(form, "jurisdiction_id"))
            number, words, target = _asked(form)
            try:
                _, ticket = ticket_for_staff(unit, staff.username, number, "work")
            except NotFoundError:
                problem = "service_request_id: there is no such request, or this key does not open it"
                raise Refusal(404, problem) from None
            reference = f"{ticket.number}/{one(form, 'update_id', LONGEST_ID)}"
            if not unit.passed_on.first_time(staff.username, reference, now):
                raise Refusal(400, "update_id: was taken before")
            person = _spoken_for(unit, staff, ticket)
            if person is not None:
                place = self._of_person(unit, person, ticket, words, now)
            else:
                place = self._of_office(unit, staff, ticket, words, target, now)
            unit.commit()
        return Noted(update_id=step_id(ticket, place))

    def _of_person(
        self, unit: SqlUnitOfWork, person: Person, ticket: Ticket, words: tuple[str, str], now: datetime
    ) -> int:
        text, link = words
        alarm = gate(text, self._catalogue)
        added = AddInformation(ticket.number, text, (Attachment("link", url=link),) if link else ())
        raised = (RaiseIncident(alarm.kind, alarm.own, text),) if alarm is not None else ()
        results = [
            execute(
                command,
                uow=unit,
                person=person,
                conversation_id=ticket.conversation,
                catalogue=self._catalogue,
                now=now,
            )
            for command in (added, *raised)
        ]
        if isinstance(results[0], Refused):
            if raised:  # the alarm rings even where nothing can be added
                unit.commit()
            raise Refusal(400, f"service_request_id: {ticket.number} is {ticket.status.value}; nothing can be added")
        return _last(unit, ticket, "information")

    def _of_office(
        self,
        unit: SqlUnitOfWork,
        staff: Staff,
        ticket: Ticket,
        words: tuple[str, str],
        target: Status | None,
        now: datetime,
    ) -> int:
        """Who is closed is told so last; who is opened again is answered after it."""
        text = "\n".join(filter(None, words))
        told = [text] if text else []
        moved = [target] if target else []
        order: list[str | Status] = [*told, *moved] if ticket.is_open else [*moved, *told]
        by, number, catalogue = staff.username, ticket.number, self._catalogue
        try:
            for one in order:
                if not isinstance(one, Status):
                    ticket = staff_work.reply(unit, by, number, one, catalogue=catalogue, now=now)
                elif one is not ticket.status:
                    ticket = staff_work.set_status(unit, by, number, one.value, catalogue=catalogue, now=now)
        except NotPossibleError as error:
            raise Refusal(400, f"status: {error}") from None
        return _last(unit, ticket, "reply" if text else "")


def _asked(form: Form) -> tuple[str, tuple[str, str], Status | None]:
    """Number, words with a link, and what follows from the status. Raises Refusal 400."""
    for name in ("service_request_id", "update_id"):
        if not one(form, name):
            raise Refusal(400, f"{name}: is needed")
    status, text, link = one(form, "status").upper(), one(form, "description", LONGEST), one(form, "media_url", 2000)
    if status and status not in MEANT:
        raise Refusal(400, f"status: is one of {', '.join(MEANT)}")
    if link and not LINK.fullmatch(link):
        raise Refusal(400, "media_url: is no web address")
    if not (text or link or MEANT.get(status)):
        raise Refusal(400, "description: is needed where the status changes nothing")
    return one(form, "service_request_id"), (text, link), MEANT.get(status)


def _spoken_for(unit: SqlUnitOfWork, staff: Staff, ticket: Ticket) -> Person | None:
    """The person for whom this very program opened it."""
    person = unit.people.get(ticket.requester)
    mine = person is not None and person.channel == CHANNEL and person.address.startswith(f"{staff.username}/")
    return person if mine else None


def _last(unit: SqlUnitOfWork, ticket: Ticket, kind: str) -> int:
    """The place of the last line of that kind, or of the last at all."""
    kept = unit.tickets.by_number(ticket.number)
    history = kept.history if kept is not None else ticket.history
    return max(place for place, event in enumerate(history) if kind in ("", event.kind))
