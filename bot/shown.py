"""How staff read a request: names for ids, times in words, one sentence a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta

from actions import details
from actions.desk.person import Incident
from actions.desk.say import Param
from actions.desk.ticket import PEOPLE, Event, Ticket, Value
from actions.details.divisions import index
from actions.details.place import show as show_place
from bot.locale.wording import LOCALES, Wording
from data.model import Catalogue, Detail

NO_STAFF = (*PEOPLE, "system")
NEAR = 75  # percent of a promise's time


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands there; `kept` where it is kept secret from the reader."""

    label: str
    text: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of the time until the next step is gone; `level` fine | near | late | paused."""

    percent: int
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Words for one reader; `names` are those of the staff."""

    wording: Wording
    catalogue: Catalogue
    language: str
    now: datetime
    names: Mapping[str, str]

    def t(self, key: str, **params: Param) -> str:
        """The console's words."""
        return self.wording.key(f"console.{key}", self.language, **params)

    def service(self, id: str) -> str:
        """A service's name."""
        service = self.catalogue.services.get(id)
        return service.names.of(self.language) if service else id

    def queue(self, id: str) -> str:
        """A queue's name."""
        queue = self.catalogue.place.queues.get(id)
        return queue.names.of(self.language) if queue else id

    def district(self, code: str) -> str:
        """A county's name, "" where it is not known."""
        own = next((one for one in self.catalogue.place.districts if one.code == code), None)
        if own is not None:
            return own.names.of(self.language)
        known = index().counties.get(code)
        return show_place(known.full, self.language) if known else ""

    def status(self, id: str) -> str:
        """A status in words."""
        return self.t(f"status.{id}")

    def member(self, username: str) -> str:
        """Who did it: a colleague, the person or the desk itself."""
        if username in NO_STAFF:
            return self.t(f"by.{username}")
        return self.names.get(username, username)

    def alarm(self, alarm: Incident, talks: str) -> str:
        """An alarm that was taken: who has it, where they are who `talks` there, else when it was and who came."""
        kind, name = self.t(f"crisis.{alarm.kind}"), self.member(alarm.taken_by)
        if alarm.taken_by == talks and alarm.taken_at is not None and alarm.ended_at is None:
            return self.t("board.has_it", kind=kind, name=name, ago=self.ago(alarm.taken_at))
        return self.t("board.had_alarm", kind=kind, name=name, at=self.at(alarm.at))

    def at(self, moment: datetime) -> str:
        """A moment, in the place's time."""
        local = moment.astimezone(ZoneInfo(self.catalogue.place.timezone))
        pattern = "d MMM HH:mm" if self.language == "en" else "M月d日 HH:mm"
        return format_datetime(local, pattern, locale=LOCALES[self.language])

    def exactly(self, moment: datetime) -> str:
        """A moment to the second, with its year."""
        local = moment.astimezone(ZoneInfo(self.catalogue.place.timezone))
        return f"{local:%Y-%m-%d %H:%M:%S}"

    def ago(self, moment: datetime) -> str:
        """How long since."""
        if self.now - moment < timedelta(minutes=1):
            return self.t("just_now")
        return self.t("ago", time=self._span(moment))

    def clock(self, ticket: Ticket) -> Clock:
        """The time until the next step; it stands still while the request waits for the person."""
        begun = ticket.begun(ticket.next_step)
        now, due = ticket.waiting_since or self.now, ticket.due_next
        percent = max(0, min(100, round(100 * (now - begun) / max(due - begun, timedelta(seconds=1)))))
        if ticket.waiting_since is not None:
            return Clock(percent, "paused", self.t("paused"))
        level = "late" if due < now else "near" if percent >= NEAR else "fine"
        key = {"late": "late", "near": "near", "fine": "left"}[level]
        return Clock(percent, level, self.t(key, time=self._span(due)))

    def _span(self, moment: datetime) -> str:
        span = abs(moment - self.now)
        return format_timedelta(span, granularity="minute", threshold=2, locale=LOCALES[self.language])

    def steps(self, ticket: Ticket) -> list[Row]:
        """The four promises: by when, or when they were kept."""
        done = (ticket.taken_up_at, ticket.first_contact_at, ticket.result_at, ticket.closed_at)
        due = (ticket.due.taken_up, ticket.due.first_contact, ticket.due.result, ticket.due.closed)
        rows = []
        for step, kept, until in zip(("taken_up", "first_contact", "result", "closed"), done, due, strict=True):
            if kept is not None:
                text = self.t("step.done" if kept <= until else "step.done_late", at=self.at(kept))
            else:
                text = self.t("step.due" if until >= self.now else "step.missed", at=self.at(until))
            rows.append(Row(self.t(f"step.{step}"), text))
        return rows

    def details(self, ticket: Ticket, kept: Iterable[str]) -> list[Row]:
        """What was asked and answered, and which of it is kept from the reader."""
        rows = []
        for id, value in ticket.details.items():
            detail = self._detail(ticket.service, id)
            shown = details.show(detail, value, self.language) if detail else _plain(value)
            rows.append(Row(self.label(ticket.service, id), shown))
        return rows + [Row(self.label(ticket.service, id), self.t("kept_secret"), kept=True) for id in kept]

    def event(self, ticket: Ticket, event: Event) -> str:
        """One line of history."""
        data = event.data
        match event.kind:
            case "status":
                return self.t("event.status", status=self.status(str(data.get("status", ticket.status.value))))
            case "assigned":
                to = str(data.get("to", ""))
                whom = self.queue(to) if to in self.catalogue.place.queues else self.member(to)
                return self.t("event.assigned", to=whom)
            case "warned" | "escalated":
                return self.t(f"event.{event.kind}", step=self.t(f"step.{data.get('step', 'closed')}"))
            case "asked":
                return self.t("event.asked", what=self.label(ticket.service, str(data.get("detail", ""))))
            case "merged" | "joined":
                return self.t(f"event.{event.kind}", number=str(data.get("number", "")))
            case "information" if data.get("details"):
                return self.t("event.corrected", what=self._labels(ticket.service, data["details"]))
            case kind:
                return self.t(f"event.{kind}")

    def label(self, service: str, id: str) -> str:
        """A detail's name."""
        return self._labels(service, id)

    def _labels(self, service: str, ids: Value) -> str:
        found = [(id, self._detail(service, id)) for id in (ids if isinstance(ids, tuple) else (str(ids),))]
        labels = tuple(detail.label.of(self.language) if detail else id for id, detail in found)
        return self.wording.key("console.list", self.language, items=labels)

    def _detail(self, service: str, id: str) -> Detail | None:
        known = self.catalogue.services.get(service)
        own = known.detail(id) if known else None
        return own or next((detail for detail in self.catalogue.common if detail.id == id), None)


def _plain(value: Value) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)
