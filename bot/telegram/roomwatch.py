"""Follows what happens to talks and requests, wherever it was done, and keeps the staff's group up to date."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.store.errors import StoreError
from actions.store.rooms import Room
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.signals import Signals
from bot.telegram.roomcard import RINGS, Cards, Talk, digest, talk_of
from bot.telegram.roomchannel import CARD
from bot.telegram.staffroom import CHANNEL

log = structlog.get_logger()
IDLE = 1.0  # seconds between looks when no wake-up came


class RoomWatch:
    """Any number of processes may watch one database: what was told is told once."""

    def __init__(self, store: Store, signals: Signals, cards: Cards) -> None:
        self._store, self._signals, self._cards = store, signals, cards

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop` is set."""
        with self._signals.hear("staff", "talks", "inbox") as ear:
            while not stop.is_set():
                try:
                    if await asyncio.to_thread(self.look, datetime.now(UTC)):
                        await self._signals.tell("outbox")
                except (StoreError, StaleError) as error:
                    log.error("room.store", problem=str(error))
                await ear.wait(IDLE)

    def look(self, now: datetime) -> int:
        """Tell the group what changed; how many rooms it concerned."""
        with self._store.unit(reading=True) as unit:
            changed = unit.rooms.changed()
        if changed is None:
            return 0
        last, conversations = changed
        told = sum(self._updated(conversation, now) for conversation in conversations)
        with self._store.unit() as unit:
            unit.rooms.seen(last)
            unit.commit()
        return told

    def _updated(self, conversation: str, now: datetime) -> bool:
        try:
            return self._update(conversation, now)
        except (StoreError, StaleError):
            raise
        except Exception as error:  # noqa: BLE001 - one talk that cannot be shown must not hide the others
            log.error("room.failed", conversation=conversation, error=type(error).__name__)
            return False

    def _update(self, conversation: str, now: datetime) -> bool:
        with self._store.unit(reading=True) as unit:
            talk, room = talk_of(unit, conversation), unit.rooms.get(conversation)
        if talk is None or talk.channel == CHANNEL or (room is None and not talk.needs_staff):
            return False
        card = self._cards.card(talk)
        found = digest(card, self._cards.topic(talk))
        if room is not None and room.card == found:
            return False
        before = self._before(talk, room)
        with self._store.unit() as unit:
            self._tell(unit, talk, card, found, before, now)
            unit.commit()
        return True

    def _tell(self, unit: SqlUnitOfWork, talk: Talk, card: Say, found: str, before: Say | None, now: datetime) -> None:
        room = unit.rooms.get(talk.conversation) or Room(talk.conversation)
        if room.card == found:  # another process was faster
            return
        loaded = unit.conversations.load(CHANNEL, talk.conversation, now=now, language=self._cards.language)
        unit.outbox.put(loaded.id, [card], lane="notice", cause=CARD)
        told = [*aloud(talk, room.state), *([before] if before else ())]
        unit.outbox.put(loaded.id, told, lane="notice")
        unit.rooms.save(replace(room, card=found, state=talk.state))

    def _before(self, talk: Talk, room: Room | None) -> Say | None:
        """What was said so far, for whoever has just taken the talk."""
        taken = talk.hand_over is not None and talk.hand_over.state == "held"
        if not taken or (room is not None and _held(room.state) == _held(talk.state)):
            return None
        return self._cards.before(talk)


def aloud(talk: Talk, before: str) -> list[Say]:
    """What an edited card would not make anybody look at."""
    says = []
    was, number, alarms = ([*before.split("|"), "", ""])[:3]
    now, newest, _ = talk.state.split("|")
    again = now != was and now == f"waiting:{RINGS}"  # a name may end like that too
    if len(talk.alarms) > int(alarms or 0) or (again and not talk.alarms):
        says.append(Say("room.rings_alarm"))
    if now != was and now.startswith("waiting"):
        says.append(Say("room.rings"))
    elif now != was and now.startswith("held") and talk.hand_over is not None:
        says.append(Say("room.held", {"staff": talk.hand_over.staff}))
    elif now != was and was not in ("", ":"):
        says.append(Say("room.ended"))
    if newest and newest != number:
        says.append(Say("room.rings_ticket", {"number": newest}))
    return says


def _held(state: str) -> str:
    return state.partition("|")[0]
