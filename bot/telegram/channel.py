"""Messages of the desk, worded and sent to a chat."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from actions.dialogue import own_data
from actions.store.outbox import OutRow
from actions.store.store import Store
from bot.delivery import Failed, Later, Outcome, Sent
from bot.locale.wording import Wording
from bot.own_data import FILE, as_file
from bot.own_data import own_data as of_person
from bot.telegram import keyboard
from bot.telegram.api import Api
from bot.telegram.data import ButtonData
from bot.telegram.incoming import TelegramIncoming
from bot.telegram.split import split
from bot.telegram.update import Update, read
from bot.transcript import Transcripts

HIDE = "talk.hide"
SUMMARIES = ("form.summary", "form.summary_secret")
DELETABLE = timedelta(hours=47)  # Telegram's limit is 48
MOST, SHOWN = 300, 10  # messages of the person's looked at to be hidden; of the desk's to find a summary


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Telegram's; buttons stand below the last part only."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


def pieces(row: OutRow, text: str, wording: Wording, data: ButtonData) -> Sequence[Part]:
    """A worded message in pieces that Telegram takes, with what its buttons send back."""
    texts = split(text)
    buttons = tuple(
        (wording.title(b, row.language, row.manner), data.of(row.conversation, b.payload)) for b in row.say.buttons
    )
    return [*(Part(text) for text in texts[:-1]), Part(texts[-1], buttons)] if texts else []


class TelegramChannel:
    """The port `Channel` for Telegram. Plain text: nothing that anybody wrote can become markup."""

    def __init__(self, api: Api, store: Store, wording: Wording, data: ButtonData) -> None:
        self._api, self._store, self._wording, self._data = api, store, wording, data
        self.budget = api.budget

    def place(self, row: OutRow) -> tuple[str, bool]:
        """The private chat."""
        return row.address, False

    def parts(self, row: OutRow) -> Sequence[Part]:
        """The message in pieces that Telegram takes."""
        text = self._wording.signed(row.say, self._wording.text(row.say, row.language, row.manner), row.language)
        if row.say.key == HIDE:  # here it is done, where elsewhere it can only be explained
            text = self._wording.key("telegram.hidden", row.language)
        if row.say.key == "family.invited" and self._api.name:
            text += f"\nhttps://t.me/{self._api.name}?start=family_{row.say.params['token']}"
        return pieces(row, text, self._wording, self._data)

    async def send(self, row: OutRow, part: Part) -> Outcome:
        """Send one piece; without buttons of its own it brings the keyboard, so that it is always there."""
        chat, params = int(row.address), row.say.params
        if row.say.key == HIDE:
            hidden = await self._hide(row, chat)
            if isinstance(hidden, Later):  # whoever looks over their shoulder reads it still: nothing is said yet
                return hidden
            if isinstance(hidden, Failed):
                part = replace(part, text=self._wording.key("telegram.not_hidden", row.language))
        if row.say.key in SUMMARIES and (pressed := await asyncio.to_thread(self._pressed_below, row)):
            done = await self._api.edit(chat, pressed, part.text, keyboard.inline(part.buttons), row.attempts)
            if not isinstance(done, Failed):
                return Sent(pressed) if isinstance(done, Sent) else done
        if row.say.key == own_data.FILE:
            return await self._bring(row, chat, part)
        if row.say.key == "telegram.copy":
            return await self._api.copy(chat, int(str(params["chat"])), int(str(params["message"])), row.attempts)
        if row.say.key == "telegram.edit":
            said = await asyncio.to_thread(self._store.receipts.of, row.conversation, str(params["of"]))
            done = (
                await self._api.edit(
                    chat, said, self._wording.signed(row.say, str(params["words"]), row.language), None, row.attempts
                )
                if said
                else Failed("NoMessage")
            )
            if not isinstance(done, Failed):
                return done
        markup = keyboard.inline(part.buttons) or keyboard.standing(row.language, row.manner)
        return await self._api.send(chat, part.text, markup, row.attempts)

    async def _bring(self, row: OutRow, chat: int, part: Part) -> Outcome:
        """Their own data, as it is now, into their own chat: groups have numbers below zero."""
        if chat < 0:
            return Failed("NotPrivate")
        data = await asyncio.to_thread(self._own_data, row)
        if data is None:
            return Failed("Forgotten")
        return await self._api.document(chat, data, FILE, part.text, row.attempts)

    def _own_data(self, row: OutRow) -> bytes | None:
        with self._store.unit(reading=True) as unit:
            person = unit.people.at(row.channel, row.address)
        if person is None:
            return None
        transcripts = Transcripts(self._store, self._wording, {row.channel: TelegramIncoming(self._data)})
        return as_file(of_person(self._store, transcripts, person, datetime.now(UTC)))

    async def typing(self, address: str) -> Outcome:
        """Somebody of the staff is writing: shown above the chat for five seconds."""
        return await self._api.typing(int(address))

    async def _hide(self, row: OutRow, chat: int) -> Outcome:
        """Take out of the chat what both sides said in two days; older messages Telegram lets nobody delete."""
        ids = await asyncio.to_thread(self._messages, row.conversation, datetime.now(UTC) - DELETABLE)
        return await self._api.delete(chat, ids, row.attempts)

    def _messages(self, conversation: str, since: datetime) -> list[int]:
        mine = self._store.receipts.since(conversation, since)
        said = (row.payload for row in self._store.inbox.said(conversation, MOST) if row.received_at >= since)
        theirs = (found for payload in said if (found := _update(payload)) is not None and not found.press)
        return sorted({*mine, *(update.message for update in theirs)})

    def _pressed_below(self, row: OutRow) -> int | None:
        """The summary below which the button stood that brought this one: it is written anew where it stands."""
        id = row.cause.removeprefix("in:")
        payload = self._store.inbox.payload(int(id)) if id.isdigit() else None
        update = _update(payload) if payload else None
        if update is None or not update.press:
            return None
        shown = (r for r in self._store.outbox.latest(row.conversation, SHOWN) if r.say.key in SUMMARIES)
        known = {self._store.receipts.of(row.conversation, r.cause) for r in shown}
        return update.message if update.message in known else None


def _update(payload: str) -> Update | None:
    try:
        found = read(json.loads(payload), "")
    except (ValueError, KeyError):
        return None
    return found if isinstance(found, Update) else None
