"""What staff see of a talk in their group: one card that says who waits, for what and until when, with buttons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from actions import dialogue
from actions.desk.access import NAMELESS
from actions.desk.life import LEGAL
from actions.desk.person import HandOver, Incident
from actions.desk.say import Button, Say
from actions.desk.ticket import Ticket
from actions.dialogue import callback, words
from actions.store.unit_of_work import SqlUnitOfWork
from bot.locale.wording import Wording
from bot.transcript import Transcripts
from data.model import Catalogue

FEW = 3  # requests on a card
LINES = 12  # of what was said before, shown to whoever takes a talk
RINGS = "crisis"  # of a state: somebody in danger calls
TEMPLATES = ("room.template.here", "room.template.wait", "room.template.asking")


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as it stands."""

    conversation: str
    channel: str
    language: str
    hand_over: HandOver | None
    alarms: Sequence[Incident]
    tickets: Sequence[Ticket]  # the open ones, newest first, a few
    private: bool  # whether what was said is not for a group: one of all the requests, open or not, was not
    had: Incident | None  # the alarm that a call belongs to which rings without a new one
    agreed: Incident | None  # the alarm of before of which it is written down what was agreed
    filling: Sequence[str]  # services of what is being filled in, rests unfinished, or was said to be needed next

    @property
    def tag(self) -> str:
        """A short name that tells nothing of the person."""
        return "#" + hashlib.sha256(self.conversation.encode()).hexdigest()[:4].upper()

    @property
    def state(self) -> str:
        """Who has it, and the newest request: what staff are told aloud when it changes."""
        held = f"{self.hand_over.state}:{self.hand_over.staff}" if self.hand_over else ":"
        held += RINGS if self.hand_over and self.hand_over.rings else ""
        return f"{held}|{self.tickets[0].number if self.tickets else ''}|{len(self.alarms)}"

    @property
    def held(self) -> bool:
        """Whether a member of staff has it: only then are its words brought to the group."""
        return self.hand_over is not None and self.hand_over.state == "held"

    @property
    def needs_staff(self) -> bool:
        """Whether anybody should look after it."""
        return bool(self.hand_over or self.alarms or self.tickets)


def talk_of(unit: SqlUnitOfWork, conversation: str) -> Talk | None:
    """The talk, None where there is none."""
    loaded = unit.conversations.get(conversation)
    if loaded is None:
        return None
    own, talk = unit.tickets.of_person(loaded.person.id), unit.hand_overs.of(conversation)
    rang = unit.incidents.of_talk(conversation, limit=1) if talk is not None and talk.rings else ()
    alarms = [i for i in unit.incidents.open() if i.conversation == conversation]
    danger = alarms or (talk is not None and talk.reason == RINGS)
    memory = dialogue.restore(loaded.state or {"id": loaded.id, "person": loaded.person.id})
    forms = [f for f in (memory.form, *memory.parked) if f is not None]
    return Talk(
        conversation,
        loaded.person.channel,
        loaded.person.language,
        talk,
        alarms,
        [t for t in own if t.is_open][:FEW],
        any(t.secret or t.sensitivity == "protected" for t in own) or any(f.secret for f in forms),
        next((alarm for alarm in rang if alarm.taken_by), None),
        unit.incidents.agreed([conversation]).get(conversation) if danger else None,
        [*(f.service for f in forms), *memory.wanted],
    )


class Cards:
    """Words a talk for staff, in the language of their group."""

    def __init__(self, catalogue: Catalogue, wording: Wording, transcripts: Transcripts, language: str) -> None:
        self._catalogue, self._wording, self._transcripts = catalogue, wording, transcripts
        self.language = language

    def topic(self, talk: Talk) -> str:
        """The topic's name: the matter, and a tag."""
        newest = next(iter(talk.tickets), None)
        service = self._catalogue.services.get(newest.service) if newest else None
        name = service.names.of(self.language) if service else self._key("room.topic")
        return f"{name} {talk.tag}"

    def card(self, talk: Talk) -> Say:
        """The whole card."""
        lines = [talk.tag, *(self._key("room.alarm", kind=self._key(f"console.crisis.{a.kind}")) for a in talk.alarms)]
        held, had = talk.hand_over, talk.had
        if had is not None:
            lines.append(self._key("room.had_alarm", kind=self._key(f"console.crisis.{had.kind}"), at=had.at))
        if talk.agreed is not None:  # staff were told to write names in the console, so it is read there
            lines.append(self._key("room.agreed_then", at=talk.agreed.at))
        if held is not None and held.state == "held":
            lines.append(self._key("room.held", staff=held.staff))
        elif held is not None:
            lines.append(self._key("room.waiting", since=held.since))
            lines += [self._callback(held.callback[1])] if held.callback else []
        else:
            lines.append(self._key("room.assistant"))
        lines.append(self._key("room.language", spoken=self._key(f"language.{talk.language}")))
        lines += [self._ticket(ticket) for ticket in talk.tickets]
        return Say("room.card", {"card": "\n".join(lines)}, self._buttons(talk))

    def _ticket(self, ticket: Ticket) -> str:
        service, office = self._catalogue.services.get(ticket.service), self._catalogue.place.queues.get(ticket.queue)
        head = self._key(
            "room.ticket",
            service=service.names if service else ticket.service,
            number=ticket.number,
            status=self._key(f"console.status.{ticket.status.value}"),
            office=office.names if office else ticket.queue,
            due=ticket.due_next,
        )
        if ticket.sensitivity != "ordinary" or ticket.secret or service is None:
            return f"{head}\n{self._key('room.private')}"
        # a place or free words say who somebody is as a name does: not for a group
        nameless = [d for d in service.details if d.id in ticket.details and d.kind in NAMELESS]
        rows = [(d.label, words.shown(d, ticket.details[d.id])) for d in nameless]
        shown = self._wording.text(Say("room.card", {"card": tuple(rows)}), self.language) if rows else ""
        return f"{head}\n{shown}".strip()

    def _callback(self, when: str) -> str:
        """When it suits, where that was chosen; the person's own words and the number are for the console."""
        if when not in callback.TIMES:
            return self._key("room.callback_own")
        return self._key("room.callback", when=self._key(f"button.callback_{when}"))

    def _buttons(self, talk: Talk) -> tuple[Button, ...]:
        verbs = ("back", "say", "before") if talk.held else ("take",)
        found = [Button(f"room.button.{verb}", f"room:{verb}") for verb in verbs]
        for ticket in talk.tickets[:1]:
            names = ("ask", "status", "move") if ticket.sensitivity == "ordinary" else ("status", "move")
            found += [Button(f"room.button.{verb}", f"room:{verb}:{ticket.number}") for verb in names]
        return tuple(found)

    def before(self, talk: Talk) -> Say:
        """What was said so far, once somebody has the talk, unless that is not for a group."""
        if not talk.held:
            return Say("room.before_later")
        if talk.private or any(self._protected(service) for service in talk.filling):
            return Say("room.before_private")
        lines = self._transcripts.read(talk.conversation, talk.channel)[-LINES:]
        shown = (
            "\n".join(("> " if line.person else "") + " ".join((line.text, *line.files)) for line in lines)
        ).strip()
        return Say("room.before", {"lines": shown}) if shown else Say("room.before_nothing")

    def _protected(self, id: str) -> bool:
        service = self._catalogue.services.get(id)
        return service is None or service.sensitivity == "protected"

    def unsaid(self, name: str) -> str:
        """What stands in the record of an alarm where staff would not say what was agreed."""
        return self._key("room.unsaid", name=name)

    def templates(self) -> Say:
        """Which ready sentence?"""
        return Say("room.which", {}, tuple(Button(key, f"room:say:{i}") for i, key in enumerate(TEMPLATES)))

    def statuses(self, ticket: Ticket) -> Say:
        """Which status may follow?"""
        names = sorted(s.value for s in LEGAL[ticket.status])
        verb = f"room:status:{ticket.number}"
        return Say("room.which", {}, tuple(Button(f"console.status.{name}", f"{verb}:{name}") for name in names))

    def queues(self, ticket: Ticket) -> Say:
        """Which other office?"""
        others = {id: q for id, q in self._catalogue.place.queues.items() if id != ticket.queue}
        verb = f"room:move:{ticket.number}"
        return Say("room.which", {}, tuple(Button(queue.names, f"{verb}:{id}") for id, queue in others.items()))

    def details(self, ticket: Ticket) -> Say:
        """Which detail shall the person be asked for?"""
        service = self._catalogue.services.get(ticket.service)
        known = service.details if service else ()
        verb = f"room:detail:{ticket.number}"
        return Say("room.which", {}, tuple(Button(d.label, f"{verb}:{d.id}") for d in known if d.kind != "consent"))

    def _key(self, key: str, **params: object) -> str:
        return self._wording.key(key, self.language, **params)  # type: ignore[arg-type]


def digest(say: Say, topic: str) -> str:
    """Equal where nothing changed."""
    return hashlib.sha256(repr((topic, say)).encode()).hexdigest()
