"""Turns: waiting messages become answers, one conversation at a time, in one transaction."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog

from actions import dialogue
from actions.desk.execute import execute
from actions.desk.family import links_for
from actions.desk.ports import StaleError
from actions.desk.results import Forgotten
from actions.desk.say import Say
from actions.desk.view import views_for
from actions.details import Setting
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import LONGEST
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from actions.store.conversations import Loaded
from actions.store.errors import StoreError, UnopenedError
from actions.store.inbox import Batch, Letter
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot import attached, metrics
from bot.incoming import Incoming
from bot.locale.wording import Wording
from bot.own_data import HANDED_OUT
from bot.signals import Signals
from bot.tally import count_turn
from bot.turn_shapes import Answers, Begun, Beside
from bot.understanding import Asker, hear
from data.model import Catalogue

log = structlog.get_logger()
IDLE = 0.5  # seconds between looks when no wake-up came: signals may be lost
TAKEN = 0.02  # seconds before the next look where another process was faster
RETRIES = 3  # of a turn that met another transaction
UNTIL_GIVEN_BACK = (0.2, 0.5, 1.0, 2.0)  # seconds between tries to give back what could not be dealt with
NOT_READ = Say("talk.unclear", {}, (MENU, PERSON))  # said where a message was set aside


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
        self._group: asyncio.TaskGroup | None = None  # while at work
        self._room = 0  # for so many more turns at once

    async def work(self, count: int, stop: asyncio.Event) -> None:
        """Take what waits, `count` turns at once, until `stop` is set; running turns end first."""
        async with asyncio.TaskGroup() as group:
            with self._signals.hear("inbox") as ear:
                self._group, self._room = group, count
                while not stop.is_set():
                    batches, nap = await asyncio.to_thread(self._claim, self._room)
                    for batch in batches:
                        self._start(group, batch)
                    await ear.wait(nap)
                self._group = None

    def _start(self, group: asyncio.TaskGroup, batch: Batch, begun: Begun | None = None) -> None:
        self._room -= 1
        group.create_task(self._answer(batch, begun)).add_done_callback(self._ended)

    def _ended(self, _: object = None) -> None:
        self._room += 1
        if self._room == 1:
            self._signals.hand("inbox", None)  # there is room again

    async def keep(self, letter: Letter) -> int | None:
        """
        Keep a message, committed when this returns: its id, or None where it is known.

        Where nothing stands before it and nothing is to be asked, its turn is made in the same transaction. What is
        said, now or later, is handed to `answer:KEY` as Answers.
        """
        group = self._group
        if group is None or self._room < 1:
            id, begun = await asyncio.to_thread(self._put, letter), None
        else:
            self._room -= 1
            try:
                id, begun = await asyncio.to_thread(self._put_and_begin, letter)
            finally:
                self._ended()
        if begun is None:
            await self._signals.tell("inbox")
        elif begun.answers is not None:
            await self._tell(begun.batch, begun.answers)
        elif group is not None:
            self._start(group, begun.batch, begun)
        return id

    def _put(self, letter: Letter) -> int | None:
        key, channel, address, payload = letter.key, letter.channel, letter.address, letter.payload
        return self._store.inbox.put(key, channel, address, payload, _now(), language=letter.language)

    def _put_and_begin(self, letter: Letter) -> tuple[int | None, Begun | None]:
        try:
            with self._store.unit() as unit:
                loaded = unit.conversations.load(letter.channel, letter.address, now=_now(), language=letter.language)
                if loaded.free:
                    begun = self._begin_with(unit, loaded, letter)
                    return (begun.batch.rows[0].id, begun) if begun else (None, None)
        except Exception as error:  # noqa: BLE001 - the message is kept first, then its turn is tried and the error dealt with
            log.info("turns.later", error=type(error).__name__)
        return self._put(letter), None

    def _begin_with(self, unit: SqlUnitOfWork, loaded: Loaded, letter: Letter) -> Begun | None:
        """The message is kept with its turn, or as claimed where understanding is to be asked; None if it is known."""
        now = _now()
        _, message = self._read((letter.payload,), loaded, now)
        conversation = _conversation(loaded)
        if dialogue.needs_understanding(conversation, message, self._catalogue, now):
            batch = unit.receive(letter, loaded, now, worker=self._name)
            unit.commit()
            return Begun(batch, message, before=dialogue.before(conversation)) if batch else None
        batch = unit.receive(letter, loaded, now)
        return Begun(batch, message, self._make(unit, loaded, batch, message, Understanding())) if batch else None

    def _claim(self, most: int) -> tuple[list[Batch], float]:
        """What is ready, and the seconds until more is, at most IDLE; looks before it takes the writer's place."""
        batches: list[Batch] = []
        try:
            while True:
                now = _now()
                at = self._store.inbox.next_ready(now)
                if len(batches) >= most or at is None:
                    return batches, IDLE
                if at > now:
                    return batches, min(IDLE, (at - now).total_seconds())
                batch = self._store.inbox.claim(self._name, now)
                if batch is None:
                    return batches, TAKEN
                batches.append(batch)
        except (StoreError, StaleError) as error:
            log.error("turns.store", problem=str(error))
            return batches, IDLE

    async def _answer(self, batch: Batch, begun: Begun | None = None) -> None:
        try:
            await self._take(batch, begun)
        except StaleError:
            log.info("turns.lost", conversation=batch.conversation)
            metrics.TURNS.labels("lost").inc()
            await self._give_back(batch)
        except UnopenedError as error:  # given back it would fail the same way, at once and for ever
            await self._set_aside(batch, error, problem=str(error))
        except StoreError as error:
            log.error("turns.store", problem=str(error))
            await self._give_back(batch)
        except Exception as error:  # noqa: BLE001 - a poison message must not stop the others; it is counted and set aside
            await self._set_aside(batch, error)

    async def _give_back(self, batch: Batch) -> None:
        """Where it is still ours, others or the database stood in its way: it need not wait for its lease."""
        for pause in UNTIL_GIVEN_BACK:
            try:
                await asyncio.to_thread(self._store.inbox.release, batch)
                break
            except StaleError:
                return  # another worker has it
            except StoreError:  # as busy or as far away as it was for the turn
                await asyncio.sleep(pause)
        await self._signals.tell("inbox")

    async def _set_aside(self, batch: Batch, error: Exception, **more: str) -> None:
        log.error("turns.failed", conversation=batch.conversation, error=type(error).__name__, **more)
        metrics.TURNS.labels("failed").inc()
        try:
            await asyncio.to_thread(self._fail, batch, type(error).__name__)
        except Exception as trouble:  # noqa: BLE001 - one conversation ends no other's; the lease ends, it is taken again
            log.error("turns.not_set_aside", conversation=batch.conversation, error=type(trouble).__name__)
        for topic in (f"talk:{batch.conversation}", "outbox"):
            await self._signals.tell(topic)

    def _fail(self, batch: Batch, error: str) -> None:
        """Who wrote what is set aside hears so with it, and can ask for a person; unless a person has the talk."""
        with self._store.unit() as unit:
            if unit.fail(batch, error, _now()) and not unit.hand_overs.is_held(batch.conversation):
                cause = f"in:{batch.rows[-1].id}"
                unit.outbox.put(batch.conversation, [NOT_READ], lane="answer", cause=cause)
            unit.commit()

    async def _take(self, waiting: Batch, begun: Begun | None) -> None:
        for attempt in range(RETRIES):
            try:
                here = begun if begun and attempt == 0 else await asyncio.to_thread(self._begin, waiting)
                answers = here.answers
                if answers is None:
                    understanding = await hear(self._asker, here.message.text, here.before, self._catalogue)
                    answers = await asyncio.to_thread(self._turn, here.batch, here.message, understanding)
            except StaleError:
                if attempt == RETRIES - 1:
                    raise
                continue
            await self._tell(here.batch, answers)
            return

    async def _tell(self, batch: Batch, answers: Answers) -> None:
        """Hand the answers to who waits for them in this process; whoever else looks hears that there are some."""
        metrics.answered(batch.rows[0].received_at)
        for row in batch.rows[:-1]:
            self._signals.hand(f"answer:{row.key}", Answers())  # read together with the last
        self._signals.hand(f"answer:{batch.rows[-1].key}", answers)
        for topic in (f"talk:{batch.conversation}", "outbox", *answers.topics):
            await self._signals.tell(topic)

    def _begin(self, waiting: Batch) -> Begun:
        waiting.check()
        now = _now()
        with self._store.unit() as unit:
            loaded = _loaded(unit, waiting)
            if self._beside is not None and loaded.person.channel == self._beside.channel:
                batch = replace(waiting, rows=waiting.rows[:1])
                topics = tuple(self._beside.take(unit, loaded, batch, now))
                return Begun(batch, Message(), self._finished(unit, loaded, batch, (), topics))
            count, message = self._read([row.payload for row in waiting.rows], loaded, now)
            batch = replace(waiting, rows=waiting.rows[:count])
            conversation = _conversation(loaded)
            if dialogue.needs_understanding(conversation, message, self._catalogue, now):
                return Begun(batch, message, before=dialogue.before(conversation))
            return Begun(batch, message, self._make(unit, loaded, batch, message, Understanding()))

    def _turn(self, batch: Batch, message: Message, understanding: Understanding) -> Answers:
        with self._store.unit() as unit:
            return self._make(unit, _loaded(unit, batch), batch, message, understanding)

    def _read(self, payloads: Sequence[str], loaded: Loaded, now: datetime) -> tuple[int, Message]:
        """As many of the waiting messages as make one turn, read as one; the others stay for the next."""
        incoming = self._incoming[loaded.person.channel]
        count = incoming.together(payloads)
        said = incoming.message(payloads[:count])
        while count > 1 and len(said.text) > LONGEST:  # what the assistant would not read to its end is read alone
            count //= 2
            said = incoming.message(payloads[:count])
        return count, dialogue.typed(_conversation(loaded), said, Setting(now, self._catalogue), self._title)

    def _make(
        self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, understanding: Understanding
    ) -> Answers:
        """One transaction: what was sent, conversation, requests, messages out and "dealt with"."""
        now = _now()
        message = attached.note(unit, loaded, batch, message, now, hear=self._hears)
        attached.vouch(unit, loaded.person, message, now)
        if self._beside is not None:
            self._beside.relay(unit, loaded, batch, message, now)
        if message.voice == "new" and self._hears:
            return self._finished(unit, loaded, batch, (), ("files",))
        if self._beside is not None:
            said = self._beside.opened(unit, loaded, message, now) if message.opened else None
            if said is not None:
                return self._finished(unit, loaded, batch, tuple(said), ())
        return self._talk(unit, loaded, batch, message, understanding, now)

    def _talk(
        self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, heard: Understanding, now: datetime
    ) -> Answers:
        """What the assistant does and says about it."""
        conversation = _conversation(loaded)
        proven = dialogue.proven(conversation, now)
        family = message.pressed.startswith("k:")  # a button about following: only then are links looked up
        view = _view(unit, loaded, now, proven, about_family=family)
        turn = dialogue.turn(conversation, message, heard, view, self._catalogue, now)
        do = partial(execute, uow=unit, person=loaded.person, conversation_id=loaded.id, catalogue=self._catalogue)
        results = [do(command, now=now, proven=proven) for command in turn.commands]
        attached.hang(unit, results)
        if self._beside is not None and any(isinstance(result, Forgotten) for result in results):
            self._beside.forget(unit, loaded, now)
        after, more = dialogue.after(turn.conversation, results, self._catalogue, now, view)
        count_turn(unit, loaded, turn.commands, results, turn.replies, self._catalogue, now)
        asking = after.form is not None or after.pending is not None
        unit.conversations.save(loaded.id, dialogue.dump(after), asking=asking)
        topics = ("staff", "files") if results or message.attachments else ()
        says = dialogue.dressed(after, dialogue.together(turn.replies, more))
        return self._finished(unit, loaded, batch, says, topics)

    def _finished(
        self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, says: tuple[Say, ...], topics: tuple[str, ...]
    ) -> Answers:
        unit.outbox.put(loaded.id, says, lane="answer", cause=f"in:{batch.rows[-1].id}")
        unit.finish(batch)
        unit.commit()
        more = ("inbox",) if unit.more_wait else ()
        return Answers(
            loaded.person.language, loaded.person.manner, tuple(zip(unit.put_ids, says, strict=True)), topics + more
        )


def _loaded(unit: SqlUnitOfWork, batch: Batch) -> Loaded:
    loaded = unit.conversations.get(batch.conversation)
    if loaded is None:
        raise LookupError(batch.conversation)
    return loaded


def _conversation(loaded: Loaded) -> Conversation:
    if loaded.state is None:
        return Conversation(loaded.id, loaded.person.id, loaded.person.language)
    return dialogue.restore(loaded.state)


def _view(unit: SqlUnitOfWork, loaded: Loaded, now: datetime, proven: str, *, about_family: bool) -> View:
    person = loaded.person
    known = {"district": person.district, "phone": person.phone}
    return View(
        tickets=views_for(unit, person, now, proven),
        hand_over=loaded.hand_over.state if loaded.hand_over else "",
        on_duty=loaded.on_duty,
        left=loaded.left,
        known={key: value for key, value in known.items() if value},
        hands_out=HANDED_OUT.get(person.channel, ""),
        links=links_for(unit, person, now) if about_family else (),
    )


def _now() -> datetime:
    return datetime.now(UTC)
