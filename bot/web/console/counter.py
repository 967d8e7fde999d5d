"""Opening a request for somebody on the phone or at the counter: the bot's own form on one page."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from actions.desk.access import NotFoundError, knows_name, talk_for_staff, ticket_for_staff
from actions.desk.commands import Command, OpenTicket, RaiseIncident
from actions.desk.counter import open_for
from actions.desk.execute import execute
from actions.desk.person import PHONE, Person
from actions.desk.staff_work import NotPossibleError
from actions.details import Setting
from actions.dialogue import gate
from actions.dialogue.form import common
from actions.dialogue.paper import Paper, fields, fill_in, read_answer
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.signals import Signals
from bot.web.console.answers import PREFIX, written
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc
from bot.web.console.pages import Pages
from data.model import LANGUAGES, Catalogue, Service, Words

LONGEST, NAME = 4000, 60  # characters
KEY = re.compile(r"[0-9a-f]{32}")
FEW = 5  # people with one number


@dataclass(frozen=True, slots=True)
class Told:
    """What is read out: number and code, once, and how the person will hear."""

    number: str
    code: str
    channel: str
    next: Words


class Counter:
    """The form, and what comes of it."""

    def __init__(self, store: Store, catalogue: Catalogue, signals: Signals, pages: Pages) -> None:
        self._store, self._catalogue, self._signals, self._pages = store, catalogue, signals, pages

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/open", self._form)
        router.add_api_route("/open", self._open, methods=["POST"])

    async def _form(self, request: Request) -> Response:
        return await asyncio.to_thread(self._page, request, visit_of(request), dict(request.query_params))

    async def _open(self, request: Request) -> Response:
        visit = visit_of(request)
        page = await asyncio.to_thread(self._opened, request, visit)
        for topic in ("outbox", "talks", "staff"):
            await self._signals.tell(topic)
        return page

    def _page(
        self,
        request: Request,
        visit: Visit,
        given: Mapping[str, str],
        *,
        problems: Mapping[str, Words] | None = None,
        error: str = "",
    ) -> Response:
        """The form as far as it is filled in; first of all which service, and who."""
        if not visit.may("request.open"):
            raise NotFoundError("open")
        service = self._catalogue.services.get(given.get("service", ""))
        now = now_utc()
        with self._store.unit(reading=True) as unit:
            people = self._people(unit, visit, given, now)
        self._note(visit, [one.id for one in people if one.name], now)
        known = fields(self._catalogue, service) if service else ()
        wrong = {id: words.of(visit.language) for id, words in (problems or {}).items()}
        return self._pages.page(
            "open.html",
            request,
            visit,
            self._pages.shown(visit.language, {}, now),
            status=400 if problems or error else 200,
            error=error or wrong.pop(service.id if service else "", ""),
            here="/console/open",
            service=service,
            fields=[one for one in known if one.kind != "file"],
            given=given,
            people=people,
            wrong=wrong,
            key=given["key"] if KEY.fullmatch(given.get("key", "")) else secrets.token_hex(16),
            languages_of_people=LANGUAGES,
        )

    def _note(self, visit: Visit, named: Sequence[str], now: datetime) -> None:
        """Without these lines in the audit nobody's name is shown."""
        if not named:
            return
        me = visit.staff.username
        with self._store.unit() as unit:
            for id in named:
                unit.audit.note(at=now, actor=me, action="read", kind="person", id=id, fields=("name",))
            unit.commit()

    def _people(self, unit: SqlUnitOfWork, visit: Visit, given: Mapping[str, str], now: datetime) -> list[Person]:
        """Whoever the request given belongs to, or the talk, else those with this number."""
        if number := given.get("from", ""):
            staff, ticket = ticket_for_staff(unit, visit.staff.username, number, "work")
            person = unit.people.get(ticket.requester) if knows_name(staff, ticket) else None
            return [person] if person else []
        if talk := given.get("talk", ""):
            talk_for_staff(unit, visit.staff.username, talk, now)
            loaded = unit.conversations.get(talk)
            return [loaded.person] if loaded else []
        phone = self._phone(given, now)
        return list(unit.people.find(phone=phone))[:FEW] if phone else []

    def _phone(self, given: Mapping[str, str], now: datetime) -> str:
        typed, asked = given.get(f"{PREFIX}phone", "").strip(), common(self._catalogue, "phone")
        if not typed or asked is None:
            return ""
        value, _ = read_answer(asked, [typed], Setting(now, self._catalogue))
        return str(value or "")

    def _opened(self, request: Request, visit: Visit) -> Response:
        form, now = visit.form, now_utc()
        service = self._catalogue.services.get(form.get("service", ""))
        if service is None or not visit.may("request.open"):
            raise NotFoundError("open")
        known = fields(self._catalogue, service)
        answers = {id: given for id, given in written(form, known).items() if given}
        text, setting = form.get("text", "")[:LONGEST], Setting(now, self._catalogue)
        paper = fill_in(self._catalogue, service, answers, text, (), setting)
        if paper.problems:
            return self._page(request, visit, form, problems=paper.problems)
        try:
            told = self._kept(visit, service, paper, text, now)
        except NotPossibleError as error:
            words = self._pages.words(visit.language, f"error.{error.reason}", **error.params)
            return self._page(request, visit, form, error=words)
        shown = self._pages.shown(visit.language, {}, now)
        return self._pages.page("opened.html", request, visit, shown, here="/console/open", opened=told)

    def _kept(self, visit: Visit, service: Service, paper: Paper, text: str, now: datetime) -> Told:
        """In one transaction with the person and the alarm."""
        free = (paper.values.get(one.id) for one in service.details if one.kind == "text")
        words = "\n".join(dict.fromkeys((text, *(str(value) for value in free if value))))
        command = OpenTicket(service.id, paper.values, text, secret=visit.form.get("secret") == "1")
        with self._store.unit() as unit:
            person, conversation = self._person(unit, visit, now)
            opened = open_for(
                unit, visit.staff.username, person, conversation, command, catalogue=self._catalogue, now=now
            )
            self._alarm(unit, person, conversation, words, now)
            unit.commit()
        return Told(opened.ticket.number, opened.code, person.channel, service.next)

    def _alarm(self, unit: SqlUnitOfWork, person: Person, conversation: str, words: str, now: datetime) -> None:
        found = gate(words, self._catalogue)
        if found is not None:
            raised: Command = RaiseIncident(found.kind, found.own, words)
            execute(raised, uow=unit, person=person, conversation_id=conversation, catalogue=self._catalogue, now=now)

    def _person(self, unit: SqlUnitOfWork, visit: Visit, now: datetime) -> tuple[Person, str]:
        """The one chosen among those found, else somebody known by their number, else somebody new; with their name."""
        form, name = visit.form, visit.form.get("name", "")[:NAME].strip()
        chosen = next((one for one in self._people(unit, visit, form, now) if one.id == form.get("person")), None)
        conversation = unit.people.conversation_of(chosen.id) if chosen is not None else None
        if chosen is not None and conversation is not None:
            _named(unit, chosen, name)
            return chosen, conversation
        language = form.get("language", "")
        language = language if language in LANGUAGES else LANGUAGES[0]
        loaded = unit.conversations.load(PHONE, self._address(unit, form, name, now), now=now, language=language)
        _named(unit, loaded.person, name)
        return loaded.person, loaded.id

    def _address(self, unit: SqlUnitOfWork, form: Mapping[str, str], name: str, now: datetime) -> str:
        """The number, unless it is another's already: a telephone may be a whole family's."""
        phone, key = self._phone(form, now), form.get("key", "")
        there = unit.people.at(PHONE, phone) if phone else None
        if phone and (there is None or (form.get("person") != "new" and there.name in ("", name))):
            return phone
        return key if KEY.fullmatch(key) else secrets.token_hex(16)


def _named(unit: SqlUnitOfWork, person: Person, name: str) -> None:
    """Keep the name that they gave. Raises NotPossibleError where they are known by another."""
    if not name or name == person.name:
        return
    if person.name:
        raise NotPossibleError("They are known by another name: is it somebody else?", "other_name")
    person.name = name
    unit.people.save(person)
