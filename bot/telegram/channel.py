"""Messages of the desk, worded and sent to a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from actions.store.outbox import OutRow
from actions.store.store import Store
from bot.delivery import Failed, Outcome
from bot.locale.wording import Wording
from bot.telegram import keyboard
from bot.telegram.api import Api
from bot.telegram.data import ButtonData
from bot.telegram.split import split


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Telegram's; buttons stand below the last part only."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


class TelegramChannel:
    """The port `Channel` for Telegram. Plain text: nothing that anybody wrote can become markup."""

    def __init__(self, api: Api, store: Store, wording: Wording, data: ButtonData) -> None:
        self._api, self._store, self._wording, self._data = api, store, wording, data
        self.budget = f"telegram:{api.bot}"

    def place(self, row: OutRow) -> tuple[str, bool]:
        """The private chat."""
        return row.address, False

    def parts(self, row: OutRow) -> Sequence[Part]:
        """The message in pieces that Telegram takes."""
        text = self._wording.text(row.say, row.language)
        if row.say.key == "family.invited" and self._api.name:
            text += f"\nhttps://t.me/{self._api.name}?start=family_{row.say.params['token']}"
        texts = split(text)
        buttons = tuple(
            (self._wording.title(b, row.language), self._data.of(row.conversation, b.payload)) for b in row.say.buttons
        )
        return [*(Part(text) for text in texts[:-1]), *(Part(text, buttons) for text in texts[-1:])]

    async def send(self, row: OutRow, part: Part) -> Outcome:
        """Send one piece; without buttons of its own it brings the keyboard, so that it is always there."""
        chat, params = int(row.address), row.say.params
        if row.say.key == "telegram.copy":
            return await self._api.copy(chat, int(str(params["chat"])), int(str(params["message"])), row.attempts)
        if row.say.key == "telegram.edit":
            said = await asyncio.to_thread(self._store.outbox.receipt, row.conversation, str(params["of"]))
            done = (
                await self._api.edit(chat, said, str(params["words"]), None, row.attempts)
                if said
                else Failed("NoMessage")
            )
            if not isinstance(done, Failed):
                return done
        markup = keyboard.inline(part.buttons) or keyboard.standing(row.language)
        return await self._api.send(chat, part.text, markup, row.attempts)
