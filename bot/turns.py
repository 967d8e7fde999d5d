"""Turns: waiting messages become answers, one conversation at a time, in one transaction."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from actions import dialogue
from actions.desk.execute import execute
from actions.desk.ports import StaleError
from actions.desk.view import views_for
from actions.details import Setting
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from actions.store.conversations import Loaded
from actions.store.errors import StoreError
from actions.store.inbox import Batch
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.incoming import Incoming
from bot.locale.wording import Wording
from bot.signals import Signals
from bot.understanding import Asker
from data.model import Catalogue

log = structlog.get_logger()
IDLE = 0.5  # seconds between looks when no wake-up came: signals may be lost
RETRIES = 3  # of a turn that met another transaction


class Turns:
    """`count` workers in one process; any number of processes may work on one database."""

    def __init__(
        self, store: Store, catalogue: Catalogue, asker: Asker, signals: Signals, incoming: Mapping[str, Incoming]
    ) -> None:
        self._store, self._catalogue, self._asker, self._signals = store, catalogue, asker, signals
        self._incoming = incoming
        self._title = Wording(catalogue.place.timezone).title
        self._name = f"turns-{os.getpid()}-{secrets.token_hex(3)}"

    async def work(self, count: int, stop: asyncio.Event) -> None:
        """Work until `stop` is set; running turns end first."""
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(self._worker(stop))

    async def _worker(self, stop: asyncio.Event) -> None:
        with self._signals.hear("inbox") as ear:
            while not stop.is_set():
                try:
                    worked = await self.once()
                except StoreError as error:
                    log.error("turns.store", problem=str(error))
                    worked = False
                if not worked:
                    await ear.wait(await asyncio.to_thread(self._nap))

    def _nap(self) -> float:
        """Seconds until the next message is ready, at most IDLE."""
        try:
            at = self._store.inbox.next_ready()
        except StoreError:
            return IDLE
        return IDLE if at is None else min(IDLE, max(0.0, (at - _now()).total_seconds()))

    async def once(self) -> bool:
        """Take one conversation's waiting messages and answer them; False where nothing is ready."""
        batch = await asyncio.to_thread(self._store.inbox.claim, self._name, _now())
        if batch is None:
            return False
        try:
            await self._take(batch)
        except StaleError:
            log.info("turns.lost", conversation=batch.conversation)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a poison message must not stop the others; it is counted and set aside
            log.error("turns.failed", conversation=batch.conversation, error=type(error).__name__)
            await asyncio.to_thread(self._store.inbox.fail, batch, type(error).__name__, _now())
        return True

    async def _take(self, waiting: Batch) -> None:
        for attempt in range(RETRIES):
            batch, conversation, message = await asyncio.to_thread(self._read, waiting)
            understanding = await self._understand(conversation, message)
            try:
                told = await asyncio.to_thread(self._turn, batch, message, understanding)
            except StaleError:
                if attempt == RETRIES - 1:
                    raise
                continue
            for topic in (f"talk:{batch.conversation}", "outbox", *told):
                await self._signals.tell(topic)
            return

    def _read(self, batch: Batch) -> tuple[Batch, Conversation, Message]:
        """As many of the waiting messages as make one turn; the others stay for the next."""
        with self._store.unit(reading=True) as unit:
            loaded = _loaded(unit, batch)
        incoming = self._incoming[loaded.person.channel]
        payloads = [row.payload for row in batch.rows]
        count = incoming.together(payloads)
        conversation, setting = _conversation(loaded), Setting(_now(), self._catalogue)
        message = dialogue.typed(conversation, incoming.message(payloads[:count]), setting, self._title)
        return replace(batch, rows=batch.rows[:count]), conversation, message

    async def _understand(self, conversation: Conversation, message: Message) -> Understanding:
        if not dialogue.needs_understanding(conversation, message, self._catalogue, _now()):
            return Understanding()
        return await self._asker.ask(message.text)

    def _turn(self, batch: Batch, message: Message, understanding: Understanding) -> list[str]:
        """One transaction: conversation, requests, messages out and "dealt with"; returns the topics to tell."""
        now = _now()
        with self._store.unit() as unit:
            loaded = _loaded(unit, batch)
            conversation, view = _conversation(loaded), _view(unit, loaded, now)
            turn = dialogue.turn(conversation, message, understanding, view, self._catalogue, now)
            results = [
                execute(
                    command,
                    uow=unit,
                    person=loaded.person,
                    conversation_id=loaded.id,
                    catalogue=self._catalogue,
                    now=now,
                )
                for command in turn.commands
            ]
            after, more = dialogue.after(turn.conversation, results, self._catalogue, now, view)
            asking = after.form is not None or after.pending is not None
            unit.conversations.save(loaded.id, dialogue.dump(after), asking=asking)
            unit.outbox.put(loaded.id, (*turn.replies, *more), lane="answer", cause=f"in:{batch.rows[-1].id}")
            unit.finish(batch)
            unit.commit()
        return ["staff"] if results else []


def _loaded(unit: SqlUnitOfWork, batch: Batch) -> Loaded:
    loaded = unit.conversations.get(batch.conversation)
    if loaded is None:
        raise LookupError(batch.conversation)
    return loaded


def _conversation(loaded: Loaded) -> Conversation:
    if loaded.state is None:
        return Conversation(loaded.id, loaded.person.id, loaded.person.language)
    return dialogue.restore(loaded.state)


def _view(unit: SqlUnitOfWork, loaded: Loaded, now: datetime) -> View:
    person = loaded.person
    known = {"district": person.district, "phone": person.phone}
    return View(
        tickets=tuple(views_for(unit, person, now)),
        hand_over=loaded.hand_over.state if loaded.hand_over else "",
        on_duty=loaded.on_duty,
        known={key: value for key, value in known.items() if value},
    )


def _now() -> datetime:
    return datetime.now(UTC)
