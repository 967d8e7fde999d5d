"""What both ways in share: updates are kept, others are woken, presses stop turning, trouble is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from bot.fingers import adorn, heed
from bot.locale.wording import catalogue
from bot.pacing import Pace
from bot.signals import Signals
from bot.telegram.api import Api
from bot.telegram.keeper import Keeper
from data.model import LANGUAGES

log = structlog.get_logger()
SOON_S = 1.0  # seconds without an answer before "typing…" is shown
MOST = 20  # people at once who are shown that
FIRST_S, LONGEST_S = 1.0, 60.0  # pauses after an error, doubled each time


class Arrivals:
    """Takes updates in."""

    def __init__(self, api: Api, keeper: Keeper, signals: Signals, pace: Pace) -> None:
        self._api, self._keeper, self._signals, self._pace = api, keeper, signals, pace
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raws: Sequence[Any]) -> int:
        """Commit them, then wake whoever works; how many were new. Raises StoreError, StaleError."""
        taken = await asyncio.to_thread(self._keeper.keep, raws)
        for topic, due in (("inbox", taken.new), ("outbox", taken.back)):
            if due:
                await self._signals.tell(topic)
        for press, key in taken.presses:
            self._start(self._answer(press, catalogue(LANGUAGES[0])[key] if key else ""))
        for chat, message in taken.messages[-MOST:]:
            self._start(self._type(chat, message))
        return taken.new

    def _start(self, step: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(step)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _type(self, chat: int, message: int) -> None:
        """Whoever waits longer than a second sees that an answer is being written."""
        await asyncio.sleep(SOON_S)
        with suppress(StoreError):  # nothing depends on it
            if not await asyncio.to_thread(self._keeper.answered, message):
                await adorn(self._pace, str(chat), partial(self._api.typing, chat))

    async def drain(self) -> None:
        """End what is under way: nothing depends on it."""
        for task in self._answers:
            task.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    async def _answer(self, press: str, text: str) -> None:
        """Nothing depends on it: an old press can no longer be answered, and in a halt none is."""
        if not await self._pace.halted():
            await heed(self._pace, await self._api.answer_press(press, text))


async def tried(step: Callable[[], Awaitable[object]]) -> bool:
    """Whether a step went well; if not, the log says why, and never shows the token."""
    from telegram.error import Conflict, InvalidToken, TelegramError

    try:
        await step()
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
