"""Opening a request for another program: the same readers, checks, rules and desk command as in a talk."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions import details
from actions.desk.commands import Command, OpenTicket, RaiseIncident
from actions.desk.execute import execute
from actions.desk.person import Person, Staff
from actions.desk.results import Opened
from actions.desk.ticket import Attachment
from actions.details import Setting
from actions.dialogue import Alarm, gate
from actions.dialogue.paper import Paper, fill_in
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.open311 import services
from bot.web.open311.arguments import LINK, Form, jurisdiction, one
from bot.web.open311.errors import Refusal
from bot.web.open311.holder import writer
from bot.web.open311.register import utc_now
from bot.web.open311.shapes import Taken
from data.model import Catalogue, Service

CHANNEL = "open311"
KNOWN_BY = ("account_id", "device_id", "email", "phone")  # in this order
LONGEST = 4000  # characters of a description, as the specification says
_ATTRIBUTE = re.compile(r"attribute\[([A-Za-z0-9_]{1,64})\](?:\[\])?")
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,15})?")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was read: what is asked for, in whose words."""

    service: Service
    paper: Paper
    text: str
    attachments: tuple[Attachment, ...]

    @property
    def words(self) -> str:
        """All that somebody wrote freely."""
        free = (self.paper.values.get(d.id) for d in self.service.details if d.kind == "text")
        return "\n".join(dict.fromkeys((self.text, *(str(value) for value in free if value))))


class Opener:
    """Opens requests that come in as forms."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Callable[[], datetime] = utc_now) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def open(self, form: Form, language: str) -> Taken:
        """Open it, or raise Refusal: 403 for the key, 404 for the service, 400 with a line for each thing wrong."""
        key, now = one(form, "api_key"), self._clock()
        with self._store.unit(reading=True) as unit:
            writer(unit, key)
        filled = self._filled(form, language, Setting(now, self._catalogue))
        alarm = gate(filled.words, self._catalogue)
        with self._store.unit() as unit:
            number = self._kept(unit, writer(unit, key), form, filled, alarm, language, now)
            unit.commit()
        notice = self._notice(filled, alarm, language)
        return Taken(service_request_id=number, service_notice=notice, account_id=one(form, "account_id") or None)

    def _filled(self, form: Form, language: str, setting: Setting) -> Filled:
        jurisdiction(self._catalogue, one(form, "jurisdiction_id"))
        code = one(form, "service_code")
        if not code:
            raise Refusal(400, "service_code: is needed")
        service = services.known(self._catalogue, code)
        text = one(form, "description", LONGEST)
        attachments, answers = _attachments(form), _answers(form)
        self._place(service, one(form, "address_string"), answers, setting)
        if phone := one(form, "phone"):
            answers.setdefault("phone", [phone])
        paper = fill_in(self._catalogue, service, answers, text, attachments, setting)
        if paper.problems:
            named = (
                (f"attribute[{id}]" if id != service.id else "service_code", w) for id, w in paper.problems.items()
            )
            raise Refusal(400, *(f"{name}: {words.of(language)}" for name, words in named))
        if email := one(form, "email"):
            text = f"{text}\n{email}".strip()
        return Filled(service, paper, text, attachments)

    def _place(self, service: Service, address: str, answers: dict[str, list[str]], setting: Setting) -> None:
        """An address answers the first place that is asked for; where none is, it tells the district."""
        place = next((d for d in service.details if d.kind == "place"), None)
        if address and place is not None:
            answers.setdefault(place.id, [address])
        elif address and (district := details.district_of(address, setting)):
            answers.setdefault("district", [district])

    def _kept(
        self,
        unit: SqlUnitOfWork,
        staff: Staff,
        form: Form,
        filled: Filled,
        alarm: Alarm | None,
        language: str,
        now: datetime,
    ) -> str:
        """The number; in one transaction with the person, the alarm and the audit."""
        person, conversation = _person(unit, staff, form, language, now)
        commands: list[Command] = [OpenTicket(filled.service.id, filled.paper.values, filled.text, filled.attachments)]
        if alarm is not None:
            commands.append(RaiseIncident(alarm.kind, alarm.own, filled.words))
        results = [
            execute(command, uow=unit, person=person, conversation_id=conversation, catalogue=self._catalogue, now=now)
            for command in commands
        ]
        opened = results[0]
        assert isinstance(opened, Opened)
        ticket = unit.tickets.by_number(opened.ticket.number)
        assert ticket is not None
        unit.audit.note(at=now, actor=staff.username, action="opened_for", kind="ticket", id=ticket.id)
        return ticket.number

    def _notice(self, filled: Filled, alarm: Alarm | None, language: str) -> str:
        """What happens next; after an alarm the public numbers first, children's own unless only the old are meant."""
        plain = details.simplify(filled.words, Setting(self._clock(), self._catalogue))
        elder = filled.service.for_elders and not details.names_harmed_child(plain)
        contacts = self._catalogue.contacts.values() if alarm is not None else ()
        called = [c for c in contacts if alarm and alarm.kind in c.crises and not (c.young and elder)]
        numbers = [f"{c.names.of(language)} {c.dial.of(language) if c.dial else c.number}" for c in called]
        stop = ". " if language == "en" else "。"
        return "".join(f"{number}{stop}" for number in numbers) + filled.service.next.of(language)


def _person(unit: SqlUnitOfWork, staff: Staff, form: Form, language: str, now: datetime) -> tuple[Person, str]:
    """Whoever the program speaks for, known again by what it calls them; without that somebody new each time."""
    named = next((f"{name}:{value}" for name in KNOWN_BY if (value := one(form, name))), "")
    address = f"{staff.username}/{named or secrets.token_hex(16)}"
    loaded = unit.conversations.load(CHANNEL, address, now=now, language=language)
    first, last = one(form, "first_name", 60), one(form, "last_name", 60)
    name = f"{last}{first}" if _HAN.search(last + first) else f"{first} {last}".strip()
    if name and name != loaded.person.name:
        loaded.person.name = name
        unit.people.save(loaded.person)
    return loaded.person, loaded.id


def _answers(form: Form) -> dict[str, list[str]]:
    """The attributes: `attribute[code]`, a list also as `attribute[code][]` or repeated."""
    found: dict[str, list[str]] = {}
    for name, values in form.items():
        if not name.startswith("attribute"):
            continue
        match = _ATTRIBUTE.fullmatch(name)
        if match is None:
            raise Refusal(400, f"{name[:80]}: write attribute[code], or attribute[code][] for a list")
        if any(len(value) > LONGEST for value in values):
            raise Refusal(400, f"attribute[{match[1]}]: has more than {LONGEST} characters")
        found[match[1]] = [*found.get(match[1], []), *values]
    return found


def _attachments(form: Form) -> tuple[Attachment, ...]:
    """A pin and a link; the link is kept, never fetched."""
    found = []
    lat, long = _degrees(form, "lat", 90), _degrees(form, "long", 180)
    if (lat is None) != (long is None):
        raise Refusal(400, "lat, long: are needed together")
    if one(form, "address_id"):
        raise Refusal(400, "address_id: this desk keeps no address register; give lat and long, or address_string")
    if lat is not None:
        found.append(Attachment("location", text=one(form, "address_string"), lat=lat, lon=long))
    if link := one(form, "media_url", 2000):
        if not LINK.fullmatch(link):
            raise Refusal(400, "media_url: is no web address")
        found.append(Attachment("link", url=link))
    return tuple(found)


def _degrees(form: Form, name: str, most: int) -> float | None:
    text = one(form, name)
    if not text:
        return None
    if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
        raise Refusal(400, f"{name}: must be a number from -{most} to {most}")
    return float(text)
