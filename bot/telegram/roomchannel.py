"""Messages of the desk for staff, sent to the talk's topic in their group, which is made when it is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from actions.store.outbox import OutRow
from actions.store.rooms import Room
from actions.store.store import Store
from bot.delivery import Failed, Later, Outcome, Sent
from bot.locale.wording import Wording
from bot.telegram import keyboard
from bot.telegram.api import Api, Moved
from bot.telegram.channel import Part, pieces
from bot.telegram.data import ButtonData
from bot.telegram.roomcard import Cards, talk_of

log = structlog.get_logger()
CARD = "card"  # the cause of all cards of a room


@dataclass(slots=True)
class Group:
    """The staff's group; its number changes when it becomes a supergroup."""

    id: int
    forum: bool | None = None

    def moved(self, id: int) -> None:
        """Go on with the new number."""
        log.error("telegram.group_moved", do=f"set NUANXIN_STAFF_GROUP_ID={id}")
        self.id, self.forum = id, None


class RoomChannel:
    """The port `Channel` for the staff's group; a row's address is the talk's conversation."""

    def __init__(self, api: Api, store: Store, cards: Cards, wording: Wording, data: ButtonData, group: Group) -> None:
        self._api, self._store, self._cards, self._wording = api, store, cards, wording
        self._data, self._group = data, group
        self.budget = api.budget
        self._opened: dict[str, Sent] = {}

    def place(self, row: OutRow) -> tuple[str, bool]:
        """The group, for all rooms."""
        return str(self._group.id), True

    def parts(self, row: OutRow) -> Sequence[Part]:
        """The message in pieces that Telegram takes."""
        return pieces(row, self._wording.text(row.say, row.language), self._wording, self._data)

    async def send(self, row: OutRow, part: Part) -> Outcome:
        """Send one piece to its room."""
        if self._group.forum is None and not await self._look():
            return Later(30, "NoGroup")
        room = await asyncio.to_thread(self._room, row.address)
        if row.say.key == "room.forget":
            return await self._forget(room, row.attempts)
        if self._group.forum and not room.thread:
            opened = await self._open(room, row.attempts)
            if not isinstance(opened, Sent):
                return self._mended(opened, room)
            room = await asyncio.to_thread(self._room, row.address)
        return await self._recovered(await self._sent(row, part, room), room)

    async def _sent(self, row: OutRow, part: Part, room: Room) -> Outcome:
        markup, params = keyboard.inline(part.buttons), row.say.params
        card = await asyncio.to_thread(self._store.receipts.of, row.conversation, CARD)
        if row.cause == CARD and card:
            return await self._edited(row, part, room, card)
        if row.say.key == "telegram.edit":
            copy = await asyncio.to_thread(self._store.receipts.of, row.conversation, str(params["of"]))
            if copy:
                words = self._wording.key("room.said", row.language, words=params["words"])
                done = await self._api.edit(self._group.id, copy, words, None, row.attempts)
                if not isinstance(done, Failed):
                    return done
        if row.say.key == "telegram.copy":
            source, message = int(str(params["chat"])), int(str(params["message"]))
            return await self._api.copy(self._group.id, source, message, row.attempts, thread=room.thread)
        below = 0 if room.thread else card or 0
        return await self._api.send(self._group.id, part.text, markup, row.attempts, thread=room.thread, reply_to=below)

    async def _edited(self, row: OutRow, part: Part, room: Room, card: int) -> Outcome:
        markup = keyboard.inline(part.buttons)
        done = await self._api.edit(self._group.id, card, part.text, markup, row.attempts)
        if isinstance(done, Sent) or done == Failed("NotModified"):
            return Sent(card)
        if isinstance(done, Failed) and not isinstance(done, Moved):  # gone, or too old to be changed
            return await self._api.send(self._group.id, part.text, markup, row.attempts, thread=room.thread)
        return done

    async def _look(self) -> bool:
        from telegram.error import ChatMigrated, TelegramError

        try:
            self._group.forum = bool((await self._api.chat(self._group.id)).is_forum)
        except ChatMigrated as error:
            self._group.moved(error.new_chat_id)
            return await self._look()
        except TelegramError as error:
            log.error("telegram.no_group", error=type(error).__name__, do="see `nuanxin doctor`")
        return self._group.forum is not None

    async def _open(self, room: Room, attempt: int) -> Outcome:
        opened: Outcome | None = self._opened.get(room.conversation)
        if opened is None:
            name = await asyncio.to_thread(self._name, room.conversation)
            opened = await self._api.open_topic(self._group.id, name, attempt)
        if isinstance(opened, Sent):
            self._opened[room.conversation] = opened  # until it is written down: another try must not open a second one
            await asyncio.to_thread(self._keep, replace(room, chat=self._group.id, thread=opened.receipt or 0))
            del self._opened[room.conversation]
        return opened

    async def _recovered(self, outcome: Outcome, room: Room) -> Outcome:
        """A topic that was closed is opened again, one that was deleted is made anew."""
        if outcome == Failed("TopicClosed"):
            opened = await self._api.reopen_topic(self._group.id, room.thread)
            # without the right to, it would be tried five times a second for ever
            return opened if opened == Failed("NoRights") else Later(0.2, "TopicClosed")
        if outcome == Failed("NoTopic"):
            await asyncio.to_thread(self._keep, replace(room, thread=0))
            return Later(0.2, "NoTopic")
        return self._mended(outcome, room)

    def _mended(self, outcome: Outcome, room: Room) -> Outcome:
        if isinstance(outcome, Moved):
            self._group.moved(outcome.chat)
            return Later(0.2, "Moved")
        if outcome == Failed("NoForum"):
            self._group.forum = False
            return Later(0.2, "NoForum")
        return outcome

    async def _forget(self, room: Room, attempt: int) -> Outcome:
        if not room.thread:
            return Sent()
        done = await self._api.delete_topic(self._group.id, room.thread, attempt)
        if isinstance(done, Sent):
            await asyncio.to_thread(self._keep, Room(room.conversation))
        return Sent() if done == Failed("NoTopic") else done

    def _room(self, conversation: str) -> Room:
        with self._store.unit(reading=True) as unit:
            room = unit.rooms.get(conversation) or Room(conversation)
        return room if room.chat == self._group.id else replace(room, chat=0, thread=0)

    def _name(self, conversation: str) -> str:
        with self._store.unit(reading=True) as unit:
            talk = talk_of(unit, conversation)
        return self._cards.topic(talk) if talk else "#"

    def _keep(self, room: Room) -> None:
        with self._store.unit() as unit:
            now = unit.rooms.get(room.conversation) or room
            unit.rooms.save(replace(now, chat=room.chat, thread=room.thread))
            unit.commit()
