"""Somebody of the staff is writing: shown where a channel can show it, within its budget, and kept nowhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Protocol, runtime_checkable

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.delivery import Later, Outcome
from bot.pacing import Pace
from bot.signals import Signals

log = structlog.get_logger()
TYPING = "typing:"  # a topic of each conversation
EVERY = 5.0  # seconds that a chat shows it, and between two tellings
LOOK = 0.5  # seconds until it is seen that the desk stops


@runtime_checkable
class ShowsTyping(Protocol):
    """A channel whose chats can show that somebody writes."""

    async def typing(self, address: str) -> Outcome:
        """Show it for some seconds; nothing depends on it."""


class Fingers:
    """Hears of whoever is writing, and shows it to the person."""

    def __init__(
        self, store: Store, channels: Mapping[str, object], signals: Signals, pace: Mapping[str, Pace]
    ) -> None:
        self._store, self._signals, self._pace = store, signals, pace
        self._channels = {name: one for name, one in channels.items() if isinstance(one, ShowsTyping)}
        self._shown: dict[str, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        with self._signals.hear(f"{TYPING}*") as ear:
            while self._channels and not stop.is_set():
                await ear.wait(LOOK)
                heard, ear.heard = ear.heard, set()
                for topic in heard:
                    await self.show(topic.removeprefix(TYPING))

    async def show(self, conversation: str) -> None:
        """Once in five seconds, and not while the budget is needed for words; whatever fails, nothing else does."""
        now = time.monotonic()
        self._shown = {id: at for id, at in self._shown.items() if now - at < EVERY}
        if conversation in self._shown:
            return
        self._shown[conversation] = now
        try:
            channel, address = await asyncio.to_thread(self._where, conversation)
            if channel in self._channels:
                await adorn(self._pace[channel], address, partial(self._channels[channel].typing, address))
        except (StoreError, StaleError) as error:
            log.warning("fingers.store", problem=str(error))
        except Exception as error:  # noqa: BLE001 - it adorns: the desk goes on without it
            log.warning("fingers.failed", error=type(error).__name__)

    def _where(self, conversation: str) -> tuple[str, str]:
        with self._store.unit(reading=True) as unit:
            loaded = unit.conversations.get(conversation)
        return (loaded.person.channel, loaded.person.address) if loaded else ("", "")


async def adorn(pace: Pace, chat: str, show: Callable[[], Awaitable[Outcome]]) -> None:
    """Show what no words depend on: not while the other side said stop or words wait, and within the budget."""
    if await pace.halted() or await pace.behind() > 0 or await pace.reserve(chat, patience=0) > 0:
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(EVERY), pace.place():
            await heed(pace, await show())


async def heed(pace: Pace, outcome: Outcome) -> None:
    """Whatever it was that the other side said stop to, everything stops."""
    if isinstance(outcome, Later) and outcome.halt:
        await pace.halt(outcome.seconds)
