"""Long polling: an update is committed before Telegram is told that it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.signals import Signals
from bot.telegram import command
from bot.telegram.api import POLL_S, Api
from bot.telegram.update import Update, dumped, read, stray_key

log = structlog.get_logger()
FIRST_S, LONGEST_S = 1.0, 60.0  # pauses after an error, doubled each time


class Polling:
    """One bot's poller. `urgent` says whether words must not wait (the crisis gate)."""

    def __init__(
        self, api: Api, store: Store, signals: Signals, urgent: Callable[[str], bool], *, poll_s: int = POLL_S
    ) -> None:
        self._api, self._store, self._signals, self._urgent = api, store, signals, urgent
        self._poll_s = poll_s
        self._offset: int | None = None
        self._keeping = False
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; a poll under way is given up, for nothing is lost by that."""
        stopped = asyncio.create_task(stop.wait())
        prepared, pause = False, 0.0
        try:
            while not stop.is_set():
                step = asyncio.create_task(self._step(prepared))
                await asyncio.wait((step, stopped), return_when=asyncio.FIRST_COMPLETED)
                if not step.done():
                    if not self._keeping:
                        step.cancel()
                    await asyncio.gather(step, return_exceptions=True)
                    break
                prepared = prepared or step.result()
                pause = 0.0 if step.result() else min(LONGEST_S, max(FIRST_S, pause * 2))
                await asyncio.wait((stopped,), timeout=pause)
        finally:
            stopped.cancel()
            await asyncio.gather(stopped, *self._answers, return_exceptions=True)

    async def _step(self, prepared: bool) -> bool:
        """Prepare at first, then poll once; whether it went well."""
        from telegram.error import Conflict, InvalidToken, TelegramError

        try:
            if prepared:
                await self.once()
            else:
                await self._api.prepare({"": command.menu("en"), "zh": command.menu("zh_Hans")})
        except InvalidToken:
            log.error("telegram.token_refused", do="set NUANXIN_TELEGRAM_TOKEN to the token that @BotFather gave you")
        except Conflict:
            log.error("telegram.conflict", do="end the other program that polls with this bot's token")
        except TelegramError as error:
            # never its message: it may name the address, and the token is part of that
            log.warning("telegram.away", error=type(error).__name__)
        except (StoreError, StaleError) as error:
            log.error("telegram.store", problem=str(error))
        except ValueError as error:
            log.error("telegram.answer", problem=str(error))
        else:
            return True
        return False

    async def once(self) -> int:
        """Take what waits and commit it; only then does the offset move. Returns how many were new."""
        raws = await self._api.updates(self._offset, self._poll_s)
        if not raws:
            # what was confirmed does not come again; after an idle week the numbers start anywhere, also below
            self._offset = None
            return 0
        self._keeping = True
        try:
            kept, presses = await asyncio.to_thread(self._keep, raws)
        finally:
            self._keeping = False
        # shown to Telegram by the next poll: until then it would bring them again
        self._offset = max(_id(raw) for raw in raws) + 1
        if kept:
            await self._signals.tell("inbox")
        for press in presses:
            task = asyncio.create_task(self._answer(press))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        return kept

    def _keep(self, raws: Sequence[Any]) -> tuple[int, list[str]]:
        kept, presses = 0, []
        for raw in raws:
            try:
                update = read(raw, self._api.bot)
                if update is None:
                    continue
                kept += self._put(update, raw) is not None
                if update.press:
                    presses.append(update.press)
            except (StoreError, StaleError):
                raise
            except Exception as error:  # noqa: BLE001 - an update that nobody can read is set aside and stops no other
                self._set_aside(raw, error)
        return kept, presses

    def _put(self, update: Update, raw: Any) -> int | None:
        return self._store.inbox.put(
            update.key,
            "telegram",
            str(update.chat),
            dumped(raw),
            datetime.now(UTC),
            hurry=self._hurry(update),
            language=_language(update.language_code),
        )

    def _hurry(self, update: Update) -> bool:
        """Presses, commands, keys and words of danger wait for nothing; nor do answers: the inbox sees to those."""
        return bool(update.pressed) or update.command or command.is_key(update.text) or self._urgent(update.text)

    def _set_aside(self, raw: Any, error: Exception) -> None:
        key = stray_key(raw, self._api.bot)
        self._store.strays.put(key, "telegram", dumped(raw), datetime.now(UTC), type(error).__name__)
        log.error("telegram.set_aside", update=_id(raw), error=type(error).__name__, key=key)

    async def _answer(self, press: str) -> None:
        from telegram.error import TelegramError

        with suppress(TelegramError):  # an old press can no longer be answered, and nothing depends on it
            await self._api.answer_press(press)


def _id(raw: Any) -> int:
    id = raw.get("update_id") if isinstance(raw, dict) else None
    return id if isinstance(id, int) else -1


def _language(code: str) -> str:
    """Ours for a client's; where the client does not say, the desk's own."""
    code = code.lower()
    if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue")):
        return "zh_Hant"
    return "zh_Hans" if not code or code.startswith("zh") else "en"
