"""Long polling: an update is committed before Telegram is told that it arrived."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from bot.signals import Signals
from bot.telegram import command
from bot.telegram.api import POLL_S, Api
from bot.telegram.keeper import Keeper, id_of

log = structlog.get_logger()
FIRST_S, LONGEST_S = 1.0, 60.0  # pauses after an error, doubled each time


class Polling:
    """One bot's poller."""

    def __init__(self, api: Api, keeper: Keeper, signals: Signals, *, poll_s: int = POLL_S) -> None:
        self._api, self._keeper, self._signals, self._poll_s = api, keeper, signals, poll_s
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
            taken = await asyncio.to_thread(self._keeper.keep, raws)
        finally:
            self._keeping = False
        # shown to Telegram by the next poll: until then it would bring them again
        self._offset = max(id_of(raw) for raw in raws) + 1
        for topic in ("inbox", "outbox"):
            await self._signals.tell(topic)
        for press in taken.presses:
            task = asyncio.create_task(self._answer(press))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        return taken.new

    async def _answer(self, press: str) -> None:
        from telegram.error import TelegramError

        with suppress(TelegramError):  # an old press can no longer be answered, and nothing depends on it
            await self._api.answer_press(press)
