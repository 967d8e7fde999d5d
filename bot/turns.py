"""Turns: waiting messages become answers, one conversation at a time, in one transaction."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import structlog

from actions import dialogue
from actions.desk.commands import Forgotten
from actions.desk.execute import execute
from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.desk.view import views_for
from actions.details import Setting
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import LONGEST
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from actions.store.conversations import Loaded
from actions.store.errors import StoreError
from actions.store.inbox import Batch
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot import attached
from bot.incoming import Incoming
from bot.locale.wording import Wording
from bot.signals import Signals
from bot.understanding import Asker
from data.model import Catalogue

log = structlog.get_logger()
IDLE = 0.5  # seconds between looks when no wake-up came: signals may be lost
TAKEN = 0.02  # seconds before the next look where another process was faster
RETRIES = 3  # of a turn that met another transaction
NOT_READ = Say("talk.unclear", {}, (MENU, PERSON))  # said where a message was set aside


class Beside(Protocol):
    """A place where staff work beside the console: what they do there comes as messages of a channel of its own."""

    channel: str

    def take(self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, now: datetime) -> list[str]:
        """One thing that staff did there; the topics to tell."""

    def opened(self, unit: SqlUnitOfWork, loaded: Loaded, message: Message, now: datetime) -> Sequence[Say] | None:
        """The answer to a link that staff opened; None where it was none of theirs."""

    def relay(self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, now: datetime) -> None:
        """Bring what a person wrote to whoever has the talk."""

    def forget(self, unit: SqlUnitOfWork, loaded: Loaded, now: datetime) -> None:
        """The person is forgotten: what was told there of them goes too."""


class Turns:
    """`count` workers in one process; any number of processes may work on one database."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        asker: Asker,
        signals: Signals,
        incoming: Mapping[str, Incoming],
        *,
        hears: bool = False,  # whether words are made of voices: then they come as a message of their own
        beside: Beside | None = None,
    ) -> None:
        self._store, self._catalogue, self._asker, self._signals = store, catalogue, asker, signals
        self._incoming, self._hears, self._beside = incoming, hears, beside
        self._title = Wording(catalogue.place.timezone).title
        self._name = f"turns-{os.getpid()}-{secrets.token_hex(3)}"

    async def work(self, count: int, stop: asyncio.Event) -> None:
        """Take what waits, `count` turns at once, until `stop` is set; running turns end first."""
        under_way = 0
        async with asyncio.TaskGroup() as group:
            with self._signals.hear("inbox") as ear:

                def ended(_: asyncio.Task[None]) -> None:
                    nonlocal under_way
                    if under_way == count:
                        ear.wake()  # there is room again
                    under_way -= 1

                while not stop.is_set():
                    batches, nap = await asyncio.to_thread(self._claim, count - under_way)
                    for batch in batches:
                        under_way += 1
                        group.create_task(self._answer(batch)).add_done_callback(ended)
                    await ear.wait(nap)

    def _claim(self, most: int) -> tuple[list[Batch], float]:
        """What is ready, and the seconds until more is, at most IDLE; looks before it takes the writer's place."""
        batches: list[Batch] = []
        try:
            while True:
                at, now = self._store.inbox.next_ready(), _now()
                if len(batches) >= most or at is None:
                    return batches, IDLE
                if at > now:
                    return batches, min(IDLE, (at - now).total_seconds())
                batch = self._store.inbox.claim(self._name, now)
                if batch is None:
                    return batches, TAKEN
                batches.append(batch)
        except StoreError as error:
            log.error("turns.store", problem=str(error))
            return batches, IDLE

    async def _answer(self, batch: Batch) -> None:
        try:
            await self._take(batch)
        except StaleError:
            log.info("turns.lost", conversation=batch.conversation)
            await self._give_back(batch)
        except StoreError as error:
            log.error("turns.store", problem=str(error))
        except Exception as error:  # noqa: BLE001 - a poison message must not stop the others; it is counted and set aside
            log.error("turns.failed", conversation=batch.conversation, error=type(error).__name__)
            await self._set_aside(batch, type(error).__name__)

    async def _give_back(self, batch: Batch) -> None:
        """Where it is still ours, others stood in the way of its requests: it need not wait for its lease."""
        try:
            await asyncio.to_thread(self._store.inbox.release, batch)
        except (StaleError, StoreError):
            return  # another worker has it, or the lease ends
        await self._signals.tell("inbox")

    async def _set_aside(self, batch: Batch, error: str) -> None:
        try:
            if await asyncio.to_thread(self._store.inbox.fail, batch, error, _now()):
                await asyncio.to_thread(self._apologise, batch)
        except (StaleError, StoreError) as trouble:
            log.error("turns.store", problem=str(trouble))  # the lease ends, and it is taken again
        for topic in (f"talk:{batch.conversation}", "outbox"):
            await self._signals.tell(topic)

    def _apologise(self, batch: Batch) -> None:
        """Nobody is left without an answer, and a person can be asked for; unless a person has the talk."""
        with self._store.unit() as unit:
            held = _loaded(unit, batch).hand_over
            if held is None or held.state != "held":
                cause = f"in:{batch.rows[-1].id}"
                unit.outbox.put(batch.conversation, [NOT_READ], lane="answer", cause=cause)
                unit.commit()

    async def _take(self, waiting: Batch) -> None:
        for attempt in range(RETRIES):
            try:
                batch, message, told = await asyncio.to_thread(self._begin, waiting)
                if told is None:
                    understanding = await self._understood(message.text)
                    told = await asyncio.to_thread(self._turn, batch, message, understanding)
            except StaleError:
                if attempt == RETRIES - 1:
                    raise
                continue
            for topic in (f"talk:{waiting.conversation}", "outbox", *told):
                await self._signals.tell(topic)
            return

    async def _understood(self, text: str) -> Understanding:
        """What the message means, and each of its parts where it may hold several needs."""
        parts = dialogue.parts(text[:LONGEST], self._catalogue)
        whole, *others = await self._asker.ask_all([text, *parts])
        return replace(whole, parts=tuple(zip(parts, others, strict=True)))

    def _begin(self, waiting: Batch) -> tuple[Batch, Message, list[str] | None]:
        """The turn's messages, and the topics to tell where it could be made at once: most answers need no asking."""
        now = _now()
        with self._store.unit() as unit:
            loaded = _loaded(unit, waiting)
            if self._beside is not None and loaded.person.channel == self._beside.channel:
                batch = replace(waiting, rows=waiting.rows[:1])
                return batch, Message(), self._finished(unit, batch, self._beside.take(unit, loaded, batch, now))
            batch, message = self._read(waiting, loaded, now)
            if dialogue.needs_understanding(_conversation(loaded), message, self._catalogue, now):
                return batch, message, None
            return batch, message, self._make(unit, loaded, batch, message, Understanding())

    def _turn(self, batch: Batch, message: Message, understanding: Understanding) -> list[str]:
        with self._store.unit() as unit:
            return self._make(unit, _loaded(unit, batch), batch, message, understanding)

    def _read(self, batch: Batch, loaded: Loaded, now: datetime) -> tuple[Batch, Message]:
        """As many of the waiting messages as make one turn; the others stay for the next."""
        incoming = self._incoming[loaded.person.channel]
        payloads = [row.payload for row in batch.rows]
        count = incoming.together(payloads)
        said = incoming.message(payloads[:count])
        while count > 1 and len(said.text) > LONGEST:  # what the assistant would not read to its end is read alone
            count //= 2
            said = incoming.message(payloads[:count])
        message = dialogue.typed(_conversation(loaded), said, Setting(now, self._catalogue), self._title)
        return replace(batch, rows=batch.rows[:count]), message

    def _make(
        self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, understanding: Understanding
    ) -> list[str]:
        """One transaction: conversation, requests, messages out and "dealt with"; returns the topics to tell."""
        now = _now()
        message = attached.note(unit, loaded, batch, message, now, hear=self._hears)
        attached.vouch(unit, loaded.person, message, now)
        if message.voice == "new" and self._hears:
            return self._finished(unit, batch, ["files"])
        if self._beside is not None:
            self._beside.relay(unit, loaded, batch, message, now)
            said = self._beside.opened(unit, loaded, message, now) if message.opened else None
            if said is not None:
                unit.outbox.put(loaded.id, said, lane="answer", cause=f"in:{batch.rows[-1].id}")
                return self._finished(unit, batch, [])
        conversation = _conversation(loaded)
        proven = dialogue.proven(conversation, now)
        view = _view(unit, loaded, now, proven)
        turn = dialogue.turn(conversation, message, understanding, view, self._catalogue, now)
        results = [
            execute(
                command,
                uow=unit,
                person=loaded.person,
                conversation_id=loaded.id,
                catalogue=self._catalogue,
                now=now,
                proven=proven,
            )
            for command in turn.commands
        ]
        attached.hang(unit, results)
        if self._beside is not None and any(isinstance(result, Forgotten) for result in results):
            self._beside.forget(unit, loaded, now)
        after, more = dialogue.after(turn.conversation, results, self._catalogue, now, view)
        asking = after.form is not None or after.pending is not None
        unit.conversations.save(loaded.id, dialogue.dump(after), asking=asking)
        unit.outbox.put(loaded.id, (*turn.replies, *more), lane="answer", cause=f"in:{batch.rows[-1].id}")
        return self._finished(unit, batch, ["staff", "files"] if results or message.attachments else [])

    def _finished(self, unit: SqlUnitOfWork, batch: Batch, topics: list[str]) -> list[str]:
        unit.finish(batch)
        unit.commit()
        return [*topics, "inbox"] if unit.more_wait else topics


def _loaded(unit: SqlUnitOfWork, batch: Batch) -> Loaded:
    loaded = unit.conversations.get(batch.conversation)
    if loaded is None:
        raise LookupError(batch.conversation)
    return loaded


def _conversation(loaded: Loaded) -> Conversation:
    if loaded.state is None:
        return Conversation(loaded.id, loaded.person.id, loaded.person.language)
    return dialogue.restore(loaded.state)


def _view(unit: SqlUnitOfWork, loaded: Loaded, now: datetime, proven: str) -> View:
    person = loaded.person
    known = {"district": person.district, "phone": person.phone}
    return View(
        tickets=views_for(unit, person, now, proven),
        hand_over=loaded.hand_over.state if loaded.hand_over else "",
        on_duty=loaded.on_duty,
        known={key: value for key, value in known.items() if value},
    )


def _now() -> datetime:
    return datetime.now(UTC)
