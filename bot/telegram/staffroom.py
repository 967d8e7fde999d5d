"""What members of staff do in their group: take a talk, write, ask, move a request on; nobody else can do anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from actions.desk import hand_over, incident, staff_work
from actions.desk.access import NotFoundError, staff_member, talk_for_staff, ticket_for_staff
from actions.desk.asking import ask_detail
from actions.desk.hand_over import TakenError
from actions.desk.person import HandOver
from actions.desk.say import Say
from actions.desk.staff_work import NotPossibleError
from actions.dialogue.shapes import Message
from actions.store.conversations import Loaded
from actions.store.inbox import Batch
from actions.store.unit_of_work import SqlUnitOfWork
from bot.telegram.data import ButtonData
from bot.telegram.group import GroupUpdate, read_group
from bot.telegram.roomagreed import ASKED, ENDS, QUESTION, WHERE_TO, Agreement, asked_of, cause_of, ending
from bot.telegram.roomcard import TEMPLATES, Cards, talk_of
from bot.telegram.update import Update, read
from data.model import Catalogue

CHANNEL = "staffroom"
LINK = "staff_"  # before the token of a link that binds an account of staff
LINK_LASTS = timedelta(hours=24)
TOLD = ["outbox", "staff", "talks"]


class StaffRoom:
    """Works within the turn's unit; what is refused is said in the room."""

    def __init__(self, catalogue: Catalogue, cards: Cards, data: ButtonData, agreement: Agreement) -> None:
        self.channel = CHANNEL
        self._catalogue, self._cards, self._data, self._agreement = catalogue, cards, data, agreement

    def opened(self, unit: SqlUnitOfWork, loaded: Loaded, message: Message, now: datetime) -> Sequence[Say] | None:
        """Bind the account of whoever opened a link for staff; None where it is no such link."""
        if not message.opened.startswith(LINK):
            return None
        username = unit.invites.redeem("staff", message.opened.removeprefix(LINK), now)
        staff = unit.staff.get(username) if username else None
        if staff is None or staff.disabled:
            return (Say("room.link_over"),)
        unit.bindings.bind(loaded.person.channel, loaded.person.address, staff.username, now)
        unit.audit.note(at=now, actor=staff.username, action="bound", kind="staff", id=staff.username)
        return (Say("room.bound", {"name": staff.name}),)

    def relay(self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, now: datetime) -> None:
        """Bring what the person wrote to the room of whoever has the talk."""
        if loaded.hand_over is None or loaded.hand_over.state != "held" or unit.rooms.get(loaded.id) is None:
            return
        room = unit.conversations.load(CHANNEL, loaded.id, now=now, language=self._cards.language).id
        for row in batch.rows:
            raw = json.loads(row.payload)
            if raw.get("heard"):  # the sound was brought before; these are its words
                unit.outbox.put(room, [Say("room.said", {"words": raw["heard"]})], lane="answer")
                continue
            update = read(raw, "") if loaded.person.channel == "telegram" else None
            if isinstance(update, Update) and not update.press:
                say, cause = _brought(update), f"said:{update.message}"
                unit.outbox.put(room, [say], lane="answer", cause=cause)
        if loaded.person.channel != "telegram" and message.text:
            unit.outbox.put(room, [Say("room.said", {"words": message.text})], lane="answer")

    def forget(self, unit: SqlUnitOfWork, loaded: Loaded, now: datetime) -> None:
        """What was told there of somebody who is forgotten goes too, with the topic."""
        if unit.rooms.get(loaded.id) is None:
            return
        room = unit.conversations.load(CHANNEL, loaded.id, now=now, language=self._cards.language)
        unit.people.forget(room.person.id, now)
        unit.outbox.put(room.id, [Say("room.forget")], lane="notice")

    def take(self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, now: datetime) -> list[str]:
        """One thing that a member of the group did; the topics to tell."""
        raw = json.loads(batch.rows[0].payload)
        update = read_group(raw, "", _chat(raw))
        username = unit.bindings.staff_of("telegram", str(update.sender)) if update else None
        if update is None or username is None:
            return []
        conversation = loaded.person.address
        try:
            with unit.attempt():
                staff_member(unit, username, "talk.take")
                says = self._done(unit, loaded.id, conversation, username, update, now)
        except TakenError:
            says = [Say("room.no.taken")]
        except NotFoundError:
            says = [Say("room.no.not_found")]
        except NotPossibleError:
            says = [Say("room.no.not_possible")]
        unit.outbox.put(loaded.id, says, lane="answer", cause=cause_of(says))
        return [*TOLD, f"talk:{conversation}"]

    def _done(
        self, unit: SqlUnitOfWork, room: str, conversation: str, username: str, update: GroupUpdate, now: datetime
    ) -> list[Say]:
        if update.data:
            verb, *parts = self._data.explained(room, update.data).split(":")[1:] or ("",)
            if verb == "unsaid":
                return self._unsaid(unit, room, conversation, username, now)
            return self._pressed(unit, conversation, username, verb, parts, now)
        cause = self._agreement.cause(room, update.replied)
        if cause is None:  # it may have asked something: what answers it is no word to the person
            return [Say("room.no.reply")]
        if (end := ending(cause)) is not None:
            return self._ended(unit, username, *end, update, now)
        held = unit.hand_overs.of(conversation, lock=True)  # before its alarms are looked at
        if held is None or held.state != "held" or held.staff != username:
            return []  # colleagues talk among themselves
        if update.closed:
            return _back(unit, conversation, username, now)
        if update.text.startswith("/"):
            return [Say("room.no.command")]
        alarms, answered = unit.incidents.looked_after(conversation), self._agreement.answered(room, update.replied)
        waits = bool(alarms) and self._agreement.waits(room, held.since)  # an older one was of another alarm
        if answered and waits and not update.version:
            return _back(unit, conversation, username, now, update.text)
        if cause == ASKED or waits:
            return [WHERE_TO]
        return self._written(unit, conversation, username, update, now)

    def _ended(
        self, unit: SqlUnitOfWork, username: str, status: str, number: str, update: GroupUpdate, now: datetime
    ) -> list[Say]:
        """The answer to how a request ends; its edit changes nothing that the person was told."""
        if update.version or not update.text:
            return []
        staff_work.set_status(unit, username, number, status, catalogue=self._catalogue, now=now, result=update.text)
        return [Say("room.done")]

    def _written(
        self, unit: SqlUnitOfWork, conversation: str, username: str, update: GroupUpdate, now: datetime
    ) -> list[Say]:
        """To the person: words as words, files as they are, an edit in its message's place."""
        talk, cause = unit.conversations.get(conversation), f"room:{update.message}"
        on_telegram = talk is not None and talk.person.channel == "telegram"
        if update.files and not on_telegram:
            return [Say("room.no.files")]
        if update.version and not update.files:
            say = Say("telegram.edit", {"of": cause, "words": update.text})
        elif update.version:
            return []
        elif update.files:
            say = Say("telegram.copy", {"chat": update.chat, "message": update.message})
        else:
            say = Say("say.words", {"words": update.text})
        hand_over.say(unit, username, conversation, say, now, cause=cause)
        return []

    def _pressed(
        self, unit: SqlUnitOfWork, conversation: str, username: str, verb: str, parts: list[str], now: datetime
    ) -> list[Say]:
        match verb:
            case "take":
                return self._take(unit, conversation, username, now)
            case "back":
                return _back(unit, conversation, username, now)
            case "on":
                hand_over.go_on(unit, username, conversation, now)
                return [Say("room.going_on")]
            case "say" if not parts:
                return [self._cards.templates()]
            case "say":
                say = Say(TEMPLATES[int(parts[0])])
                hand_over.say(unit, username, conversation, say, now)
                return [Say("room.said_it")]
            case "before":
                talk_for_staff(unit, username, conversation, now)
                unit.audit.note(at=now, actor=username, action="read", kind="conversation", id=conversation)
                talk = talk_of(unit, conversation)
                return [self._cards.before(talk)] if talk else []
            case _ if parts:
                return self._on_ticket(unit, username, verb, parts, now)
        return [Say("room.no.past")]

    def _unsaid(self, unit: SqlUnitOfWork, room: str, conversation: str, username: str, now: datetime) -> list[Say]:
        """Skip the question that waits now; a button of an earlier alarm's writes nothing into this one's record."""
        held = unit.hand_overs.of(conversation, lock=True)
        waits = held is not None and self._agreement.waits(room, held.since)
        asked = waits and unit.incidents.looked_after(conversation)
        unsaid = self._cards.unsaid(staff_member(unit, username).name) if asked else ""
        return _back(unit, conversation, username, now, unsaid)

    def _take(self, unit: SqlUnitOfWork, conversation: str, username: str, now: datetime) -> list[Say]:
        if unit.hand_overs.of(conversation, lock=True) is None:  # nobody called; staff want to speak
            unit.hand_overs.save(HandOver(conversation, "waiting", "wanted", now))
        hand_over.claim(unit, username, conversation, now)
        incident.take_all(unit, username, conversation, now)
        return [] if staff_member(unit, username).on_duty else [Say("room.off_duty")]

    def _on_ticket(self, unit: SqlUnitOfWork, username: str, verb: str, parts: list[str], now: datetime) -> list[Say]:
        _, ticket = ticket_for_staff(unit, username, parts[0], "work")
        if verb == "status" and parts[1:] and parts[1] in ENDS and ticket.is_open:
            return [asked_of(ticket, parts[1])]
        steps: dict[tuple[str, int], Callable[[], object]] = {
            ("status", 2): lambda: staff_work.set_status(
                unit, username, ticket.number, parts[1], catalogue=self._catalogue, now=now
            ),
            ("move", 2): lambda: staff_work.assign(
                unit, username, ticket.number, parts[1], catalogue=self._catalogue, now=now
            ),
            ("detail", 2): lambda: ask_detail(
                unit, username, ticket.number, parts[1], catalogue=self._catalogue, now=now
            ),
        }
        menus = {"status": self._cards.statuses, "move": self._cards.queues, "ask": self._cards.details}
        if (verb, len(parts)) in steps:
            steps[verb, len(parts)]()
            return [Say("room.done")]
        return [menus[verb](ticket)] if verb in menus and len(parts) == 1 else [Say("room.no.past")]


def _back(unit: SqlUnitOfWork, conversation: str, username: str, now: datetime, result: str = "") -> list[Say]:
    """Give it back; after an alarm with what was agreed, which is asked for where nothing was said of it."""
    try:
        hand_over.give_back(unit, username, conversation, now, result=result)
    except NotPossibleError:
        return [QUESTION]
    return [Say("room.agreed_kept")] if result else []


def _brought(update: Update) -> Say:
    if update.edited:
        return Say("telegram.edit", {"of": f"said:{update.message}", "words": update.text})
    if update.attachments or update.sticker:
        return Say("telegram.copy", {"chat": update.chat, "message": update.message})
    return Say("room.said", {"words": update.text})


def _chat(raw: dict[str, dict[str, dict[str, int]]]) -> int:
    """The chat that a kept update names: it was the staff's group when it came."""
    for kind in ("message", "edited_message"):
        if kind in raw:
            return int(raw[kind]["chat"]["id"])
    below: dict[str, dict[str, int]] = raw["callback_query"]["message"]  # type: ignore[assignment]
    return int(below["chat"]["id"])
